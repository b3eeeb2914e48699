/* SPDX-License-Identifier: MIT */
#include "io/operands.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/chars.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/confine.h"
#include "io/interrupt.h"

void operands_open_file(struct operands *d, const char *name)
{
    struct operands fresh = {0};

    *d = fresh;
    d->name = name;
    d->count = 1;
}

void operands_open(struct operands *d, char *const *operands, size_t count)
{
    operands_open_file(d, "-");
    if (count > 0) {
        d->operands = operands;
        d->count = count;
    }
}

void operands_confine(struct operands *d)
{
    /* Tables that are made later have keys, too. */
    d->confined = random_open();
}

/* Reports that a file could not be opened or read, as operands_read() says. */
static void operands_report(struct operands *d, struct strbuf *messages, const char *what,
                            const char *name, const char *why)
{
    d->failed = true;
    if (messages == NULL) {
        warn("cannot %s '%s': %s", what, name, why);
        return;
    }
    strbuf_printf(messages, "cannot %s '%s': %s", what, name, why);
    strbuf_add_char(messages, '\0');
}

static bool is_regular(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* The name of the next file, or NULL. */
static const char *next_name(struct operands *d)
{
    while (d->next < d->count) {
        const char *name = d->operands != NULL ? d->operands[d->next] : d->name;
        d->next++;
        if (d->assign == NULL || !d->assign(d->context, name)) {
            d->files++;
            return name;
        }
    }
    return d->files++ == 0 ? "-" : NULL;
}

void operands_announce(int fd)
{
    if (isatty(fd))
        warn("reading standard input; Ctrl-D ends it, --help shows how to name files");
}

size_t operands_standard_inputs(char *const *names, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += strcmp(names[i], "-") == 0;
    return found;
}

/* Nothing is opened after the last file. */
static void confine_last(const struct operands *d)
{
    if (d->confined && d->next >= d->count)
        confine();
}

/* Takes the first bytes of a file. */
static void keep_start(struct operands *d, struct slice block)
{
    size_t n = OPERANDS_START - d->started;

    if (n > block.n)
        n = block.n;
    memcpy(d->start + d->started, block.p, n);
    d->started += n;
    if (d->started == OPERANDS_START && !d->opens(slice_of(d->start, d->started)))
        confine_last(d);
}

/* Opens the next file that can be opened; false when there is none. */
static bool open_next(struct operands *d, struct strbuf *messages)
{
    const char *name;

    while (interrupt_signal() == 0 && (name = next_name(d)) != NULL) {
        bool standard = strcmp(name, "-") == 0;
        int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            operands_report(d, messages, "open", name, strerror(errno));
            continue;
        }
        if (reader_is_output(fd)) {
            d->refused = true;
            operands_report(d, messages, "read", standard ? "standard input" : name,
                            READER_IS_OUTPUT);
            if (!standard)
                close(fd);
            continue;
        }
        d->name = standard ? "standard input" : name;
        d->line = 0;
        d->open = true;
        reader_open(&d->reader, fd);
        if (standard && !d->quiet)
            operands_announce(fd);
        if (d->interruptible && !is_regular(fd)) {
            interrupt_catch();
            d->reader.interruptible = true;
        }
        d->started = 0;
        if (d->opens == NULL)
            confine_last(d);
        return true;
    }
    return false;
}

static void keep_head(struct operands *d, struct slice block)
{
    size_t room = OPERANDS_HEAD - d->head.n;

    if (d->head.n == 0 && d->head_name == NULL)
        d->head_name = d->name;
    if (d->head_name == d->name && room > 0)
        strbuf_add(&d->head, slice_cut(block, 0, block.n < room ? block.n : room));
}

/* What becomes of each block. */
static void keep(struct operands *d, struct slice block)
{
    d->bytes += block.n;
    if (d->opens != NULL && d->started < OPERANDS_START)
        keep_start(d, block);
    if (d->keep_head)
        keep_head(d, block);
}

