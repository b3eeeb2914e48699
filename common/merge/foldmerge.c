/* SPDX-License-Identifier: MIT */
#include "merge/foldmerge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "io/operands.h"

/* Ends a line of a spool with its counts. */
static void foldmerge_counts(struct foldmerge *m, struct strbuf *to,
                             const struct perl_number *counts)
{
    for (int i = 0; i < m->form.counts; i++)
        m->rounded = m->rounded || counts[i].kind != PERL_INTEGER;
    run_store_counts(&m->form, counts, to);
    strbuf_add_char(to, '\n');
}

/* Writes the counts of the newest stack. */
static void foldmerge_settle(struct foldmerge *m)
{
    struct spool *spool = &m->spools[m->result];

    if (m->pending) {
        foldmerge_counts(m, &spool->out.pending, m->sums);
        spool_settle(spool);
    }
    m->pending = false;
}

/* Adds a line whose stack is the newest one, or comes after it. */
static void foldmerge_sum(struct foldmerge *m, const struct run *r, size_t reach)
{
    if (m->pending && reach == m->length + 1 && r->stack.n == m->length) {
        for (int i = 0; i < m->form.counts; i++)
            m->sums[i] = perl_add(m->sums[i], r->counts[i]);
        return;
    }
    foldmerge_settle(m);
    strbuf_add(&m->spools[m->result].out.pending, r->stack);
    m->pending = true;
    m->length = r->stack.n;
    for (int i = 0; i < m->form.counts; i++)
        m->sums[i] = perl_add(perl_integer(0), r->counts[i]);
}

/* Adds a line to the table. */
static void foldmerge_keep(struct foldmerge *m, const struct run *r)
{
    for (int i = 0; i < m->form.counts; i++)
        foldtab_add_text(&m->table, r->stack, i, r->counts[i]);
    if (m->options.table > 0 && foldtab_bytes(&m->table) > m->options.table)
        foldmerge_add_table(m, &m->table);
}

/* Reads the next line of a run; false at its end. A run that is out of order ends. */
static bool foldmerge_next(struct foldmerge *m, struct run *r)
{
    bool more = run_next(r);

    if (more && r->descends) {
        do
            foldmerge_keep(m, r);
        while (run_next(r));
        more = false;
    }
    if (!more && r->refused)
        *(r->spool != NULL ? &m->failed : &m->refused) = true;
    return more;
}

/* A descriptor of a file, or -1 after a message. */
static int foldmerge_open_file(struct foldmerge *m, const char *name)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        warn_errno(errno, "cannot open '%s'", name);
        m->refused = true;
    } else if (reader_is_output(fd)) {
        warn("cannot read '%s': " READER_IS_OUTPUT, name);
        m->refused = true;
        close(fd);
        fd = -1;
    }
    return fd;
}

static bool foldmerge_open(struct foldmerge *m, struct run *r,
                           const struct foldmerge_source *source)
{
    const char *name = source->name;

    if (name == NULL) {
        run_open_spool(r, source->spool, source->from, source->to, m->options.block);
    } else if (strcmp(name, "-") == 0) {
        operands_announce(STDIN_FILENO);
        run_open_file(r, "standard input", STDIN_FILENO, m->options.block);
    } else {
        int fd = foldmerge_open_file(m, name);
        if (fd < 0)
            return false;
        run_open_file(r, name, fd, m->options.block);
    }
    r->form = &m->form;
    r->program = m->program;
    return true;
}

/* Merges the runs that are open. */
static void foldmerge_runs(struct foldmerge *m, size_t count)
{
    struct losers *l = &m->losers;
    const struct output *out = &m->spools[m->result].out;

    losers_open(l, count);
    for (size_t i = 0; i < count; i++) {
        l->runs[i].reach = foldmerge_next(m, &m->runs[i]);
        l->runs[i].stack = m->runs[i].stack;
    }
    losers_start(l);
    for (;;) {
        size_t first = losers_first(l);
        struct run *r = &m->runs[first];
        if (l->runs[first].reach == 0 || output_failed(out))
            break;
        foldmerge_sum(m, r, l->runs[first].reach);
        if (foldmerge_next(m, r))
            losers_replace(l, r->stack, r->common);
        else
            losers_end(l);
    }
    foldmerge_settle(m);
    losers_close(l);
}

/* Merges up to `count` sources into one run of the spool. */
static struct foldmerge_source foldmerge_group(struct foldmerge *m,
                                               const struct foldmerge_source *sources,
                                               size_t count)
{
    const struct spool *spool = &m->spools[m->result];
    struct foldmerge_source result = {NULL, spool, spool_size(spool), 0};
    size_t open = 0;

    for (size_t i = 0; i < count; i++)
        open += foldmerge_open(m, &m->runs[open], &sources[i]);
    if (open > 0)
        foldmerge_runs(m, open);
    for (size_t i = 0; i < open; i++)
        run_close(&m->runs[i]);
    result.to = spool_size(spool);
    return result;
}

