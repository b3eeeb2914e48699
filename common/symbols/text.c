/* SPDX-License-Identifier: MIT */
#include "symbols/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/chars.h"
#include "symbols/failure.h"

/* More is not read: an offset is 32 bits. */
enum { BLOCK = 1024 * 1024, USUAL = 8 * BLOCK, PAGE = 4096 };
static const size_t most = UINT32_MAX - BLOCK;

/* Reads to the end of a file of that size; 0: unknown, as of those in /proc. */
static bool text_read_all(int fd, off_t size, struct strbuf *text)
{
    /* To copy kallsyms as it grows takes a tenth of the time. */
    strbuf_reserve(text, size > 0 && size < (off_t)most ? (size_t)size : USUAL);
    for (;;) {
        strbuf_reserve(text, BLOCK);
        ssize_t got = read(fd, text->p + text->n, BLOCK);
        if (got > 0)
            text->n += (size_t)got;
        else if (got == 0)
            return true;
        else if (errno != EINTR)
            return false;
        if (text->n > most) {
            errno = EFBIG;
            return false;
        }
    }
}

bool text_read(const char *path, struct strbuf *text, int *failure)
{
    struct stat status;
    int fd;

    /* To open a device or a pipe may do something. */
    if (stat(path, &status) != 0) {
        failure_note(failure);
        return false;
    }
    if (!S_ISREG(status.st_mode))
        return false;
    do
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        failure_note(failure);
        return false;
    }
    bool known = fstat(fd, &status) == 0, file = known && S_ISREG(status.st_mode);
    bool ok = file && text_read_all(fd, status.st_size, text);
    if (!known || (file && !ok))
        failure_note(failure);
    int error = errno;
    close(fd);
    errno = error;
    return ok;
}

bool text_read_map(const char *path, struct strbuf *text, struct strbuf *why, int *failure)
{
    struct stat status;
    const char *reason;

    if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && status.st_uid != 0
        && status.st_uid != geteuid()) {
        strbuf_add_str(why, "a symbolic link that is neither root's nor yours");
    } else if (!text_read(path, text, failure)) {
        reason = failure_reason(path);
        strbuf_add_str(why, reason != NULL ? reason : "cannot be read");
    }
    /* perf takes the last byte for a newline. */
    if (why->n == 0 && text->n > 0 && text->p[text->n - 1] != '\n')
        text->n--;
    return why->n == 0;
}

/* Removes hexadecimal digits; false without any. */
static bool text_scan_hex(struct slice *s, uint64_t *number)
{
    size_t n = 0;

    for (*number = 0; n < s->n && hex_digit(s->p[n]) >= 0; n++)
        *number = *number << 4 | (uint64_t)hex_digit(s->p[n]);
    *s = slice_from(*s, n);
    return n > 0;
}

/* Removes a number as perf reads it from a map, with strtoull: blanks, a sign and "0x" may be
 * before it. It is 0 if there is none. */
static uint64_t text_scan_number(struct slice *s)
{
    struct slice rest = slice_from(*s, skip_spaces(*s, 0));
    bool negative = rest.n > 0 && rest.p[0] == '-';
    uint64_t number;

    if (rest.n > 0 && (rest.p[0] == '-' || rest.p[0] == '+'))
        rest = slice_from(rest, 1);
    if (rest.n > 2 && rest.p[0] == '0' && (rest.p[1] | 0x20) == 'x' && is_hex(rest.p[2]))
        rest = slice_from(rest, 2);
    if (text_scan_hex(&rest, &number))
        *s = rest;
    return negative ? -number : number;
}

/* Removes a line, without its newline; false at the end. */
static bool text_scan_line(struct slice *s, struct slice *line)
{
    if (s->n == 0)
        return false;
    *line = slice_before(*s, '\n');
    *s = slice_from(*s, line->n + (line->n < s->n));
    return true;
}

struct slice text_name(struct slice text, uint32_t offset)
{
    return slice_before(slice_from(text, offset), '\n');
}

struct slice text_cut_module(struct slice *name)
{
    size_t tab = slice_find(*name, '\t');
    struct slice module = slice_of("", 0);

    if (tab != SLICE_NONE) {
        module = slice_from(*name, tab + 1);
        name->n = tab;
    }
    return module;
}

/* Reads a line of kallsyms up to the name, which is left in *line. */
static bool text_scan_symbol(struct slice *line, uint64_t *address, char *type)
{
    if (!text_scan_hex(line, address) || line->n < 4 || line->p[0] != ' ' || line->p[2] != ' ')
        return false;
    *type = line->p[1];
    *line = slice_from(*line, 3);
    return true;
}

static char text_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The flags of a symbol, by its type: TABLE_UNTYPED is never among them. */
static uint32_t text_flags(char type)
{
    if (text_upper(type) == 'W')
        return TABLE_WEAK;
    return type >= 'A' && type <= 'Z' ? TABLE_GLOBAL : 0;
}

/* A symbol of kallsyms ends where the next begins, and the last one of the kernel or of a
 * module after its page. */
static void text_fix_ends(struct slice text, struct table *table)
{
    /* Names before here are the kernel's, which come first. */
    const size_t modules = slice_find_last(slice_before(text, '\t'), '\n') + 1;

    for (size_t i = 0; i + 1 < table->count; i++) {
        struct table_symbol *s = &table->symbols[i], *next = s + 1;
        uint64_t distance = next->start - s->start;
        struct slice name = {"", 0}, next_name = {"", 0};
        if (s->name >= modules || next->name >= modules) {
            name = text_name(text, s->name);
            next_name = text_name(text, next->name);
        }
        if (!slice_equal(text_cut_module(&name), text_cut_module(&next_name)))
            distance = PAGE + (-s->start & (PAGE - 1));
        s->size = distance < UINT32_MAX ? (uint32_t)distance : UINT32_MAX;
    }
}

void text_load_kallsyms(struct slice text, struct table *table, bool whole)
{
    struct slice rest = text, line;
    uint64_t address;
    char type;

    while (text_scan_line(&rest, &line)) {
        if (!text_scan_symbol(&line, &address, &type) || memchr("TWDB", text_upper(type), 4) == NULL
            || line.p[0] == '$')
            continue;
        if (!table_add(table, address, 0, (uint32_t)(line.p - text.p), text_flags(type)))
            break;
    }
    table_sort(table);
    if (whole) {
        text_fix_ends(text, table);
        table_fix_ends(table);
    } else
        table->unchosen = TABLE_FIRST;
    table_finish(table);
}

void text_load_map(struct slice text, struct table *table)
{
    struct slice rest = text, line;
    uint64_t start, size;

    table->unchosen = TABLE_FIRST;
    while (text_scan_line(&rest, &line)) {
        start = text_scan_number(&line);
        if (line.n < 4)
            continue;
        line = slice_from(line, 1);
        size = text_scan_number(&line);
        if (line.n < 4)
            continue;
        line = slice_from(line, 1);
        if (!table_add(table, start, size, (uint32_t)(line.p - text.p), TABLE_FIRST))
            break;
    }
    table_sort(table);
    table_finish(table);
}

bool text_address(struct slice text, struct slice name, uint64_t *address)
{
    struct slice line;
    char type;

    while (text_scan_line(&text, &line))
        if (text_scan_symbol(&line, address, &type) && slice_equal(line, name)
            && memchr("TWA", text_upper(type), 3) != NULL)
            return true;
    return false;
}
