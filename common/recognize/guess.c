/* SPDX-License-Identifier: MIT */
/*
 * Which format a text has. Each line counts for the first signature that it matches. What
 * is sure decides, then what is likely, then what most lines look like; where two formats
 * come close, nobody guesses.
 */
#include "base/chars.h"
#include "recognize/signatures.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The lines that speak for a format, by weight. A format is known by its first signature. */
struct votes {
    size_t lines[SIGNATURE_WEAK + 1];
};

struct tally {
    struct votes *votes;    /* by signature, of which the first of a format counts */
    size_t lines;           /* that are not blank */
    size_t counted;         /* lines of one frame and a count: folded, if others are */
};

static size_t first_of_format(size_t i)
{
    while (i > 0 && strcmp(signatures[i].format, signatures[i - 1].format) == 0)
        i--;
    return i;
}

/* "STACK 12", "STACK 12 1.5"; *deep: there is a ';' in the stack. */
static bool is_folded(struct slice line, bool *deep)
{
    size_t at = line.n;
    size_t digits = 0;

    while (at > 0 && (is_digit(line.p[at - 1]) || line.p[at - 1] == '.'))
        digits += is_digit(line.p[--at]);
    *deep = at > 1 && slice_find(slice_cut(line, 0, at), ';') != SLICE_NONE;
    return digits > 0 && at > 1 && is_space(line.p[at - 1]);
}

static bool is_at_place(const struct signature *s, bool first)
{
    return s->place == SIGNATURE_LINE || (first && s->place == SIGNATURE_FIRST);
}

static void count_line(struct tally *t, struct slice line, bool first)
{
    bool deep;

    t->lines++;
    for (size_t i = 0; i < signature_count; i++)
        if (is_at_place(&signatures[i], first) && signature_matches(signatures[i].pattern, line)) {
            t->votes[first_of_format(i)].lines[signatures[i].weight]++;
            return;
        }
    if (!is_folded(line, &deep))
        return;
    if (deep)
        t->votes[signature_count - 1].lines[SIGNATURE_WEAK]++;
    else
        t->counted++;
}

static void count_lines(struct tally *t, struct slice text)
{
    bool first = true;

    while (text.n > 0) {
        size_t length = slice_find(text, '\n');
        struct slice line = slice_cut(text, 0, length != SLICE_NONE ? length : text.n);
        text = slice_from(text, length != SLICE_NONE ? length + 1 : text.n);
        line.n = skip_spaces_back(line, line.n);
        if (line.n == 0)
            continue;
        count_line(t, line, first);
        first = false;
    }
}

static size_t all_lines(const struct votes *v)
{
    return v->lines[SIGNATURE_SURE] + v->lines[SIGNATURE_LIKELY] + v->lines[SIGNATURE_WEAK];
}

/* The two formats with the most lines among those that have one of this weight or more. */
static void find_best(const struct tally *t, enum signature_weight weight, size_t best[2])
{
    best[0] = best[1] = signature_count;
    for (size_t i = 0; i < signature_count; i++) {
        size_t heavy = 0;
        for (int k = 0; k <= (int)weight; k++)
            heavy += t->votes[i].lines[k];
        if (heavy == 0)
            continue;
        size_t lines = all_lines(&t->votes[i]);
        if (best[0] == signature_count || lines > all_lines(&t->votes[best[0]])) {
            best[1] = best[0];
            best[0] = i;
        } else if (best[1] == signature_count || lines > all_lines(&t->votes[best[1]])) {
            best[1] = i;
        }
    }
}

/* Whether the best format stands out from the others, and, if only its lines speak for it,
 * from the rest of the text. */
static bool is_clear(const struct tally *t, enum signature_weight weight, const size_t best[2])
{
    enum { TIMES = 4 };
    size_t lines = all_lines(&t->votes[best[0]]);

    if (best[1] != signature_count && lines < TIMES * all_lines(&t->votes[best[1]]))
        return false;
    if (weight != SIGNATURE_WEAK)
        return true;
    if (signatures[best[0]].place == SIGNATURE_FOLDED)
        return (lines + t->counted) * 10 >= t->lines * 9;
    return lines * 2 >= t->lines;
}

static const struct signature *of_document(struct slice text)
{
    text = trim_spaces(text);
    for (size_t i = 0; i < signature_count; i++)
        if (signatures[i].place == SIGNATURE_DOCUMENT && text.n > 0
            && text.p[0] == signatures[i].pattern[0]
            && slice_has(text, signatures[i].pattern + 1))
            return &signatures[i];
    return NULL;
}

static struct signature_guess decide(const struct tally *t)
{
    struct signature_guess guess = {NULL, {NULL, NULL}};
    size_t best[2] = {signature_count, signature_count};
    int weight = SIGNATURE_SURE;

    for (; weight <= SIGNATURE_WEAK && best[0] == signature_count; weight++)
        find_best(t, (enum signature_weight)weight, best);
    if (best[0] == signature_count) {
        if (t->lines > 0 && t->counted * 10 >= t->lines * 9)
            guess.maybe[0] = &signatures[signature_count - 1];
    } else if (is_clear(t, (enum signature_weight)(weight - 1), best)) {
        guess.found = &signatures[best[0]];
    } else {
        /* A few lines say nothing. */
        for (int k = 0; k < 2 && best[k] != signature_count
             && all_lines(&t->votes[best[k]]) * 10 >= t->lines; k++)
            guess.maybe[k] = &signatures[best[k]];
    }
    return guess;
}

struct signature_guess signature_guess(struct slice text)
{
    struct tally t = {xcalloc(signature_count, sizeof *t.votes), 0, 0};
    struct signature_guess guess = {NULL, {NULL, NULL}};

    if (text.n >= SIGNATURE_BYTES) {    /* the last line may be cut */
        size_t end = slice_find_last(slice_cut(text, 0, SIGNATURE_BYTES), '\n');
        text.n = end != SLICE_NONE ? end : SIGNATURE_BYTES;
    }
    guess.found = of_document(text);
    if (guess.found == NULL) {
        count_lines(&t, text);
        guess = decide(&t);
    }
    free(t.votes);
    return guess;
}

const struct signature *signature_find(struct slice text)
{
    return signature_guess(text).found;
}
