/* SPDX-License-Identifier: MIT */
/*
 * What must hold for every run of a program, whatever its input. Each check returns what is
 * wrong, or NULL.
 */
#ifndef FUZZ_CHECKS_H
#define FUZZ_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes, with a NUL after them. */
struct text {
    char *p;
    size_t n;
};

struct run {
    const char *program;
    int status;
    struct text output, errors;
};

/* The exit status is a documented one, an error has a message, messages are lines without
 * control characters; folded output is lines "STACK COUNT"; and the two below. */
const char *check_run(const struct run *run);

/* An SVG is well-formed XML. */
const char *check_xml(struct text svg);

/* Each frame of a graph lies within its parent, whose count is at least the sum of those of
 * its children; no number is NaN or infinite. */
const char *check_frames(struct text svg);

#endif
