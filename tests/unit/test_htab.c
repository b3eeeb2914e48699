/* SPDX-License-Identifier: MIT */
/* The index and the hash that it is used with. */
#include "base/htab.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "folded/frametab.h"
#include "test.h"

enum { RECORDS = 20000, CRAFTED = 100000 };

/* The number of records that a search comes by before it ends. */
static size_t chain(struct htab *t, uint64_t hash, uint32_t wanted, bool *found)
{
    struct htab_probe probe = htab_probe(t, hash);
    size_t length = 0;
    uint32_t number;

    *found = false;
    while (!*found && (number = htab_next(t, &probe)) != HTAB_NONE) {
        *found = number == wanted;
        length++;
    }
    return length;
}

static void insert(struct htab *t, uint64_t hash, uint32_t number)
{
    struct htab_probe probe = htab_probe(t, hash);

    while (htab_next(t, &probe) != HTAB_NONE)
        continue;
    htab_insert(t, &probe, number);
}

/* Record i with hash(i) is found after insertion and after every growth. */
static void test_index(const char *name, uint64_t (*hash)(uint32_t), uint32_t records)
{
    struct htab t = {0};
    size_t missing = 0;
    bool roomy = true;
    bool found;

    test_case = name;
    for (uint32_t i = 0; i < records; i++) {
        insert(&t, hash(i), i);
        roomy = roomy && t.size > t.used && (t.size & (t.size - 1)) == 0;
    }
    CHECK(roomy);
    CHECK_EQ_SIZE(t.used, records);
    for (uint32_t i = 0; i < records; i++) {
        chain(&t, hash(i), i, &found);
        missing += !found;
    }
    CHECK_EQ_SIZE(missing, 0);
    chain(&t, hash(0), records, &found);
    CHECK(!found);

    htab_clear(&t);
    CHECK_EQ_SIZE(t.used, 0);
    CHECK_EQ_SIZE(chain(&t, hash(0), 0, &found), 0);
    insert(&t, hash(1), 7);
    chain(&t, hash(1), 7, &found);
    CHECK(found);
    htab_free(&t);
    CHECK(t.slots == NULL && t.size == 0 && t.used == 0);
    test_case = NULL;
}

static uint64_t spread(uint32_t i)
{
    return (uint64_t)i * 0x9e3779b97f4a7c15u;
}

static uint64_t same(uint32_t i)
{
    return i & 1;
}

/* The search wraps round at the end of the slots. */
static uint64_t at_the_end(uint32_t i)
{
    return UINT32_MAX - (i & 3);
}

static void test_hash(void)
{
    static const char zeros[3 * HASH_BLOCK];
    struct hash_key key, other;
    char text[3 * HASH_BLOCK + 8];

    hash_key_init(&key);
    hash_key_init(&other);
    CHECK(key.point % 2 == 1);
    CHECK(memcmp(&key, &other, sizeof key) != 0);
    CHECK(hash_bytes(&key, "main", 4) != hash_bytes(&other, "main", 4));

    /* Neither the place nor what lies around it matters, but every byte and
     * the length do. */
    uint64_t last = hash_bytes(&key, NULL, 0);
    for (size_t n = 1; n <= sizeof zeros; n++) {
        uint64_t hash = hash_bytes(&key, zeros, n);
        CHECK(hash != last);
        last = hash;
        memset(text, 'x', sizeof text);
        memset(text + n % 8, 0, n);
        CHECK(hash_bytes(&key, text + n % 8, n) == hash);
        text[n % 8 + n - 1] = 1;
        CHECK(hash_bytes(&key, text + n % 8, n) != hash);
        text[n % 8 + n - 1] = 0;
        text[n % 8 + n / 2] = (char)0x80;
        CHECK(hash_bytes(&key, text + n % 8, n) != hash);
    }
}

static int compare_halves(const void *x, const void *y)
{
    const uint32_t *a = x;
    const uint32_t *b = y;

    return (*a > *b) - (*a < *b);
}

/* Names that differ little: about RECORDS^2 / 2^33, that is 0, of them have
 * the same half of a hash. */
static void test_collisions(int shift)
{
    struct hash_key key;
    uint32_t *halves = xcalloc(RECORDS, sizeof *halves);
    char name[32];
    size_t collisions = 0;

    hash_key_init(&key);
    for (size_t i = 0; i < RECORDS; i++) {
        int length = snprintf(name, sizeof name, "function_%zu", i);
        halves[i] = (uint32_t)(hash_bytes(&key, name, (size_t)length) >> shift);
    }
    qsort(halves, RECORDS, sizeof *halves, compare_halves);
    for (size_t i = 1; i < RECORDS; i++)
        collisions += halves[i] == halves[i - 1];
    CHECK(collisions < 8);
    free(halves);
}

/* The number-th name of CRAFTED: the same eight bytes many times, in another order. */
static size_t crafted(uint32_t number, char *name)
{
    unsigned char order[9] = {0, 1, 2, 3, 4, 5, 6, 7, 8};

    for (uint32_t i = 9; i > 0; number /= i, i--) {
        uint32_t chosen = number % i;
        memset(name, 'a' + order[chosen], 8);
        name += 8;
        order[chosen] = order[i - 1];
    }
    return 72;
}