static void foldmerge_add(struct foldmerge *m, const struct foldmerge_source *source)
{
    m->sources = grow_array(m->sources, &m->capacity, m->count + 1, sizeof *m->sources);
    m->sources[m->count++] = *source;
}

void foldmerge_add_file(struct foldmerge *m, const char *name)
{
    struct foldmerge_source source = {name, NULL, 0, 0};

    foldmerge_add(m, &source);
}

bool foldmerge_add_table(struct foldmerge *m, struct foldtab *table)
{
    struct spool *spool = &m->tables;
    struct foldmerge_source source = {NULL, spool, spool_size(spool), 0};

    foldtab_sort(table);
    for (size_t i = 0; i < table->count && !output_failed(&spool->out); i++) {
        struct perl_number counts[2] = {foldtab_count(table, i, 0), foldtab_count(table, i, 1)};
        foldtab_stack_text(table, &table->entries[i], &spool->out.pending);
        foldmerge_counts(m, &spool->out.pending, counts);
        spool_settle(spool);
    }
    foldtab_reset(table);
    source.to = spool_size(spool);
    foldmerge_add(m, &source);
    return !output_failed(&spool->out);
}

void foldmerge_clear(struct foldmerge *m)
{
    m->count = 0;
    spool_clear(&m->tables);
}

/* Merges the first `count` sources in groups. Their results, and what was added meanwhile,
 * take their place. */
static void foldmerge_round(struct foldmerge *m, size_t count)
{
    struct spool *spool;
    size_t results = 0;

    m->result = !m->result;
    spool = &m->spools[m->result];
    spool_clear(spool);
    for (size_t at = 0; at < count && !m->failed; at += m->options.fan_in) {
        size_t size = count - at < m->options.fan_in ? count - at : m->options.fan_in;
        struct foldmerge_source result = foldmerge_group(m, m->sources + at, size);
        m->sources[results++] = result;
        m->failed = m->failed || output_failed(&spool->out);
    }
    if (m->table.count > 0)
        foldmerge_add_table(m, &m->table);
    while (count < m->count)
        m->sources[results++] = m->sources[count++];
    m->count = results;
    m->failed = !spool_end(spool) || !spool_end(&m->tables) || m->failed;
}

void foldmerge_begin(struct foldmerge *m, const struct program *program,
                     const struct foldmerge_options *options)
{
    memset(m, 0, sizeof *m);
    m->options = *options;
    m->program = program;
    m->form.counts = options->counts;
    m->form.fixed = options->counts != 0;
    m->runs = xcalloc(options->fan_in, sizeof *m->runs);
    foldtab_init(&m->table);
    spool_open(&m->tables, options->memory);
    for (int i = 0; i < 2; i++)
        spool_open(&m->spools[i], options->memory);
}

enum foldmerge_result foldmerge_run(struct foldmerge *m)
{
    m->failed = !spool_end(&m->tables);
    if (!m->failed)
        do
            foldmerge_round(m, m->count);
        while (m->count > 1 && !m->refused && !m->failed);
    return m->failed ? FOLDMERGE_FAILED : m->refused ? FOLDMERGE_REFUSED : FOLDMERGE_OK;
}

/* Writes the result as it is stored; false after a message. */
static bool foldmerge_copy(const struct foldmerge *m, struct output *to)
{
    const struct spool *spool = &m->spools[m->result];
    char block[64 * 1024];
    uint64_t at = 0;
    size_t got;
    int error;

    while ((got = spool_read(spool, at, block, sizeof block, &error)) > 0 && !output_failed(to)) {
        output_add(to, slice_of(block, got));
        at += got;
    }
    if (error != 0)
        warn_errno(error, "cannot read a temporary file");
    return error == 0;
}

/* The same where counts are stored in another form than they are printed. */
static bool foldmerge_print(const struct foldmerge *m, struct output *to)
{
    const struct spool *spool = &m->spools[m->result];
    struct run_form form = m->form;
    struct run r;

    run_open_spool(&r, spool, 0, spool_size(spool), m->options.block);
    r.form = &form;
    while (run_next(&r) && !output_failed(to)) {
        output_add(to, r.stack);
        for (int i = 0; i < form.counts; i++) {
            output_char(to, ' ');
            output_number(to, r.counts[i]);
        }
        output_char(to, '\n');
    }
    run_close(&r);
    return !r.refused;
}

enum foldmerge_result foldmerge_write(const struct foldmerge *m, struct output *to)
{
    bool written = m->rounded ? foldmerge_print(m, to) : foldmerge_copy(m, to);

    return written ? FOLDMERGE_OK : FOLDMERGE_FAILED;
}

void foldmerge_free(struct foldmerge *m)
{
    foldtab_free(&m->table);
    spool_close(&m->tables);
    for (int i = 0; i < 2; i++)
        spool_close(&m->spools[i]);
    free(m->sources);
    free(m->runs);
}
