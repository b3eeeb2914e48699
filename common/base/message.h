/* SPDX-License-Identifier: MIT */
/*
 * Messages: one line on standard error, "PROGRAM: MESSAGE".
 *
 * Control characters are printed as '?', since messages quote names and lines of
 * untrusted input, and these must not control a terminal.
 */
#ifndef FG_BASE_MESSAGE_H
#define FG_BASE_MESSAGE_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/attributes.h"

/* Every exit status of the programs. */
enum fg_status {
    FG_OK = 0,
    FG_FAILED = 1,          /* a file, the output or memory failed */
    FG_USAGE_GETOPT = 2,    /* difffolded: a usage error or an unreadable file */
    FG_NO_INPUT = 2,        /* flamegraph: no valid line */
    FG_REFUSED = 2,         /* foldedmerge: a file that is cut, not folded, or unreadable */
    FG_SIGNAL = 128,        /* plus the number of the signal that interrupted */
    FG_PIPE = 141,          /* the reader of the output has exited: 128 + SIGPIPE */
    FG_USAGE = 255,         /* a usage error of a Getopt::Long program */
    FG_PERL_DIES = 255      /* other errors at which the Perl scripts die */
};

/* Sets the name that messages begin with: the last component of `argv0`, which must stay
 * valid. NULL and "" change nothing. */
void set_program_name(const char *argv0);

/* The name set last, "flamegraph-c" before that. */
const char *program_name(void);

/* Prints a message. */
void warn(const char *format, ...) FG_PRINTF(1, 2);
void vwarn(const char *format, va_list args);

/* Prints a message followed by the text of the error number `error`. */
void warn_errno(int error, const char *format, ...) FG_PRINTF(2, 3);

/* Prints a message and exits with `status`. Only mains, and allocation, call it. */
void die(int status, const char *format, ...) FG_PRINTF(2, 3) FG_NORETURN;

#endif
