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
#include "base/message.h"

/* An answer that is longer is none. */
enum { LONGEST_ANSWER = 16 * 1024 * 1024 };

/* How many modules that fail are named. */
enum { SHOWN_FAILURES = 10 };

const char *addr2line_program(void)
{
    const char *program = getenv("ADDR2LINE");

    return program != NULL && *program != '\0' ? program : "addr2line";
}

void addr2line_init(struct addr2line *a, struct slice module, size_t *failures)
{
    memset(a, 0, sizeof *a);
    a->failures = failures;
    a->module = xmalloc(module.n + 1);
    memcpy(a->module, module.p, module.n);
    a->module[module.n] = '\0';
}

void addr2line_stop(struct addr2line *a)
{
    if (a->running)
        coprocess_stop(&a->process);
    a->running = false;
}

void addr2line_report(size_t failures)
{
    if (failures > SHOWN_FAILURES)
        warn("no inlined functions of %zu more modules", failures - SHOWN_FAILURES);
}

void addr2line_free(struct addr2line *a)
{
    addr2line_stop(a);
    free(a->module);
}

/* Gives the module up, and says why unless enough was said of others. */
static bool fail(struct addr2line *a, const char *format, ...) FG_PRINTF(2, 3);

static bool fail(struct addr2line *a, const char *format, ...)
{
    char why[256];
    va_list args;

    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    addr2line_stop(a);
    a->failed = true;
    if ((*a->failures)++ < SHOWN_FAILURES)
        warn("no inlined functions of '%s': %s", a->module, why);
    return false;
}

static bool start(struct addr2line *a)
{
    char *argv[] = {(char *)addr2line_program(), (char *)"-e", a->module,
                    (char *)"-a", (char *)"-i", (char *)"-f", (char *)"-s", (char *)"-C", NULL};
    struct stat file;

    if (stat(a->module, &file) != 0 || access(a->module, R_OK) != 0)
        return fail(a, "%s", strerror(errno));
    if (!S_ISREG(file.st_mode))
        return fail(a, "it is no ordinary file");
    int error = coprocess_start(&a->process, argv);
    if (error != 0)
        return fail(a, "cannot run '%s': %s", argv[0], strerror(error));
    a->running = true;
    return true;
}

/* The line that repeats the address behind which nothing more is asked: 0x and
 * nothing but f, 8 or 16 of them by the kind of module. */
static bool is_end(struct slice line)
{
    return slice_is(line, "0xffffffffffffffff") || slice_is(line, "0xffffffff");
}

/* Reads the answer to an address, and that to the address -1, which is asked
 * along with it since only the next answer tells where one ends. */
static bool read_answer(struct addr2line *a, struct strbuf *answer)
{
    struct slice line;
    size_t before = answer->n;

    if (!coprocess_line(&a->process, &line) || !slice_starts(line, "0x"))
        return false;
    for (;;) {
        if (!coprocess_line(&a->process, &line) || answer->n - before > LONGEST_ANSWER)
            return false;
        if (is_end(line))
            break;
        strbuf_add(answer, line);
        strbuf_add_char(answer, '\n');
    }
    return coprocess_line(&a->process, &line) && coprocess_line(&a->process, &line);
}

bool addr2line_ask(struct addr2line *a, uint64_t address, struct strbuf *answer)
{
    char question[64];
    size_t before = answer->n;

    if (a->failed || (!a->running && !start(a)))
        return false;
    int length = snprintf(question, sizeof question, "%" PRIx64 "\nffffffffffffffff\n", address);
    if (coprocess_write(&a->process, slice_of(question, (size_t)length))
        && read_answer(a, answer))
        return true;
    answer->n = before;
    a->running = false;
    if (coprocess_stop(&a->process) == COPROCESS_NOT_STARTED)
        return fail(a, "cannot run '%s'", addr2line_program());
    return fail(a, "'%s' gave no proper answer", addr2line_program());
}
