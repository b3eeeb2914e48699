/* SPDX-License-Identifier: MIT */
/* The worst cases. */
#include "make_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 20 };   /* of a sample in `unique` */

void make_unique(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state)
{
    while (o->bytes < size) {
        put_header(o, "unique", 6, state);
        for (int i = 0; i < FRAMES; i++) {
            const struct text *name = &r->names[below(state, r->names_n)];
            putf(o, "\t%16" PRIx64 " ", 0x550000000000 + o->lines * 16);
            put_name(o, name->at, name->n);
            putf(o, "_%" PRIx64 "+0x%x (/srv/app/unique)", o->lines,
                 (unsigned)below(state, 4096));
            end_line(o);
        }
        o->stack = o->samples;
        end_sample(o);
    }
}

void make_line(struct output *o, uint64_t size, uint64_t *state)
{
    put_header(o, "line", 4, state);
    put(o, "\t    550000000000 ", 18);
    while (o->bytes < size)
        put_name(o, "call_of_a_call::", 16);
    put(o, "+0x12 (/srv/app/line)", 21);
    end_line(o);
    end_sample(o);
}

void make_deep(struct output *o, const struct recordings *r, uint64_t frames, uint64_t *state)
{
    put_header(o, "deep", 4, state);
    while (frames--) {
        const struct text *name = &r->names[below(state, r->names_n)];
        putf(o, "\t%16" PRIx64 " ", 0x550000000000 + frames * 16);
        put_name(o, name->at, name->n);
        putf(o, "+0x%x (/srv/app/deep)", (unsigned)below(state, 4096));
        end_line(o);
    }
    end_sample(o);
}

/* Names that collide. Of each pair of words either may stand at its place. */

enum { PAIRS = 24, WORD = 8, WORDS = 1 << 19 };

struct pairs {
    char words[PAIRS][2][WORD];
    unsigned n;
};

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The i-th of the words that are tried; no two are the same. */
static void make_word(char word[WORD], uint64_t i)
{
    i *= 0x9e3779b97f4a7c15u;
    for (int k = 0; k < WORD - 1; k++, i >>= 5)
        word[k] = (char)('A' + (i & 31));
    word[WORD - 1] = '\0';
}

/* FNV-1a stands the same behind both words of a pair; `hash` is where it stands before. */
static uint32_t fnv_pair(uint32_t hash, char pair[2][WORD], uint64_t *tried)
{
    size_t i;

    for (i = 0; i < WORDS; i++) {
        uint32_t h = hash;
        make_word(pair[0], i);
        for (int k = 0; pair[0][k]; k++)
            h = (h ^ (unsigned char)pair[0][k]) * 16777619u;
        tried[i] = (uint64_t)h << 32 | i;
    }
    qsort(tried, WORDS, sizeof *tried, ascending);
    for (i = 1; tried[i - 1] >> 32 != tried[i] >> 32; i++)
        if (i + 1 == WORDS)
            fail("no two words collide");
    make_word(pair[0], tried[i - 1] & (WORDS - 1));
    make_word(pair[1], tried[i] & (WORDS - 1));
    return (uint32_t)(tried[i] >> 32);
}

static void make_pairs(struct pairs *djb2, struct pairs *fnv, uint64_t names)
{
    uint64_t *tried = malloc(WORDS * sizeof *tried);
    uint32_t hash = 2166136261u;
    unsigned n = 0;

    if (!tried)
        fail("out of memory");
    for (; n < PAIRS && (uint64_t)1 << n < names; n++) {
        strcpy(djb2->words[n][0], "Ez");
        strcpy(djb2->words[n][1], "FY");
        hash = fnv_pair(hash, fnv->words[n], tried);
    }
    djb2->n = fnv->n = n;
    free(tried);
}

/* `shallow`, and `collide` with pairs. */
static void one_frame_stacks(struct output *o, uint64_t stacks, const struct pairs *djb2,
                             const struct pairs *fnv, uint64_t *state)
{
    for (uint64_t i = 0; i < stacks; i++) {
        const struct pairs *pairs = i % 2 ? djb2 : fnv;
        char number[24];
        put_header(o, "shallow", 7, state);
        putf(o, "\t%16" PRIx64 " ", 0x550000000000 + i * 16);
        if (pairs) {
            for (unsigned k = 0; k < pairs->n; k++) {
                const char *word = pairs->words[k][i / 2 >> k & 1];
                put_name(o, word, strlen(word));
            }
        } else {
            put_name(o, number, (size_t)snprintf(number, sizeof number, "f%" PRIu64, i));
        }
        put(o, " (/srv/app/shallow)", 19);
        end_line(o);
        end_sample(o);
    }
}
void make_shallow(struct output *o, uint64_t stacks, uint64_t *state)
{
    one_frame_stacks(o, stacks, NULL, NULL, state);
}

void make_collide(struct output *o, uint64_t stacks, uint64_t *state)
{
    struct pairs djb2, fnv;

    make_pairs(&djb2, &fnv, (stacks + 1) / 2);
    one_frame_stacks(o, stacks, &djb2, &fnv, state);
}
