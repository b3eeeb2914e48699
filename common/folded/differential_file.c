/* SPDX-License-Identifier: MIT */
#include "folded/differential_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "folded/foldfault.h"
#include "folded/foldline.h"

/* Reading again begins with few bytes, and doubles them as long as places follow each other. */
enum { AGAIN_LEAST = 4 * 1024, AGAIN_MOST = 64 * 1024 };

void differential_file_open(struct differential_file *f, const char *name)
{
    memset(f, 0, sizeof *f);
    f->fd = -1;
    operands_open_file(&f->input, name);
    f->input.keep_head = true;
    notes_init(&f->faults, foldfault_notes, FOLDFAULT_KINDS);
}

void differential_file_close(struct differential_file *f)
{
    operands_close(&f->input);
    strbuf_free(&f->stripped);
}

void differential_file_free(struct differential_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    free(f->buffer);
    f->buffer = NULL;
    strbuf_free(&f->input.head);
    notes_free(&f->faults);
}

/* Replaces the stack by one with "0x..." for each 0x12ab. */
static void differential_file_strip(struct differential_file *f)
{
    struct strbuf *to = &f->stripped;
    struct slice stack = f->stack;
    size_t at;

    strbuf_clear(to);
    while ((at = slice_search(stack, "0x")) != SLICE_NONE) {
        size_t end = skip_hex(stack, at + 2);
        strbuf_add(to, slice_cut(stack, 0, at + 2));
        if (end > at + 2)
            strbuf_add_str(to, "...");
        stack = slice_from(stack, end);
    }
    strbuf_add(to, stack);
    f->stack = strbuf_slice(to);
}

/* Takes the stack and the count of a line; false if the line is left out. */
static bool differential_file_cut(struct differential_file *f, struct slice line, bool fix)
{
    struct slice count;
    uint64_t integer;

    f->counted = true;
    f->stack = line;
    if (foldline_cut_integer(&f->stack, &integer)) {
        f->value = perl_integer(integer);
        f->lines++;
        return true;
    }
    if (fix ? foldfault_cut(line, FOLDLINE_BYTES, true, &f->stack, &count)
            : foldline_cut(line, FOLDLINE_BYTES, &f->stack, &count)) {
        f->value = foldline_value(count);
        f->lines++;
        return true;
    }
    enum foldfault fault = foldfault_of(line);
    if (fault != FOLDFAULT_KINDS)
        notes_add(&f->faults, fault, 1, f->input.name, f->input.line);
    f->malformed++;
    /* What a line without a count adds: the double 0, not the integer. */
    f->counted = false;
    f->stack = slice_of(line.p, 0);
    f->value = foldline_value(slice_str("0."));
    return !fix;
}

bool differential_file_next(struct differential_file *f,
                            const struct differential_options *options)
{
    struct slice line;

    do {
        if (!operands_line(&f->input, &line))
            return false;
        const char *begin = line.p;
        uint64_t place = f->next;
        f->next += line.n + 1;
        foldfault_mark(&f->faults, f->input.name, f->input.line, options->fix, &line);
        if (differential_file_cut(f, line, options->fix)) {
            f->place = place + (uint64_t)(f->stack.p - begin);
            break;
        }
    } while (true);
    if (options->strip_hex)
        differential_file_strip(f);
    return true;
}

void differential_file_total(struct differential_file *f, struct perl_number before)
{
    f->total = perl_add(f->total, f->counted ? perl_used_right(f->value, before) : f->value);
}

static bool differential_file_status(const char *name, struct stat *status)
{
    int failed = strcmp(name, "-") == 0 ? fstat(STDIN_FILENO, status) : stat(name, status);

    /* Files of /proc have no size, and other bytes each time. */
    return failed == 0 && S_ISREG(status->st_mode) && status->st_size > 0;
}

bool differential_files_are_regular(char *const names[2])
{
    struct stat a, b;

    return differential_file_status(names[0], &a) && differential_file_status(names[1], &b)
           && (a.st_dev != b.st_dev || a.st_ino != b.st_ino);
}

bool differential_file_open_regular(struct differential_file *f, const char *name)
{
    differential_file_open(f, name);
    if (!operands_begin(&f->input))
        return false;
    off_t start = lseek(f->input.reader.fd, 0, SEEK_CUR);
    f->fd = fcntl(f->input.reader.fd, F_DUPFD_CLOEXEC, 3);
    if (start < 0 || f->fd < 0) {
        warn_errno(errno, "cannot read '%s'", f->input.name);
        return false;
    }
    f->start = f->next = (uint64_t)start;
    return true;
}

/* Reads a part of the file that begins at `place`; false if it has less than `n` bytes. */
static bool differential_file_fill(struct differential_file *f, uint64_t place, size_t n)
{
    size_t room = AGAIN_LEAST;
    ssize_t got = 1;

    if (place - f->buffer_from < f->buffer_size + AGAIN_LEAST)
        room = f->buffer_room < AGAIN_MOST ? 2 * f->buffer_room : AGAIN_MOST;
    if (room < n)
        room = n;
    if (f->buffer == NULL || room > AGAIN_MOST)
        f->buffer = xrealloc(f->buffer, room > AGAIN_MOST ? room : AGAIN_MOST);
    f->buffer_from = place;
    f->buffer_room = room;
    f->buffer_size = 0;
    while (f->buffer_size < n && got > 0) {
        got = pread(f->fd, f->buffer + f->buffer_size, room - f->buffer_size,
                    (off_t)(place + f->buffer_size));
        if (got > 0)
            f->buffer_size += (size_t)got;
        else if (got < 0 && errno == EINTR)
            got = 1;
    }
    if (f->buffer_size >= n)
        return true;
    warn("cannot read '%s' again: %s", f->input.name, got < 0 ? strerror(errno) : "it was cut");
    return false;
}

bool differential_file_again(struct differential_file *f, uint64_t place, size_t n,
                             struct strbuf *to)
{
    uint64_t at = place - f->buffer_from;

    if (place < f->buffer_from || at > f->buffer_size || n > f->buffer_size - at) {
        if (!differential_file_fill(f, place, n))
            return false;
        at = 0;
    }
    strbuf_add(to, slice_of(f->buffer + at, n));
    return true;
}
