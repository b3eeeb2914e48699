/* SPDX-License-Identifier: MIT */
#include "collapse.h"

#include <stdarg.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "io/interrupt.h"
#include "recognize/recognize.h"

enum {
    SHOWN_BYTES = 80,   /* of an unrecognized line */
    OFTEN = 4096        /* lines between two looks at the clock */
};

enum { CRLF };

static const struct note_kind common_notes[] = {
    [CRLF] = {"line ends in CR LF and may be misread", "lines end in CR LF and may be misread",
              "remove the CRs (tr -d '\\r')", true},
};

const struct option collapse_options[] = {
    ADDED_OPTION("no-progress", OPTION_FLAG, struct program_options, no_progress, NULL,
                 "show no progress on a terminal"),
    OPTION_END
};

static bool ends_in_cr(struct slice line)
{
    return line.n > 0 && line.p[line.n - 1] == '\r';
}

/* A line that ends in CR, without it if that is to be repaired. */
static struct slice take_cr(struct collapse *c, struct slice line)
{
    if (c->options.fix)
        while (ends_in_cr(line))
            line.n--;
    else if (!c->format->crlf_harmless)
        notes_add(&c->common_notes, CRLF, 1, c->input.name, c->input.line);
    return line;
}

static enum collapse_step read_lines(struct collapse *c)
{
    enum collapse_step step = MORE;
    struct slice line;
    size_t lines = 0;

    while (step == MORE && !output_failed(&c->out) && operands_line(&c->input, &line)) {
        if (++lines % OFTEN == 0)
            collapse_progress(c, c->input.bytes);
        step = c->format->line(c, ends_in_cr(line) ? take_cr(c, line) : line);
    }
    return step;
}

static enum collapse_step read_input(struct collapse *c)
{
    enum collapse_step step = c->format->line != NULL ? read_lines(c) : c->format->read(c);

    operands_close(&c->input);
    progress_end(&c->progress);
    if (interrupt_signal() != 0)
        warn("interrupted; the stacks read so far are printed");
    return step;
}

static void report_unrecognized(const struct collapse *c)
{
    const struct unrecognized *u = &c->unrecognized;

    if (u->count == 1)
        warn("%s:%zu: 1 line ignored, not in the format of %s: %.*s", u->file, u->line,
             c->format->name, (int)u->text.n, u->text.p);
    else if (u->count > 1)
        warn("%s:%zu: %zu lines ignored, not in the format of %s; the first: %.*s", u->file,
             u->line, u->count, c->format->name, (int)u->text.n, u->text.p);
}

/* Says what was lost, and why a run found no stack, which is an error unless there was
 * rightly none. */
static void report(struct collapse *c)
{
    bool nothing = c->folded.added == 0 && output_is_empty(&c->out)
                   && !c->input.failed && interrupt_signal() == 0;

    if (nothing && !operands_are_blank(&c->input) && c->nothing == NULL) {
        c->damaged = true;
        if (recognize_input(&c->format->program, &c->input))
            return;
    }
    size_t notes = notes_report(&c->common_notes, c->options.fix);
    report_unrecognized(c);
    notes += notes_report(&c->notes, c->options.fix);
    if (!nothing)
        return;
    if (operands_are_blank(&c->input))
        warn("no stacks: the input is empty");
    else if (c->nothing != NULL)
        warn("no stacks: %s", c->nothing);
    else if (c->unrecognized.count == 0 && notes == 0 && !c->told)
        warn("no stacks in %zu line%s: not the format of %s", c->input.line,
             c->input.line == 1 ? "" : "s", c->format->name);
}

/* Stores the table, so that an empty one takes its place. */
static void store_table(struct collapse *c)
{
    static const struct foldmerge_options options = {1, 256, (size_t)64 * 1024,
                                                     (size_t)1024 * 1024, 0};

    if (c->stored.runs == NULL)
        foldmerge_begin(&c->stored, &c->format->program, &options);
    if (!foldmerge_add_table(&c->stored, &c->folded)) {
        foldmerge_run(&c->stored);      /* says why */
        die(FG_FAILED, "no stacks printed");
    }
}

/* Prints the table, with those that were stored. */
static void print_table(struct collapse *c)
{
    struct foldmerge *m = &c->stored;

    if (m->count == 0) {
        foldtab_output(&c->folded, &c->out, c->threads);
        return;
    }
    store_table(c);
    if (foldmerge_run(m) != FOLDMERGE_OK || foldmerge_write(m, &c->out) != FOLDMERGE_OK)
        c->damaged = true;
    if (m->rounded)
        warn("--max-memory: counts of 2^64 and more are sums of rounded parts, and may differ in "
             "their last digits");
}

static void open_files(struct collapse *c, char **operands, size_t count)
{
    operands_open(&c->input, operands, count);
    c->input.assign = c->format->assign;
    c->input.context = c;
    c->input.interruptible = true;
    c->input.keep_head = true;
    c->input.opens = c->opens;
    if (!c->opens_more)
        operands_confine(&c->input);
    c->input.quiet = c->options.no_progress;
    progress_start(&c->progress, !c->options.no_progress, operands, count);
}

/* The exit status of a run whose output was closed with the status `written`. */
static int exit_status(const struct collapse *c, enum collapse_step step, int written)
{
    if (interrupt_signal() != 0)
        return FG_SIGNAL + interrupt_signal();
    if (step == FAILED)
        return c->format->failure != 0 ? c->format->failure : FG_FAILED;
    if (written != FG_OK)
        return written;
    return c->input.failed || c->damaged ? FG_FAILED : FG_OK;
}

