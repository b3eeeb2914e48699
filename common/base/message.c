/* SPDX-License-Identifier: MIT */
#include "base/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char *program = "flamegraph-c";

void set_program_name(const char *argv0)
{
    if (argv0 == NULL || *argv0 == '\0')
        return;
    const char *slash = strrchr(argv0, '/');
    program = slash != NULL && slash[1] != '\0' ? slash + 1 : argv0;
}

const char *program_name(void)
{
    return program;
}

/* Writes one line; `error` is 0 or an error number whose text is added. A short message
 * needs no allocation, so "out of memory" can always be printed; a longer one is cut if
 * there is no memory. */
static void print_message(int error, const char *format, va_list args)
{
    char small[512];
    char *text = small;
    va_list again;

    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    if (length >= (int)sizeof small) {
        char *large = malloc((size_t)length + 1);
        if (large != NULL) {
            text = large;
            vsnprintf(large, (size_t)length + 1, format, again);
        }
    }
    va_end(again);

    utf8_hide_controls(text, strlen(text));
    if (error != 0)
        fprintf(stderr, "%s: %s: %s\n", program, text, strerror(error));
    else
        fprintf(stderr, "%s: %s\n", program, text);
    if (text != small)
        free(text);
}

void vwarn(const char *format, va_list args)
{
    print_message(0, format, args);
}

void warn(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vwarn(format, args);
    va_end(args);
}

void warn_errno(int error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_message(error, format, args);
    va_end(args);
}

void die(int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_message(0, format, args);
    va_end(args);
    exit(status);
}
