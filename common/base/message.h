/*
 * Trouble: one line on standard error, "PROGRAM: MESSAGE".
 *
 * A name or a line quoted in a message comes from strangers: control
 * characters in the finished message are shown as '?', so that it cannot
 * steer a terminal.
 */
#ifndef FG_BASE_MESSAGE_H
#define FG_BASE_MESSAGE_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/attributes.h"

/* Every exit status that the programs use, but for those of signals. */
enum fg_status {
    FG_OK = 0,
    FG_TROUBLE = 1,         /* a file, the output or memory failed */
    FG_USAGE_GETOPT = 2,    /* difffolded: usage, or a file that is not there */
    FG_NO_INPUT = 2,        /* flamegraph: no valid line */
    FG_SIGNAL = 128,        /* an interrupt: this and the signal */
    FG_PIPE = 141,          /* the reader of our output left: 128 + SIGPIPE */
    FG_USAGE = 255,         /* usage error of a Getopt::Long program */
    FG_PERL_DIES = 255      /* other things that the Perl scripts die of */
};

/* Sets the name that messages begin with: the last component of `argv0`,
 * which must stay valid. NULL and "" are allowed. */
void set_program_name(const char *argv0);

/* The name set last, "flamegraph-c" before that. */
const char *program_name(void);

/* Prints a message. */
void warn(const char *format, ...) FG_PRINTF(1, 2);

/* Prints a message and the text of the error number `error` behind it. */
void warn_errno(int error, const char *format, ...) FG_PRINTF(2, 3);

/* Prints a message and ends the program with `status`. */
void die(int status, const char *format, ...) FG_PRINTF(2, 3) FG_NORETURN;

#endif