int collapse_main(const struct collapser *format, void *state, int argc, char **argv)
{
    struct collapse *c = state;
    struct program program = format->program;
    enum collapse_step step = MORE;
    size_t operands;
    int status;

    program.shared = collapse_options;
    if (!program_start(&program, argc, argv, state, &operands, &status))
        return status;
    if (format->one_file && operands > 1)
        return program_usage(&program, "expected one file, not %zu", operands);
    c->format = format;
    notes_init(&c->notes, format->notes, format->note_count);
    notes_init(&c->common_notes, common_notes, sizeof common_notes / sizeof *common_notes);
    foldtab_init(&c->folded);
    arena_offer(&c->folded.frames.arena, &c->input.lines.carry);
    output_open(&c->out, STDOUT_FILENO);
    if (format->begin != NULL && format->begin(state) == FAILED)
        return program_usage(&program, NULL);
    open_files(c, argv, operands);
    step = read_input(c);
    if (step == FAILED) {
        notes_report(&c->notes, c->options.fix);
        notes_report(&c->common_notes, c->options.fix);
        recognize_input(&format->program, &c->input);
    } else {
        if (format->end != NULL)
            format->end(state);
        report(c);
        print_table(c);
    }
    return exit_status(c, step, output_close(&c->out, "standard output"));
}

void collapse_unrecognized(struct collapse *c, struct slice line)
{
    collapse_unrecognized_at(c, line, c->input.name, c->input.line);
}

void collapse_unrecognized_at(struct collapse *c, struct slice line, const char *file,
                              size_t number)
{
    struct unrecognized *u = &c->unrecognized;

    if (u->count++ > 0)
        return;
    u->file = file;
    u->line = number;
    strbuf_add(&u->text, slice_cut(line, 0, line.n < SHOWN_BYTES ? line.n : SHOWN_BYTES));
}

void collapse_note(struct collapse *c, size_t kind, size_t count)
{
    collapse_note_at(c, kind, count, c->input.name, c->input.line);
}

void collapse_note_at(struct collapse *c, size_t kind, size_t count, const char *file,
                      size_t line)
{
    notes_add(&c->notes, kind, count, file, line);
}

void collapse_nothing(struct collapse *c, const char *why)
{
    size_t lost = c->unrecognized.count + notes_count(&c->common_notes, CRLF);

    for (size_t i = 0; i < c->format->note_count; i++)
        lost += notes_count(&c->notes, i);
    if (lost == 0)
        c->nothing = why;
}

enum collapse_step collapse_failed(const struct collapse *c, const char *message, ...)
{
    struct strbuf text = {0};
    va_list args;

    va_start(args, message);
    strbuf_vprintf(&text, message, args);
    va_end(args);
    warn("%s:%zu: %s", c->input.name, c->input.line, strbuf_str(&text));
    strbuf_free(&text);
    return FAILED;
}

void collapse_progress(struct collapse *c, uint64_t bytes)
{
    const struct foldtab *t = &c->folded;
    size_t stacks = t->count > t->elsewhere ? t->count : t->elsewhere;

    progress_update(&c->progress, bytes, t->added, stacks);
}

void collapse_push(struct collapse *c, struct slice frames)
{
    stack_push_text(&c->stack, &c->folded, frames);
}

void collapse_push_caller(struct collapse *c, struct slice frames)
{
    size_t from = c->stack.count;

    stack_push_text(&c->stack, &c->folded, frames);
    stack_reverse(&c->stack, from);
}

struct perl_number collapse_count(struct collapse *c, struct perl_number count)
{
    if (c->stack.count == 0)
        collapse_push(c, slice_of("", 0));
    struct perl_number before = foldtab_add(&c->folded, &c->stack, 0, count);
    c->stack.count = 0;
    if (c->max_memory > 0 && foldtab_bytes(&c->folded) > c->max_memory)
        store_table(c);
    return before;
}

void collapse_forget(struct collapse *c)
{
    foldtab_clear(&c->folded);
    if (c->stored.count > 0)
        foldmerge_clear(&c->stored);
}

struct perl_number collapse_count_leaf_first(struct collapse *c, struct perl_number count)
{
    stack_reverse(&c->stack, 0);
    return collapse_count(c, count);
}

static void enlarge_frames(struct collapse *c, size_t needed)
{
    size_t had = c->frames_capacity;

    c->frames = grow_array(c->frames, &c->frames_capacity, needed, sizeof *c->frames);
    for (size_t i = had; i < c->frames_capacity; i++)
        c->frames[i] = (struct strbuf){0};
}

void collapse_set_frame(struct collapse *c, size_t depth, struct slice name)
{
    if (depth >= c->frames_capacity)
        enlarge_frames(c, depth + 1);
    strbuf_clear(&c->frames[depth]);
    strbuf_add(&c->frames[depth], name);
}

/* What is printed goes straight to the buffer; its newline lets the output flush it. */
static void print_frame(struct collapse *c, size_t i)
{
    strbuf_add(&c->out.pending, strbuf_slice(&c->frames[i]));
}

static void print_count(struct collapse *c, struct slice count)
{
    strbuf_add_char(&c->out.pending, ' ');
    strbuf_add(&c->out.pending, count);
    output_char(&c->out, '\n');
}

void collapse_print(struct collapse *c, size_t depth, struct slice count)
{
    for (size_t i = 0; i < depth; i++) {
        if (i > 0)
            strbuf_add_char(&c->out.pending, ';');
        print_frame(c, i);
    }
    print_count(c, count);
}

void collapse_print_leaf_first(struct collapse *c, size_t depth, struct slice count)
{
    for (size_t i = depth; i-- > 0;) {
        print_frame(c, i);
        if (i > 0)
            strbuf_add_char(&c->out.pending, ';');
    }
    print_count(c, count);
}
