#include "addr2line.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "die.h"

/* An answer that is longer is none. */
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

void addr2line_stop(struct addr2line *a)
{
    if (a->running)
        coprocess_stop(&a->process);
    a->running = false;
}

void addr2line_free(struct addr2line *a)
{
    addr2line_stop(a);
    free(a->module);
}

/* Gives the module up. */
static bool fail(struct addr2line *a)
{
    addr2line_stop(a);
    a->failed = true;
    return false;
}

static bool start(struct addr2line *a)
{
    char *argv[] = {(char *)addr2line_program(), (char *)"-e", a->module,
                    (char *)"-a", (char *)"-i", (char *)"-f", (char *)"-s", (char *)"-C", NULL};
    int file = open(a->module, O_RDONLY | O_CLOEXEC);

    if (file < 0) {
        warn_errno(errno, "no inlined functions of '%s'", a->module);
        return fail(a);
    }
    close(file);
    int error = coprocess_start(&a->process, argv);
    if (error != 0) {
        warn_errno(error, "no inlined functions of '%s': cannot run '%s'", a->module, argv[0]);
        return fail(a);
    }
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
    warn("no inlined functions of '%s': '%s' gave no proper answer", a->module,
         addr2line_program());
    return fail(a);
}