static void close_current(struct operands *d, struct strbuf *messages)
{
    if (d->reader.error != 0)
        operands_report(d, messages, "read", d->name, strerror(d->reader.error));
    if (d->reader.fd != STDIN_FILENO && !d->rewinds)
        close(d->reader.fd);
    d->open = false;
}

bool operands_begin(struct operands *d)
{
    return d->open || open_next(d, NULL);
}

bool operands_can_rewind(struct operands *d)
{
    struct stat status;

    if (d->count > 1 || !operands_begin(d) || fstat(d->reader.fd, &status) != 0)
        return false;
    /* Files of /proc have no size, and other bytes each time. */
    if (!S_ISREG(status.st_mode) || status.st_size == 0)
        return false;
    d->first = lseek(d->reader.fd, 0, SEEK_CUR);
    return d->rewinds = d->first >= 0;
}

bool operands_rewind(struct operands *d)
{
    if (lseek(d->reader.fd, d->first, SEEK_SET) < 0) {
        operands_report(d, NULL, "read", d->name, strerror(errno));
        return false;
    }
    lines_free(&d->lines);
    strbuf_clear(&d->head);
    d->open = true;
    d->line = 0;
    d->bytes = 0;
    d->unended = false;
    return true;
}

enum operands_event operands_read(struct operands *d, char *to, size_t room, size_t *got,
                                  struct strbuf *messages)
{
    *got = 0;
    if (!d->open && !open_next(d, messages))
        return OPERANDS_DONE;
    *got = reader_read(&d->reader, to, room);
    if (*got > 0) {
        keep(d, slice_of(to, *got));
        return OPERANDS_BLOCK;
    }
    close_current(d, messages);
    return OPERANDS_FILE_END;
}

enum operands_event operands_next(struct operands *d, struct slice *block)
{
    if (!d->open && !open_next(d, NULL))
        return OPERANDS_DONE;
    if (reader_next(&d->reader, block)) {
        keep(d, *block);
        return OPERANDS_BLOCK;
    }
    close_current(d, NULL);
    return OPERANDS_FILE_END;
}

bool operands_more_lines(struct operands *d, struct slice *line)
{
    struct slice block;

    do {
        enum operands_event event = operands_next(d, &block);
        if (event == OPERANDS_DONE)
            return false;
        if (event == OPERANDS_BLOCK)
            lines_feed(&d->lines, block);
        else if (lines_last(&d->lines, line) && interrupt_signal() == 0)
            return d->unended = true;
    } while (!lines_next(&d->lines, line));
    return true;
}

/* The head of a file that is not read further here. */
static void fill_head(struct operands *d, off_t at)
{
    if (!d->keep_head || d->head_name != d->name || d->head.n >= OPERANDS_HEAD)
        return;
    strbuf_reserve(&d->head, OPERANDS_HEAD - d->head.n);
    ssize_t got = pread(d->reader.fd, d->head.p + d->head.n, OPERANDS_HEAD - d->head.n, at);
    if (got > 0)
        d->head.n += (size_t)got;
}

bool operands_span(struct operands *d, off_t *at, off_t *end)
{
    struct stat status;

    if (fstat(d->reader.fd, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    *at = lseek(d->reader.fd, 0, SEEK_CUR);
    *end = status.st_size;
    if (*at < 0 || *at >= *end)
        return false;
    fill_head(d, *at);
    return true;
}

void operands_resume(struct operands *d, off_t at, int error)
{
    off_t before = lseek(d->reader.fd, 0, SEEK_CUR);

    if (before >= 0 && lseek(d->reader.fd, at, SEEK_SET) >= 0)
        d->bytes += (uint64_t)(at - before);
    else
        error = error != 0 ? error : errno;
    d->reader.error = error;
}

void operands_end_file(struct operands *d)
{
    if (d->open)
        close_current(d, NULL);
}

bool operands_are_blank(const struct operands *d)
{
    return d->bytes == d->head.n && trim_spaces(strbuf_slice(&d->head)).n == 0;
}

void operands_close(struct operands *d)
{
    operands_end_file(d);
    if (d->rewinds && d->reader.fd != STDIN_FILENO)
        close(d->reader.fd);
    reader_free(&d->reader);
    lines_free(&d->lines);
}
