/* SPDX-License-Identifier: MIT */
#include "perf/linecache.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "test.h"

/* Lines, and where their heads end; the tail begins behind the digits. */
static const struct {
    const char *text;
    const char *head, *tail;
} cuts[] = {
    {"f+0x1f (/lib/x.so)\n", "f+0x", " (/lib/x.so)\n"},
    {"f+0x0 (x)\n", "f+0x", " (x)\n"},
    {"+0xffffffffffffffff (x)\n", "+0x", " (x)\n"},
    {"f+0x1 (x) y\n", "f+0x", " (x) y\n"},
    {"f+0x1 (\n", "f+0x", " (\n"},
    {"operator+(int)+0x1f (x)\n", "operator+(int)+0x", " (x)\n"},
    {"operator++0x1f (x)\n", "operator++0x", " (x)\n"},
    {"a+0x1+0x2 (x)\n", "a+0x1+0x", " (x)\n"},
    {"a+0x1 b+0x2 (x)\n", "a+0x1 b+0x", " (x)\n"},
    {"a+0x1 (x)+0x2 (y)\n", "a+0x1 (x)+0x", " (y)\n"},
    {"f+0x1 (a(b).so)\n", "f+0x", " (a(b).so)\n"},
    {"  7f10 f+0x1 (x)\n", "  7f10 f+0x", " (x)\n"},
    /* These have no offset. */
    {"\n", "\n", ""},
    {"+", "+", ""},
    {"f+0x", "f+0x", ""},
    {"f+0x1", "f+0x1", ""},
    {"f+0x1\n", "f+0x1\n", ""},
    {"f (x)\n", "f (x)\n", ""},
    {"f+1f (x)\n", "f+1f (x)\n", ""},
    {"f+0x (x)\n", "f+0x (x)\n", ""},
    {"f+0x1F (x)\n", "f+0x1F (x)\n", ""},
    {"f+0x1g (x)\n", "f+0x1g (x)\n", ""},
    {"f+0X1 (x)\n", "f+0X1 (x)\n", ""},
    {"f+0x1  (x)\n", "f+0x1  (x)\n", ""},
    {"f+0x1(x)\n", "f+0x1(x)\n", ""},
    {"operator+ (x)\n", "operator+ (x)\n", ""},
    {"f+0x1 (x (deleted))\n", "f+0x1 (x (deleted))\n", ""}
};

/* Lines that are one record, and lines that must not be. */
static const struct {
    const char *first, *second;
    bool same;
} pairs[] = {
    {"f+0x1f (x)\n", "f+0x1f (x)\n", true},
    {"f+0x1f (x)\n", "f+0x2 (x)\n", true},
    {"f+0x1f (x)\n", "f+0xfffffffffff (x)\n", true},
    {"operator+(int)+0x1 (x)\n", "operator+(int)+0x22 (x)\n", true},
    {"f+0x1f (a(b).so)\n", "f+0x2 (a(b).so)\n", true},
    {"f (x)\n", "f (x)\n", true},
    {"f+0x1 (x (deleted))\n", "f+0x1 (x (deleted))\n", true},
    {"f+0x1 (x (deleted))\n", "f+0x2 (x (deleted))\n", false},
    {"f+0x1f (x)\n", "f+0x1f (y)\n", false},
    {"f+0x1f (x)\n", "f+0x1f (xy)\n", false},
    {"f+0x1f (x)\n", "f+0x1f (x) \n", false},
    {"f+0x1f (x)\n", "f+0x1f  (x)\n", false},
    {"f+0x1f (x)\n", "g+0x1f (x)\n", false},
    {"f+0x1f (x)\n", "f+0x (x)\n", false},
    {"f+0x1f (x)\n", "f (x)\n", false},
    {"f+0x1f (x)\n", "f+0x1F (x)\n", false},
    {"f+0x1f (x)\n", "f+0x1g (x)\n", false},
    {"f+0x1f (x)\n", "f+0x1+0x1f (x)\n", false},
    {"f+0x1+0x2 (x)\n", "f+0x2+0x2 (x)\n", false},
    {"operator+(int)+0x1 (x)\n", "operator+(long)+0x1 (x)\n", false},
    {"operator+0x1 (x)\n", "operator++0x1 (x)\n", false},
    {"f (x)\n", "f (x)+0x1 (\n", false},
    {"f\n", "ff\n", false},
    {"f+0x1 (x)+0x2 (y)\n", "f+0x3 (x)+0x2 (y)\n", false}
};

