/* SPDX-License-Identifier: MIT */
/*
 * Two folded files, with the byte RS (0x1e) between them, as difffolded and flamegraph
 * --diff read them. The first byte of the input is the options.
 */
#include "folded/differential.h"
#include "folded/foldline.h"
#include "memfile.h"

static void check_lines(struct differential *d)
{
    struct strbuf text = {0};

    for (size_t i = 0; i < d->count; i++) {
        struct slice stack, count;
        strbuf_clear(&text);
        EXPECT(differential_line(d, i, &text));
        EXPECT(slice_find(strbuf_slice(&text), '\n') == SLICE_NONE);
        if (foldline_cut(strbuf_slice(&text), FOLDLINE_BYTES, &stack, &count))
            EXPECT(slice_find(stack, ' ') != SLICE_NONE);
    }
    strbuf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct differential d;
    struct slice input = fuzz_input(bytes, n);
    unsigned choice = fuzz_byte(&input);
    struct differential_options options = {choice & 1, choice & 2, choice & 4};
    struct slice first = slice_before(input, '\x1e');
    struct memfile files[2];

    memfile_open(&files[0], first);
    memfile_open(&files[1], slice_from(input, first.n + (first.n < input.n)));
    char *names[2] = {files[0].name, files[1].name};
    if (differential_read(&d, names, &options) == DIFFERENTIAL_OK) {
        differential_report(&d, 0, options.fix);
        differential_report(&d, 1, options.fix);
        check_lines(&d);
    }
    differential_free(&d);
    memfile_close(&files[0]);
    memfile_close(&files[1]);
    return 0;
}
