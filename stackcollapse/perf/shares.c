/* SPDX-License-Identifier: MIT */
#include "perf/shares.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* So many samples are counted together; measured: 16 and 64 are as good. */
enum { TOGETHER = 32 };

static const uint64_t most = (uint64_t)INT64_MAX;

void perf_shares_open(struct perf_shares *s, struct foldtab *table, size_t count)
{
    memset(s, 0, sizeof *s);
    pthread_mutex_init(&s->frames, NULL);
    s->table = table;
    s->list = xcalloc(count, sizeof *s->list);
    s->count = count;
    s->closed = count == 0;
    for (size_t i = 0; i < count; i++)
        foldtab_init(&s->list[i].stacks);
}

static struct perl_number sample_count(const struct perf_sample *sample, bool ones)
{
    return ones ? perl_integer(1) : sample->period;
}

bool perf_shares_sum(const struct perf_sampler *sampler, bool ones, uint64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < sampler->count; i++) {
        const struct perf_sample *sample = &sampler->samples[i];
        struct perl_number count = sample_count(sample, ones);
        if (sample->lines == 0 || count.kind != PERL_INTEGER || count.u.magnitude > most - *sum)
            return false;
        *sum += count.u.magnitude;
    }
    return true;
}

bool perf_shares_have_room(const struct perf_shares *s, uint64_t sum)
{
    return !s->closed && sum <= most - s->sum;
}

void perf_shares_expect(struct perf_shares *s, size_t share, uint64_t sum)
{
    size_t stacks = s->list[share].stacks.count;

    s->sum += sum;
    if (s->table->elsewhere < stacks)
        s->table->elsewhere = stacks;
}

void perf_share_count(struct perf_shares *s, size_t share, struct perf_sampler *sampler, bool ones)
{
    struct perf_share *own = &s->list[share];
    struct foldtab_sample samples[TOGETHER];
    size_t count = 0;

    own->stack.count = 0;
    for (size_t i = 0; i < sampler->count; i++) {
        const struct perf_sample *sample = &sampler->samples[i];
        if (!sample->kept)
            continue;
        samples[count].first = own->stack.count;
        perf_sampler_push(sampler, sample, s->table, &own->stack);
        samples[count].depth = own->stack.count - samples[count].first;
        samples[count++].count = sample_count(sample, ones);
        if (count == TOGETHER) {
            foldtab_add_all(&own->stacks, own->stack.frames, samples, count);
            own->stack.count = count = 0;
        }
    }
    foldtab_add_all(&own->stacks, own->stack.frames, samples, count);
}

/* Adds what a share counted to the main table, whose `added` has these counts already. */
static void share_empty(struct perf_share *own, struct foldtab *table)
{
    size_t added = table->added;

    for (size_t i = 0; i < own->stacks.count; i++) {
        const struct folded_stack *e = &own->stacks.entries[i];
        own->stack.count = 0;
        stack_append(&own->stack, e->frames, e->depth);
        foldtab_add(table, &own->stack, 0, e->count);
    }
    table->added = added;
}

void perf_shares_before(struct perf_shares *s, struct perl_number count)
{
    if (s->closed)
        return;
    if (count.kind == PERL_INTEGER && perf_shares_have_room(s, count.u.magnitude)) {
        s->sum += count.u.magnitude;
        return;
    }
    s->closed = true;
    for (size_t i = 0; i < s->count; i++) {
        share_empty(&s->list[i], s->table);
        foldtab_reset(&s->list[i].stacks);
    }
}

void perf_shares_join(struct perf_shares *s)
{
    for (size_t i = 0; i < s->count; i++)
        foldtab_append(s->table, &s->list[i].stacks);
}

void perf_shares_free(struct perf_shares *s)
{
    for (size_t i = 0; i < s->count; i++) {
        foldtab_free(&s->list[i].stacks);
        stack_free(&s->list[i].stack);
    }
    free(s->list);
    pthread_mutex_destroy(&s->frames);
}
