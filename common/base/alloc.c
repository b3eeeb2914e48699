/* SPDX-License-Identifier: MIT */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/message.h"

static int status_without_memory = FG_FAILED;

void out_of_memory_status(int status)
{
    status_without_memory = status;
}

void out_of_memory(void)
{
    die(status_without_memory, "out of memory");
}

static void *checked(void *memory)
{
    if (memory == NULL)
        out_of_memory();
    return memory;
}

void *xmalloc(size_t size)
{
    return checked(malloc(size > 0 ? size : 1));
}

void *xrealloc(void *memory, size_t size)
{
    return checked(realloc(memory, size > 0 ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
    return checked(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *enlarge_array(void *array, size_t *capacity, size_t needed, size_t size)
{
    size_t larger = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
    if (larger < 16)
        larger = 16;
    if (larger < needed)
        larger = needed;
    if (larger > SIZE_MAX / size)
        out_of_memory();
    *capacity = larger;
    return xrealloc(array, larger * size);
}