static size_t ordinary(uint32_t number, char *name)
{
    return (size_t)sprintf(name, "a_function_whose_name_is_as_long_as_the_crafted_ones_%019u",
                           number);
}

/* The slots that are passed while 100,000 names come into a table. */
static size_t slots_passed(const struct hash_key *key, size_t (*make)(uint32_t, char *))
{
    struct htab t = {0};
    char name[128];
    size_t passed = 0;

    for (uint32_t i = 0; i < CRAFTED; i++) {
        size_t length = make(i, name);
        uint64_t hash = hash_bytes(key, name, length);
        struct htab_probe probe = htab_probe(&t, hash);
        while (htab_next(&t, &probe) != HTAB_NONE)
            passed += 10;   /* names would be compared */
        passed += probe.at - (uint32_t)hash;
        htab_insert(&t, &probe, i);
    }
    htab_free(&t);
    return passed;
}

/* Names that all have one hash if nothing of the key is used: their parts are added up. With
 * the key of any process they are as good as other names. */
static void test_crafted_names(void)
{
    static const struct hash_key none = {.point = 1};
    struct hash_key key;
    char name[128];
    size_t different = 0;

    size_t length = crafted(0, name);
    uint64_t hash = hash_bytes(&none, name, length);
    for (uint32_t i = 1; i < CRAFTED; i++)
        different += crafted(i, name) != length || hash_bytes(&none, name, length) != hash;
    CHECK_EQ_SIZE(different, 0);
    for (int i = 0; i < 5; i++) {
        hash_key_init(&key);
        size_t others = slots_passed(&key, ordinary);
        CHECK(others < CRAFTED);
        CHECK(slots_passed(&key, crafted) < others + others / 4 + CRAFTED / 10);
    }
}

static void test_random_bytes(void)
{
    unsigned char a[64] = {0};
    unsigned char b[64] = {0};

    random_bytes(a, 32);
    random_bytes(b, 32);
    CHECK(memcmp(a, b, 32) != 0);
    CHECK(a[32] == 0 && memcmp(a + 32, a + 33, 31) == 0);
}

static void test_frametab(void)
{
    struct frametab t;
    char name[32];
    size_t wrong = 0;

    frametab_init(&t);
    CHECK_EQ_SIZE(frametab_intern(&t, slice_of(NULL, 0)), 0);
    CHECK_EQ_SIZE(frametab_intern(&t, slice_of("a\0b", 3)), 1);
    CHECK_EQ_SIZE(frametab_intern(&t, slice_of("a\0c", 3)), 2);
    CHECK_EQ_SIZE(frametab_intern(&t, slice_of("a\0b", 3)), 1);
    CHECK_EQ_SIZE(frametab_intern(&t, slice_str("")), 0);
    for (int round = 0; round < 2; round++)
        for (size_t i = 3; i < RECORDS; i++) {
            int length = snprintf(name, sizeof name, "f%zu", i);
            wrong += frametab_intern(&t, slice_of(name, (size_t)length)) != i;
        }
    CHECK_EQ_SIZE(wrong, 0);
    CHECK_EQ_SIZE(t.count, RECORDS);
    CHECK_EQ_SLICE(frametab_name(&t, 1), slice_of("a\0b", 3));
    CHECK_EQ_SLICE(frametab_name(&t, 19999), slice_str("f19999"));
    frametab_free(&t);
}

/* Whatever followed before, the name that a text begins with is found. */
static void test_follow(void)
{
    static const char *const texts[] = {"", ";", "a", "a;", "a;b", "ab", "ab;a", "b", "b;;", "abc"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    struct frametab t;
    uint32_t before = FRAMETAB_NONE;
    size_t wrong = 0;

    frametab_init(&t);
    for (size_t i = 0; i < 20000; i++) {
        struct slice text = slice_str(texts[(i * 2654435761u >> 16) % TEXTS]);
        uint32_t id = frametab_follow(&t, before, text);
        wrong += !slice_equal(frametab_name(&t, id), slice_before(text, ';'))
                 || frametab_find(&t, slice_before(text, ';')) != id;
        before = i % 7 == 0 ? FRAMETAB_NONE : id;
    }
    CHECK_EQ_SIZE(wrong, 0);
    CHECK_EQ_SIZE(t.count, 5);
    CHECK_EQ_SIZE(frametab_follow(&t, 4, slice_of(NULL, 0)), frametab_intern(&t, slice_str("")));
    frametab_free(&t);
    CHECK(t.entries == NULL && t.count == 0);
}

int main(void)
{
    test_index("spread", spread, RECORDS);
    test_index("same", same, 500);
    test_index("at the end", at_the_end, 500);
    test_hash();
    test_collisions(0);
    test_collisions(32);
    test_crafted_names();
    test_random_bytes();
    test_frametab();
    test_follow();
    return test_report();
}
