/* SPDX-License-Identifier: MIT */
#include "folded/stacktext.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "perl/rand.h"
#include "test.h"

static size_t naive_common(struct slice a, struct slice b)
{
    size_t i = 0;

    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return i;
}

/* Reads a copy that is gone afterwards, and splits the text the plain way. */
static void check_text(struct stacktext *t, struct frametab *frames, struct slice last,
                       struct slice text)
{
    char *copy = xmalloc(text.n);
    size_t from = 0;
    size_t wrong = 0;
    size_t depth = 0;

    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    struct slice copied = slice_of(copy, text.n);
    size_t common = stacktext_common(t, copied);
    CHECK_EQ_SIZE(common, naive_common(last, text));
    const struct stack *stack = stacktext_read(t, frames, copied, common);
    free(copy);

    for (size_t end = 0; end <= text.n; end++) {
        if (end < text.n && text.p[end] != ';')
            continue;
        wrong += depth >= stack->count
                 || !slice_equal(frametab_name(frames, stack->frames[depth]),
                                 slice_cut(text, from, end));
        depth++;
        from = end + 1;
    }
    CHECK_EQ_SIZE(stack->count, depth);
    CHECK_EQ_SIZE(wrong, 0);
    if (wrong > 0)
        test_print("text", text);
}

/* A text of few letters, or one that begins as the last does. */
static void random_text(struct perl_rand *r, const char *letters, struct strbuf *text)
{
    size_t most = (size_t)(perl_rand(r) * (perl_rand(r) < 0.9 ? 12 : 60));
    size_t kept = (size_t)(perl_rand(r) * 2 * (double)(text->n + 1));

    text->n = kept < text->n ? kept : perl_rand(r) < 0.5 ? text->n : 0;
    if (text->n > 200)
        text->n = 0;
    for (size_t i = 0; i < most; i++)
        strbuf_add_char(text, letters[(size_t)(perl_rand(r) * (double)strlen(letters))]);
}

static void test_random(const char *letters, uint32_t seed)
{
    enum { MANY = 20000 };
    struct stacktext t = {0};
    struct frametab frames;
    struct perl_rand r;
    struct strbuf last = {0};
    struct strbuf text = {0};

    test_case = letters;
    perl_srand(&r, seed);
    frametab_init(&frames);
    for (size_t i = 0; i < MANY; i++) {
        random_text(&r, letters, &text);
        check_text(&t, &frames, strbuf_slice(&last), strbuf_slice(&text));
        strbuf_clear(&last);
        strbuf_add(&last, strbuf_slice(&text));
    }
    for (size_t i = 0; i < frames.count; i++)
        CHECK(slice_find(frametab_name(&frames, (uint32_t)i), ';') == SLICE_NONE);
    strbuf_free(&text);
    strbuf_free(&last);
    frametab_free(&frames);
    stacktext_free(&t);
    CHECK(t.stack.frames == NULL && t.ends == NULL);
    test_case = NULL;
}

/* A caller may know of less that is in common, as where a count follows. */
static void test_less_in_common(void)
{
    static const char *const texts[] = {"a;bc", "a;bc;d", "a;b", "a;bc", "a", "a;", ";", ""};
    struct stacktext t = {0};
    struct frametab frames;

    frametab_init(&frames);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct slice text = slice_str(texts[i]);
        size_t common = stacktext_common(&t, text);
        for (size_t less = 0; less <= common; less++) {
            const struct stack *stack = stacktext_read(&t, &frames, text, less);
            size_t semicolons = 0;
            for (size_t k = 0; k < text.n; k++)
                semicolons += text.p[k] == ';';
            CHECK_EQ_SIZE(stack->count, semicolons + 1);
            CHECK_EQ_SLICE(strbuf_slice(&t.text), text);
        }
    }
    frametab_free(&frames);
    stacktext_free(&t);
}

/* Of a long text only the beginning is kept; the frames are right all the same. */
static void test_long(void)
{
    enum { LONG = 3 * 1024 * 1024 };
    static const char *const ends[] = {";a;b", ";a;c", ";b", "", ";a;b"};
    struct stacktext t = {0};
    struct frametab frames;
    struct strbuf text = {0};

    frametab_init(&frames);
    while (text.n < LONG)
        strbuf_add_str(&text, text.n % 2 == 0 ? "frame" : ";");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = text.n;
        struct strbuf read = {0};
        strbuf_add_str(&text, ends[i]);
        struct slice whole = strbuf_slice(&text);
        const struct stack *stack = stacktext_read(&t, &frames, whole, stacktext_common(&t, whole));
        for (size_t k = 0; k < stack->count; k++) {
            if (k > 0)
                strbuf_add_char(&read, ';');
            strbuf_add(&read, frametab_name(&frames, stack->frames[k]));
        }
        CHECK(slice_equal(strbuf_slice(&read), whole));
        CHECK(t.cut && t.text.n < LONG / 2);
        strbuf_free(&read);
        text.n = length;
    }
    stacktext_read(&t, &frames, slice_str("a;b"), 0);
    CHECK(!t.cut);
    strbuf_free(&text);
    frametab_free(&frames);
    stacktext_free(&t);
}

int main(void)
{
    test_random(";ab", 1);
    test_random(";a", 2);
    test_random(";;;ab", 3);
    test_random(";abcdefgh", 4);
    test_random("abc:; <", 5);
    test_less_in_common();
    test_long();
    return test_report();
}
