/* SPDX-License-Identifier: MIT */
#include "perf/inline/addr2line.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "perf/inline/binutils.h"

/* Longer answers are rejected. */
enum { LONGEST_ANSWER = 16 * 1024 * 1024 };

const char *addr2line_program(void)
{
    const char *program = getenv("ADDR2LINE");

    return program != NULL && *program != '\0' ? program : "addr2line";
}

void addr2line_init(struct addr2line *a, struct slice module)
{
    memset(a, 0, sizeof *a);
    a->module = xmalloc(module.n + 1);
    memcpy(a->module, module.p, module.n);
    a->module[module.n] = '\0';
}

struct slice addr2line_cut_line(struct slice *answer)
{
    size_t end = slice_find(*answer, '\n');
    struct slice line = *answer;

    if (end == SLICE_NONE) {
        answer->n = 0;
        return line;
    }
    line.n = end;
    *answer = slice_from(*answer, end + 1);
    return line;
}

void addr2line_stop(struct addr2line *a)
{
    if (a->running)
        child_stop(&a->process);
    a->running = false;
}

void addr2line_free(struct addr2line *a)
{
    addr2line_stop(a);
    free(a->module);
    strbuf_free(&a->failure);
}

static bool addr2line_fail(struct addr2line *a, const char *format, ...) FG_PRINTF(2, 3);

static bool addr2line_fail(struct addr2line *a, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    strbuf_vprintf(&a->failure, format, args);
    va_end(args);
    return false;
}

static bool addr2line_start(struct addr2line *a)
{
    struct strbuf operand = {0};
    char *argv[] = {(char *)addr2line_program(), (char *)"-e", NULL,
                    (char *)"-a", (char *)"-i", (char *)"-f", (char *)"-s", (char *)"-C", NULL};
    struct stat file;

    /* Opening a pipe or a device could block. Whether the module is there at all is for
     * the program to find out: it may look for it elsewhere. */
    if (stat(a->module, &file) == 0 && !S_ISREG(file.st_mode) && !S_ISDIR(file.st_mode))
        return addr2line_fail(a, "not a regular file");
    argv[2] = binutils_operand(a->module, &operand);
    int error = child_start(&a->process, argv, CHILD_ANSWERS);
    strbuf_free(&operand);
    a->broken = error != 0 && !child_is_missing(error);
    if (error != 0)
        return addr2line_fail(a, "cannot run '%s': %s", argv[0], strerror(error));
    a->running = true;
    return true;
}

/* Whether the line repeats the address -1, which addr2line prints with 8 or 16 digits. */
static bool is_end_of_answer(struct slice line)
{
    return slice_is(line, "0xffffffffffffffff") || slice_is(line, "0xffffffff");
}

/* Reads the answers to an address and to the address -1. The latter is always asked too,
 * since only the beginning of the next answer shows that one is complete. */
static bool read_answer(struct addr2line *a, struct strbuf *answer)
{
    struct slice line;
    size_t before = answer->n;

    if (!child_line(&a->process, &line) || !slice_starts(line, "0x"))
        return false;
    for (;;) {
        if (!child_line(&a->process, &line) || answer->n - before > LONGEST_ANSWER)
            return false;
        if (is_end_of_answer(line))
            break;
        strbuf_add(answer, line);
        strbuf_add_char(answer, '\n');
    }
    return child_line(&a->process, &line) && child_line(&a->process, &line);
}

bool addr2line_ask(struct addr2line *a, uint64_t address, struct strbuf *answer)
{
    char question[64];
    size_t before = answer->n;

    if (a->failure.n > 0 || (!a->running && !addr2line_start(a)))
        return false;
    int length = snprintf(question, sizeof question, "%" PRIx64 "\nffffffffffffffff\n", address);
    if (child_write(&a->process, slice_of(question, (size_t)length))
        && read_answer(a, answer))
        return true;
    answer->n = before;
    a->running = false;
    int status = child_stop(&a->process);
    a->broken = a->process.error != 0;
    if (a->broken)
        return addr2line_fail(a, "cannot talk to '%s': %s", addr2line_program(),
                              strerror(a->process.error));
    if (status == CHILD_NOT_FOUND)
        return addr2line_fail(a, "cannot run '%s'", addr2line_program());
    if (access(a->module, R_OK) != 0)
        return addr2line_fail(a, "%s; '%s' gave no valid answer", strerror(errno),
                              addr2line_program());
    return addr2line_fail(a, "'%s' gave no valid answer", addr2line_program());
}
