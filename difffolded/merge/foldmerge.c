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

/* A run that is not open: a file, or the part `from` to `to` of the last round's spool. */
struct foldmerge_source {
    const char *name;
    uint64_t from, to;
};

static void foldmerge_counts(struct foldmerge *m, struct strbuf *to,
                             const struct perl_number *counts)
{
    char text[PERL_NUMBER_TEXT];

    for (int i = 0; i < m->form.counts; i++) {
        strbuf_add_char(to, ' ');
        strbuf_add(to, slice_of(text, perl_number_text(counts[i], text)));
    }
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
static void foldmerge_add(struct foldmerge *m, const struct run *r, size_t reach)
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

/* Reads the next line of a run; false at its end. A run that is out of order ends. */
static bool foldmerge_next(struct foldmerge *m, struct run *r)
{
    bool more = run_next(r);

    if (more && r->descends) {
        do {
            for (int i = 0; i < m->form.counts; i++)
                foldtab_add_text(&m->table, r->stack, i, r->counts[i]);
        } while (run_next(r));
        more = false;
    }
    if (!more && r->refused)
        *(r->spool != NULL ? &m->failed : &m->refused) = true;
    return more;
}

static bool foldmerge_open(struct foldmerge *m, struct run *r,
                           const struct foldmerge_source *source)
{
    const char *name = source->name;

    if (name == NULL) {
        run_open_spool(r, &m->spools[!m->result], source->from, source->to, m->options.block);
    } else if (strcmp(name, "-") == 0) {
        operands_announce(STDIN_FILENO);
        run_open_file(r, "standard input", STDIN_FILENO, m->options.block);
    } else {
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            warn_errno(errno, "cannot open '%s'", name);
            m->refused = true;
            return false;
        }
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
        foldmerge_add(m, r, l->runs[first].reach);
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
    struct foldmerge_source result = {NULL, spool_size(&m->spools[m->result]), 0};
    size_t open = 0;

    for (size_t i = 0; i < count; i++)
        open += foldmerge_open(m, &m->runs[open], &sources[i]);
    if (open > 0)
        foldmerge_runs(m, open);
    for (size_t i = 0; i < open; i++)
        run_close(&m->runs[i]);
    result.to = spool_size(&m->spools[m->result]);
    return result;
}

/* Makes a run of the lines that were out of order. */
static struct foldmerge_source foldmerge_table(struct foldmerge *m)
{
    struct spool *spool = &m->spools[m->result];
    struct foldmerge_source result = {NULL, spool_size(spool), 0};

    foldtab_sort(&m->table);
    for (size_t i = 0; i < m->table.count && !output_failed(&spool->out); i++) {
        foldtab_stack_text(&m->table, &m->table.entries[i], &spool->out.pending);
        struct perl_number counts[2] = {foldtab_count(&m->table, i, 0),
                                        foldtab_count(&m->table, i, 1)};
        foldmerge_counts(m, &spool->out.pending, counts);
        spool_settle(spool);
    }
    foldtab_free(&m->table);
    foldtab_init(&m->table);
    result.to = spool_size(spool);
    return result;
}

/* Merges all sources in groups, whose results replace them; returns how many there are, or
 * 0 after an error. */
static size_t foldmerge_round(struct foldmerge *m, struct foldmerge_source *sources,
                              size_t count)
{
    size_t results = 0;

    m->result = !m->result;
    spool_clear(&m->spools[m->result]);
    for (size_t at = 0; at < count; at += m->options.fan_in) {
        size_t size = count - at < m->options.fan_in ? count - at : m->options.fan_in;
        sources[results++] = foldmerge_group(m, sources + at, size);
        m->failed = m->failed || output_failed(&m->spools[m->result].out);
        if (m->failed)
            break;
    }
    if (m->table.count > 0)
        sources[results++] = foldmerge_table(m);
    m->failed = !spool_end(&m->spools[m->result]) || m->failed;
    return m->failed ? 0 : results;
}

enum foldmerge_result foldmerge_files(struct foldmerge *m, const struct program *program,
                                      char *const *names, size_t count,
                                      const struct foldmerge_options *options)
{
    /* One more for the table. */
    struct foldmerge_source *sources = xcalloc(count + 1, sizeof *sources);

    memset(m, 0, sizeof *m);
    m->options = *options;
    m->program = program;
    m->form.counts = options->counts;
    m->form.fixed = options->counts != 0;
    m->runs = xcalloc(options->fan_in, sizeof *m->runs);
    foldtab_init(&m->table);
    for (int i = 0; i < 2; i++)
        spool_open(&m->spools[i], options->memory);
    for (size_t i = 0; i < count; i++)
        sources[i].name = names[i];
    do
        count = foldmerge_round(m, sources, count);
    while (count > 1 && !m->refused);
    free(sources);
    return m->failed ? FOLDMERGE_FAILED : m->refused ? FOLDMERGE_REFUSED : FOLDMERGE_OK;
}

enum foldmerge_result foldmerge_write(const struct foldmerge *m, struct output *to)
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
    if (error == 0)
        return FOLDMERGE_OK;
    warn_errno(error, "cannot read a temporary file");
    return FOLDMERGE_FAILED;
}

void foldmerge_free(struct foldmerge *m)
{
    foldtab_free(&m->table);
    for (int i = 0; i < 2; i++)
        spool_close(&m->spools[i]);
    free(m->runs);
}