static void test_cut(void)
{
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct linecache_line line = linecache_cut(LINECACHE_FRAME, slice_str(cuts[i].text),
                                                   false);
        test_case = cuts[i].text;
        CHECK_EQ_SLICE(line.head, slice_str(cuts[i].head));
        CHECK_EQ_SLICE(line.tail, slice_str(cuts[i].tail));
        CHECK(line.kind == LINECACHE_FRAME);
    }
    test_case = NULL;
}

/* Enters a copy of a text that is gone afterwards; its record. */
static uint32_t enter(struct linecache *c, enum linecache_kind kind, const char *text,
                      const char *names)
{
    size_t n = strlen(text);
    char *copy = xmalloc(n);
    struct htab_probe probe;

    memcpy(copy, text, n);
    struct linecache_line line = linecache_cut(kind, slice_of(copy, n), false);
    uint32_t record = linecache_find(c, &line, &probe);
    if (record == LINECACHE_NONE)
        record = linecache_add(c, &line, &probe, slice_str(names));
    free(copy);
    return record;
}

/* Whether the text matches a record, without a byte behind it. */
static bool matches(const struct linecache *c, uint32_t record, enum linecache_kind kind,
                    const char *text)
{
    size_t n = strlen(text);
    char *copy = xmalloc(n);

    memcpy(copy, text, n);
    const char *next = linecache_match(c, record, kind, copy, copy + n);
    CHECK(next == NULL || next == copy + n);
    free(copy);
    return next != NULL;
}

static void test_pairs(void)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (int turn = 0; turn < 2; turn++) {
            const char *first = turn == 0 ? pairs[i].first : pairs[i].second;
            const char *second = turn == 0 ? pairs[i].second : pairs[i].first;
            struct linecache c;

            test_case = first;
            linecache_init(&c);
            uint32_t record = enter(&c, LINECACHE_FRAME, first, "x");
            CHECK(matches(&c, record, LINECACHE_FRAME, first));
            CHECK(matches(&c, record, LINECACHE_FRAME, second) == pairs[i].same);
            CHECK((enter(&c, LINECACHE_FRAME, second, "y") == record) == pairs[i].same);
            CHECK_EQ_SIZE(c.count, pairs[i].same ? 1 : 2);
            linecache_free(&c);
        }
    }
    test_case = NULL;
}

static void test_kinds(void)
{
    static const char line[] = "f+0x1 (x)\n";
    struct linecache c;

    linecache_init(&c);
    uint32_t frame = enter(&c, LINECACHE_FRAME, line, "f");
    uint32_t java = enter(&c, LINECACHE_JAVA_FRAME, line, "j");
    uint32_t process = enter(&c, LINECACHE_PROCESS, line, "p");
    CHECK(frame != java && frame != process && java != process);
    CHECK(enter(&c, LINECACHE_JAVA_FRAME, "f+0x2 (x)\n", "?") == java);
    CHECK(matches(&c, java, LINECACHE_JAVA_FRAME, line));
    CHECK(!matches(&c, java, LINECACHE_FRAME, line));
    CHECK(!matches(&c, frame, LINECACHE_PROCESS, line));
    CHECK(!matches(&c, LINECACHE_NONE, LINECACHE_FRAME, line));
    linecache_free(&c);
}

