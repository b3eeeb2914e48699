/* SPDX-License-Identifier: MIT */
#include "merge/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "folded/foldfault.h"
#include "folded/foldline.h"
#include "recognize/recognize.h"

static void run_open(struct run *r, size_t block)
{
    struct run fresh = {0};

    *r = fresh;
    r->capacity = block;
    r->buffer = xmalloc(block);
    r->stack = slice_of(r->buffer, 0);
}

void run_open_file(struct run *r, const char *name, int fd, size_t block)
{
    run_open(r, block);
    r->name = name;
    reader_open(&r->reader, fd);
}

void run_open_spool(struct run *r, const struct spool *spool, uint64_t from, uint64_t to,
                    size_t block)
{
    run_open(r, block);
    r->name = "a temporary file";
    r->reader.fd = -1;
    r->spool = spool;
    r->from = from;
    r->to = to;
}

/* Moves the newest stack and the bytes after it to the front, and makes room. */
static void run_make_room(struct run *r)
{
    size_t keep = (size_t)(r->stack.p - r->buffer);

    memmove(r->buffer, r->buffer + keep, r->end - keep);
    r->at -= keep;
    r->end -= keep;
    if (r->capacity - r->end < r->capacity / 2)
        r->buffer = grow_array(r->buffer, &r->capacity, r->capacity + 1, 1);
    r->stack.p = r->buffer;
}

/* Reads more bytes; false at the end, or at an error. */
static bool run_fill(struct run *r)
{
    size_t got;

    run_make_room(r);
    size_t room = r->capacity - r->end;
    if (r->spool != NULL) {
        if (room > r->to - r->from)
            room = (size_t)(r->to - r->from);
        got = spool_read(r->spool, r->from, r->buffer + r->end, room, &r->reader.error);
        r->from += got;
    } else {
        got = reader_read(&r->reader, r->buffer + r->end, room);
    }
    r->end += got;
    return got > 0;
}

static bool run_refuse(struct run *r)
{
    r->refused = true;
    r->at = r->end;
    return false;
}

/* Says what a file is whose first line is not folded, if it is for another program. */
static bool run_recognize(const struct run *r, size_t from)
{
    struct operands input;

    if (r->lines > 0 || r->spool != NULL)
        return false;
    operands_open_file(&input, r->name);
    input.head_name = r->name;
    strbuf_add(&input.head, slice_of(r->buffer + from, r->end - from));
    bool known = recognize_input(r->program, &input);
    strbuf_free(&input.head);
    return known;
}

/* The end of the file: says what is wrong with it. */
static bool run_ended(struct run *r)
{
    if (r->reader.error != 0) {
        warn_errno(r->reader.error, "cannot read '%s'", r->name);
        return run_refuse(r);
    }
    if (r->at < r->end) {
        if (!run_recognize(r, r->at))
            foldfault_cut_file(r->name, r->line + 1);
        return run_refuse(r);
    }
    if (r->lines == 0 && r->spool == NULL)
        warn("%s: no stacks: the input is empty", r->name);
    return false;
}

/* The next bytes up to a newline. */
static bool run_text(struct run *r, struct slice *text)
{
    size_t searched = 0;
    size_t length;

    while ((length = slice_find(slice_of(r->buffer + r->at + searched, r->end - r->at - searched),
                                '\n')) == SLICE_NONE) {
        searched = r->end - r->at;
        if (!run_fill(r))
            return run_ended(r);
    }
    *text = slice_of(r->buffer + r->at, searched + length);
    r->at += text->n + 1;
    r->line++;
    if (r->line == 1 && r->spool == NULL && slice_starts(*text, FOLDFAULT_MARK))
        *text = slice_from(*text, strlen(FOLDFAULT_MARK));
    return true;
}

static bool run_cut_count(struct slice *line, bool blanks, struct perl_number *value)
{
    struct slice count;
    uint64_t integer;

    if (foldline_cut_integer(line, &integer)) {
        *value = perl_integer(integer);
        return true;
    }
    if (!foldfault_cut(*line, FOLDLINE_BYTES, blanks, line, &count))
        return false;
    *value = foldline_value(count);
    return true;
}

