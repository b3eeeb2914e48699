/* Sort records, count words in a hash table, walk a tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record { unsigned key; char name[28]; };
struct node { struct node *left, *right; unsigned key, count; };

static unsigned seed = 12345;
static unsigned next_random(void) { return seed = seed * 1103515245u + 12345u; }

static int by_key(const void *a, const void *b)
{
    const struct record *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct record *)a)->name, ((const struct record *)b)->name);
}

static void fill(struct record *r, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        r[i].key = next_random() >> 4;
        snprintf(r[i].name, sizeof r[i].name, "rec-%08x", next_random());
    }
}

static struct node *insert(struct node *t, unsigned key)
{
    if (!t) {
        t = calloc(1, sizeof *t);
        if (!t) abort();
        t->key = key;
    } else if (key < t->key) {
        t->left = insert(t->left, key);
    } else if (key > t->key) {
        t->right = insert(t->right, key);
    }
    t->count++;
    return t;
}

static unsigned long drop(struct node *t)
{
    if (!t) return 0;
    unsigned long n = t->count + drop(t->left) + drop(t->right);
    free(t);
    return n;
}

static unsigned hash_name(const char *s)
{
    unsigned h = 2166136261u;
    while (*s) h = (h ^ (unsigned char)*s++) * 16777619u;
    return h;
}

int main(int argc, char **argv)
{
    size_t n = 60000;
    int rounds = argc > 1 ? atoi(argv[1]) : 4;
    struct record *r = malloc(n * sizeof *r);
    unsigned long total = 0;
    if (!r) return 1;
    for (int k = 0; k < rounds; k++) {
        struct node *t = NULL;
        fill(r, n);
        qsort(r, n, sizeof *r, by_key);
        qsort(r, n, sizeof *r, by_name);
        for (size_t i = 0; i < n; i++) t = insert(t, hash_name(r[i].name) % 50000);
        total += drop(t);
    }
    printf("%lu\n", total);
    free(r);
    return 0;
}
