/* SPDX-License-Identifier: MIT */
#include "perf/shares.h"

#include "base/message.h"
#include "capture.h"
#include "test.h"

#define SAMPLE(period, frame) "app 12 5.5: " period " cycles:\n\t7f10 " frame "+0x1 (x)\n\n"

/* More samples than are counted together. */
#define SEVEN(text) text text text text text text text
#define MANY SEVEN(SEVEN(SAMPLE("1", "a"))) SAMPLE("2", "b")

/* Perl's number of a period of 2^64 is a double. */
#define HUGE "18446744073709551616"
#define HALF "9223372036854775807"

enum { SHARES = 3, MOST = 8 };

static const struct {
    const char *texts[MOST];    /* chunks: share i % SHARES counts number i, if it can */
    bool closed;                /* at the end */
    size_t moved;               /* stacks in the main table before the shares are joined */
    const char *wanted;
} cases[] = {
    {{NULL}, false, 0, ""},
    {{SAMPLE("1", "a") SAMPLE("2", "b"), SAMPLE("3", "a"), SAMPLE("4", "c"), SAMPLE("5", "b")},
     false, 0, "app;a 4\napp;b 7\napp;c 4\n"},
    {{MANY, MANY, SAMPLE("1", "b")}, false, 0, "app;a 98\napp;b 5\n"},
    {{SAMPLE("0", "a"), SAMPLE("00", "a"), SAMPLE("-7", "a")}, false, 0, "app;a 2\n"},
    /* What is no integer, or may lead to none, is counted after all that came before it. */
    {{SAMPLE("1", "a"), SAMPLE("1", "b"), SAMPLE(HUGE, "a"), SAMPLE("1", "b")}, true, 2,
     "app;a 1.84467440737096e+19\napp;b 2\n"},
    {{SAMPLE(HALF, "a"), SAMPLE("1", "b")}, true, 2, "app;a 9223372036854775807\napp;b 1\n"},
    {{SAMPLE("9007199254740993", "a"), SAMPLE(HALF, "a"), SAMPLE(HALF, "a")}, true, 1,
     "app;a 1.84557512729643e+19\n"},
    {{SAMPLE(HALF, "a") SAMPLE("1", "b"), SAMPLE("1", "b")}, true, 2,
     "app;a 9223372036854775807\napp;b 2\n"}
};

static void count_in_order(struct perf_shares *s, struct perf_sampler *sampler)
{
    struct stack stack = {0};

    for (size_t i = 0; i < sampler->count; i++) {
        perf_shares_before(s, sampler->samples[i].period);
        stack.count = 0;
        perf_sampler_push(sampler, &sampler->samples[i], s->table, &stack);
        foldtab_add(s->table, &stack, 0, sampler->samples[i].period);
    }
    stack_free(&stack);
}

static void check_case(size_t number)
{
    struct perf_frame_options options = {false};
    struct perf_sampler samplers[SHARES];
    struct perf_shares shares;
    struct foldtab table;
    struct output o;

    foldtab_init(&table);
    perf_shares_open(&shares, &table, SHARES);
    for (size_t i = 0; i < SHARES; i++) {
        perf_sampler_init(&samplers[i], &options);
        samplers[i].cache.guard = &shares.frames;
    }
    for (size_t i = 0; i < MOST && cases[number].texts[i] != NULL; i++) {
        struct perf_sampler *sampler = &samplers[i % SHARES];
        uint64_t sum;
        perf_sampler_read(sampler, slice_str(cases[number].texts[i]), false);
        for (size_t k = 0; k < sampler->count; k++)
            sampler->samples[k].kept = true;
        if (perf_shares_sum(sampler, false, &sum) && perf_shares_have_room(&shares, sum)) {
            perf_shares_expect(&shares, i % SHARES, sum);
            perf_share_count(&shares, i % SHARES, sampler, false);
        } else {
            count_in_order(&shares, sampler);
        }
    }
    CHECK(shares.closed == cases[number].closed);
    CHECK_EQ_SIZE(table.count, cases[number].moved);
    perf_shares_join(&shares);
    output_open_memory(&o);
    foldtab_output(&table, &o, 1);
    CHECK_EQ_SLICE(strbuf_slice(&o.pending), slice_str(cases[number].wanted));
    strbuf_free(&o.pending);
    for (size_t i = 0; i < SHARES; i++)
        perf_sampler_free(&samplers[i]);
    perf_shares_free(&shares);
    foldtab_free(&table);
}

/* Which samples shares cannot count. */
static void test_sum(void)
{
    static const struct {
        const char *text;
        bool ones;
        bool counted;
        uint64_t sum;
    } texts[] = {
        {"", false, true, 0},
        {SAMPLE("5", "a") SAMPLE("7", "a"), false, true, 12},
        {SAMPLE("5", "a") SAMPLE("7", "a"), true, true, 2},
        {SAMPLE(HUGE, "a"), false, false, 0},
        {SAMPLE(HUGE, "a"), true, true, 1},
        {SAMPLE(HALF, "a") SAMPLE("1", "a"), false, false, 0},
        {SAMPLE("5", "a") "\tother\n\n", true, false, 0}
    };
    struct perf_frame_options options = {false};
    struct perf_sampler sampler;
    uint64_t sum;

    perf_sampler_init(&sampler, &options);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        perf_sampler_read(&sampler, slice_str(texts[i].text), false);
        CHECK(perf_shares_sum(&sampler, texts[i].ones, &sum) == texts[i].counted);
        CHECK(!texts[i].counted || sum == texts[i].sum);
    }
    perf_sampler_free(&sampler);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(i);
    test_sum();
    return test_report();
}