/* Says why a line has no count. */
static bool run_no_count(struct run *r, struct slice text)
{
    enum foldfault fault = foldfault_of(text);
    struct note note = {1, r->name, r->line};

    if (fault == FOLDFAULT_NEGATIVE)
        warn("%s:%zu: this line has a negative count, which cannot be drawn; leave the line out",
             r->name, r->line);
    else if (!run_recognize(r, (size_t)(text.p - r->buffer)))
        note_report(&foldfault_notes[fault], &note, true);
    return run_refuse(r);
}

/* Whether the line has as many counts as the others. */
static bool run_check_form(struct run *r, int counts)
{
    struct run_form *form = r->form;

    if (form->counts == 0) {
        form->counts = counts;
        form->name = r->name;
        form->line = r->line;
    }
    if (form->counts == counts)
        return true;
    if (form->fixed)
        warn("%s:%zu: this line has one count, --counts says 2", r->name, r->line);
    else
        warn("%s:%zu: this line has %d count%s, but %s:%zu has %d; --counts 1 takes the first of "
             "two for a part of the name", r->name, r->line, counts, counts == 1 ? "" : "s",
             form->name, form->line, form->counts);
    return run_refuse(r);
}

/* Cuts the counts off a line. */
static bool run_counts(struct run *r, struct slice text, struct slice *stack)
{
    int counts = 1;

    *stack = text;
    if (!run_cut_count(stack, true, &r->counts[0]))
        return run_no_count(r, text);
    if ((r->form->counts != 1 || !r->form->fixed) && stack->n > 0
        && (is_digit(stack->p[stack->n - 1]) || stack->p[stack->n - 1] == '.')) {
        struct perl_number last = r->counts[0];
        if (run_cut_count(stack, false, &r->counts[0])) {
            r->counts[1] = last;
            counts = 2;
        }
    }
    return run_check_form(r, counts);
}

/* What is stored of a number that is no integer: "#", its kind, and its 64 bits. */
enum { STORED_DIGITS = 16 };

void run_store_counts(const struct run_form *form, const struct perl_number *counts,
                      struct strbuf *to)
{
    char text[PERL_NUMBER_TEXT];

    for (int i = 0; i < form->counts; i++) {
        strbuf_add_char(to, ' ');
        if (counts[i].kind == PERL_INTEGER)
            strbuf_add(to, slice_of(text, perl_number_text(counts[i], text)));
        else
            strbuf_printf(to, "#%d%0*" PRIx64, (int)counts[i].kind, STORED_DIGITS,
                          counts[i].u.magnitude);
    }
}

static struct perl_number run_stored_number(struct slice text)
{
    struct perl_number number = {PERL_INTEGER, {0}};

    if (text.p[0] != '#')
        return perl_count(text);
    number.kind += (unsigned)(text.p[1] - '0');
    number.u.magnitude = perl_hex(slice_from(text, 2));
    return number;
}

/* Cuts the counts off a line of a spool. */
static void run_stored_counts(struct run *r, struct slice *stack)
{
    for (int i = r->form->counts; i-- > 0;) {
        size_t blank = slice_find_last(*stack, ' ');
        uint64_t integer;
        if (foldline_cut_integer(stack, &integer)) {
            r->counts[i] = perl_integer(integer);
            continue;
        }
        r->counts[i] = run_stored_number(slice_from(*stack, blank + 1));
        stack->n = blank;
    }
}

/* The next line of a file that is not blank, without its counts. */
static bool run_line(struct run *r, struct slice *stack)
{
    struct slice text;

    do {
        if (r->refused || !run_text(r, &text))
            return false;
    } while (text.n == 0 || (is_space(text.p[0]) && trim_spaces(text).n == 0));
    return run_counts(r, text, stack);
}

bool run_next(struct run *r)
{
    struct slice stack;

    if (r->spool == NULL ? !run_line(r, &stack) : !run_text(r, &stack))
        return false;
    if (r->spool != NULL)
        run_stored_counts(r, &stack);
    r->common = slice_common(stack, r->stack, 0);
    r->descends = r->common < r->stack.n
                  && (r->common == stack.n || (unsigned char)stack.p[r->common]
                      < (unsigned char)r->stack.p[r->common]);
    r->stack = stack;
    r->lines++;
    return true;
}

void run_close(struct run *r)
{
    if (r->spool == NULL && r->reader.fd > STDIN_FILENO)
        close(r->reader.fd);
    free(r->buffer);
    r->buffer = NULL;
}
