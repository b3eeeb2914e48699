/* SPDX-License-Identifier: MIT */
/*
 * Folded lines: the ways to cut a count off a line agree; a repaired line is UTF-8, and
 * stays as it is when it is repaired again; the stack has the frames of its text.
 */
#include "base/utf8.h"
#include "folded/foldfault.h"
#include "folded/foldline.h"
#include "folded/stacktext.h"
#include "part.h"

static void check_cut(struct slice line, enum foldline_text text)
{
    struct slice stack, count, meant, meant_count, rest = line;
    uint64_t value;
    char digits[PERL_NUMBER_TEXT];
    bool found = foldline_cut(line, text, &stack, &count);

    if (found) {
        EXPECT(stack.p == line.p && stack.n < line.n && count.n > 0);
        EXPECT(count.p + count.n == line.p + line.n);
        struct perl_number number = foldline_value(count);
        EXPECT(perl_number_text(number, digits) <= PERL_NUMBER_TEXT);
        EXPECT(perl_compare(number, perl_integer(0)) >= 0);
    }
    if (foldline_cut_integer(&rest, &value)) {
        EXPECT(found && slice_equal(rest, stack));
        EXPECT(perl_is_same(foldline_value(count), perl_integer(value)));
    }
    bool repaired = foldfault_cut(line, text, true, &meant, &meant_count);
    EXPECT(repaired || !found);
    if (repaired)
        EXPECT(perl_compare(foldline_value(meant_count), perl_integer(0)) >= 0);
    if (!found)
        EXPECT(foldfault_of(line) <= FOLDFAULT_KINDS);
}

static void check_stack(struct stacktext *t, struct frametab *frames, struct slice text)
{
    struct strbuf again = {0};
    const struct stack *stack = stacktext_read(t, frames, text, stacktext_common(t, text));

    for (size_t i = 0; i < stack->count; i++) {
        if (i > 0)
            strbuf_add_char(&again, ';');
        strbuf_add(&again, frametab_name(frames, stack->frames[i]));
    }
    EXPECT(slice_equal(strbuf_slice(&again), text));
    strbuf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);
    struct stacktext text = {0};
    struct frametab frames;

    frametab_init(&frames);
    while (input.n > 0) {
        struct strbuf repaired = {0}, twice = {0};
        struct slice line = slice_before(input, '\n');
        input = slice_from(input, line.n + (line.n < input.n));
        check_cut(line, FOLDLINE_BYTES);
        utf8_repair(line, &repaired);
        EXPECT(utf8_valid(strbuf_slice(&repaired)));
        utf8_repair(strbuf_slice(&repaired), &twice);
        EXPECT(slice_equal(strbuf_slice(&repaired), strbuf_slice(&twice)));
        check_cut(strbuf_slice(&repaired), FOLDLINE_UTF8);
        check_stack(&text, &frames, line);
        strbuf_free(&repaired);
        strbuf_free(&twice);
    }
    stacktext_free(&text);
    frametab_free(&frames);
    return 0;
}
