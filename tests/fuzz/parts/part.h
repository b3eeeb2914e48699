/* SPDX-License-Identifier: MIT */
/*
 * What the targets of libFuzzer share. Each file beside this one is a target: a module that
 * is called in the process, again and again, and frees all that it takes.
 */
#ifndef FUZZ_PART_H
#define FUZZ_PART_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/slice.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Ends the process where something does not hold. Not an assert, as it is always compiled. */
#define EXPECT(condition) \
    ((condition) ? (void)0 : (fprintf(stderr, "fuzz: not so: %s\n", #condition), abort()))

/* Removes the first byte of the input; 0 at the end. */
static inline unsigned fuzz_byte(struct slice *input)
{
    if (input->n == 0)
        return 0;
    unsigned byte = (unsigned char)*input->p;
    *input = slice_from(*input, 1);
    return byte;
}

static inline struct slice fuzz_input(const uint8_t *bytes, size_t n)
{
    return slice_of((const char *)bytes, n);
}

#endif