/* More may follow the line. */
static void test_match_in_text(void)
{
    static const char text[] = "f+0x1 (x)\nf+0x22 (x)\nf+0x22 (x\n";
    const char *end = text + sizeof text - 1;
    struct linecache c;

    linecache_init(&c);
    uint32_t record = enter(&c, LINECACHE_FRAME, "f+0x7 (x)\n", "f");
    const char *second = linecache_match(&c, record, LINECACHE_FRAME, text, end);
    CHECK(second == text + 10);
    const char *third = linecache_match(&c, record, LINECACHE_FRAME, second, end);
    CHECK(third == text + 21);
    CHECK(linecache_match(&c, record, LINECACHE_FRAME, third, end) == NULL);
    CHECK(linecache_match(&c, record, LINECACHE_FRAME, end - 1, end) == NULL);
    linecache_free(&c);
}

static void check_push(struct linecache *c, uint32_t record, struct foldtab *folded,
                       const char *wanted)
{
    struct stack stack = {0};
    struct strbuf text = {0};

    for (int i = 0; i < 2; i++)
        linecache_push(c, record, folded, &stack);
    for (size_t i = 0; i < stack.count; i++) {
        strbuf_add(&text, frametab_name(&folded->frames, stack.frames[i]));
        strbuf_add_char(&text, ';');
    }
    CHECK_EQ_SLICE(strbuf_slice(&text), slice_str(wanted));
    strbuf_free(&text);
    stack_free(&stack);
}

static void test_push(void)
{
    struct linecache c;
    struct foldtab folded;

    linecache_init(&c);
    foldtab_init(&folded);
    check_push(&c, enter(&c, LINECACHE_FRAME, "none\n", ""), &folded, "");
    check_push(&c, enter(&c, LINECACHE_FRAME, "one\n", "a"), &folded, "a;a;");
    check_push(&c, enter(&c, LINECACHE_FRAME, "three\n", "a;b;c"), &folded, "a;b;c;a;b;c;");
    check_push(&c, enter(&c, LINECACHE_FRAME, "empty\n", "a;;"), &folded, "a;;;a;;;");
    check_push(&c, enter(&c, LINECACHE_FRAME, "none\n", "?"), &folded, "");
    foldtab_free(&folded);
    linecache_free(&c);
}

/* Where frames come from in turn, the two newest are known. */
static void test_note(void)
{
    struct linecache_guess guess = {{LINECACHE_NONE, LINECACHE_NONE}};
    static const uint32_t notes[][3] = {
        {1, 1, LINECACHE_NONE}, {1, 1, LINECACHE_NONE}, {2, 2, 1}, {1, 1, 2}, {3, 3, 1}, {3, 3, 1}
    };

    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        linecache_note(&guess, notes[i][0]);
        CHECK_EQ_SIZE(guess.records[0], notes[i][1]);
        CHECK_EQ_SIZE(guess.records[1], notes[i][2]);
    }
}

/* Nothing goes before the bound, everything does beyond it. */
static void test_trim(void)
{
    enum { BOUND = 64 * 1024 };
    struct linecache c;
    uint32_t seventh = LINECACHE_NONE;
    char line[32];

    linecache_init(&c);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i <= BOUND; i++) {
            linecache_trim(&c);
            CHECK_EQ_SIZE(c.count, i);
            snprintf(line, sizeof line, "f%zu+0x%zx (x)\n", i, i);
            uint32_t record = enter(&c, LINECACHE_FRAME, line, "f");
            if (i == 7)
                seventh = record;
        }
        CHECK(matches(&c, seventh, LINECACHE_FRAME, "f7+0x1 (x)\n"));
        CHECK(enter(&c, LINECACHE_FRAME, "f7+0x1 (x)\n", "?") == seventh);
        linecache_trim(&c);
        CHECK_EQ_SIZE(c.count, 0);
    }
    linecache_free(&c);
}

int main(void)
{
    test_cut();
    test_pairs();
    test_kinds();
    test_match_in_text();
    test_push();
    test_note();
    test_trim();
    return test_report();
}
