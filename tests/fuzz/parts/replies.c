/* SPDX-License-Identifier: MIT */
/*
 * The replies of nm, and after the byte RS (0x1e) those of addr2line, to --inline. No process
 * is started (child.c).
 */
#include "child.h"
#include "part.h"
#include "perf/inline/lookup.h"
#include "perf/inline/nm.h"

static void answer(struct strbuf *text, struct slice answers)
{
    strbuf_clear(text);
    strbuf_add(text, answers);
    strbuf_str(text);
    child_answers = (struct text){text->p, answers.n};
}

static void read_symbols(struct strbuf *text, struct slice answers)
{
    struct strbuf failure = {0};
    struct nm symbols;
    uint64_t address;

    answer(text, answers);
    EXPECT(nm_read(&symbols, "@module", &failure) || failure.n > 0);
    for (uint32_t i = 0; i < symbols.names.count; i++)
        EXPECT(nm_find(&symbols, frametab_name(&symbols.names, i), &address)
               && address == symbols.addresses[i]);
    frametab_free(&symbols.names);
    free(symbols.addresses);
    strbuf_free(&failure);
}

static void look_up(struct strbuf *text, struct slice answers)
{
    struct strbuf reply = {0};
    struct lookup l;

    answer(text, answers);
    lookup_init(&l, slice_str("module"));
    for (uint64_t i = 0; i < 12; i++) {
        size_t before = reply.n;
        bool asked = lookup_ask(&l, i / 2 * 16, slice_of("xyz", i % 3 + 1), &reply);
        EXPECT(asked || (reply.n == before && l.failure.n > 0));
    }
    lookup_stop(&l);
    addr2line_free(&l.any);
    addr2line_free(&l.inlined);
    strbuf_free(&l.failure);
    frametab_free(&l.asked);
    frametab_free(&l.seen);
    free(l.names);
    arena_free(&l.arena);
    strbuf_free(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct strbuf text = {0};
    struct slice input = fuzz_input(bytes, n);
    struct slice symbols = slice_before(input, '\x1e');

    child_started = 0;
    read_symbols(&text, symbols);
    look_up(&text, slice_from(input, symbols.n + (symbols.n < input.n)));
    strbuf_free(&text);
    return 0;
}
