/* Ranking of words, and a small LZ packer with hash chains. */
#include "site.h"

static int by_count(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

const char *rank_words(struct index *ix)
{
    for (int k = 0; k < 40; k++) qsort(ix->slot + k, 4096 - 40, sizeof ix->slot[0], by_count);
    return ix->slot[0].text;
}

static size_t match_length(const char *a, const char *b, size_t max)
{
    size_t n = 0;
    while (n < max && a[n] == b[n]) n++;
    return n;
}

static size_t find_match(const int *head, const int *prev, const struct buf *in, size_t at, unsigned h, size_t *from)
{
    size_t best = 0, max = in->len - at < 64 ? in->len - at : 64;
    int tries = 12;
    for (int p = head[h]; p >= 0 && tries--; p = prev[p]) {
        size_t n = match_length(in->data + p, in->data + at, max);
        if (n > best) best = n, *from = (size_t)p;
    }
    return best;
}

static void emit_literal(struct buf *out, char c) { put_bytes(out, &c, 1); }

static void emit_match(struct buf *out, size_t back, size_t n)
{
    char m[4] = { '\x7f', (char)n, (char)back, (char)(back >> 8) };
    put_bytes(out, m, sizeof m);
}

void compress_page(struct buf *out, const struct buf *in)
{
    int head[1024], *prev = malloc(in->len * sizeof *prev);
    if (!prev) return;
    memset(head, -1, sizeof head);
    for (size_t at = 0, from = 0, n; at < in->len; at += n) {
        unsigned h = ((unsigned char)in->data[at] * 131u + (at + 1 < in->len ? (unsigned char)in->data[at + 1] * 7u : 0)) % 1024;
        n = find_match(head, prev, in, at, h, &from);
        if (n > 5) emit_match(out, at - from, n);
        else n = 1, emit_literal(out, in->data[at]);
        prev[at] = head[h], head[h] = (int)at;
    }
    free(prev);
}
