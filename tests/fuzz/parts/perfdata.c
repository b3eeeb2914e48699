/* SPDX-License-Identifier: MIT */
/*
 * perf.data: each sample has frames that exist, and is printed as lines; what was read of a file
 * and of memory is the same. The bits of the first byte say whether the reader stops early,
 * scans times, and reads a file too.
 */
#include "memfile.h"
#include "perfdata/perfdata.h"

struct reading {
    struct perfdata *reader;
    struct strbuf text;
    size_t samples, stop_at;
};

static void *find_module(void *context, enum perfdata_module_kind kind, struct slice name,
                         struct slice build_id)
{
    (void)kind, (void)name;
    EXPECT(build_id.n <= 20);
    return context;
}

static struct perfdata_function find_function(void *context, void *module, uint64_t address)
{
    struct perfdata_function function = {{NULL, 0}, address & ~(uint64_t)15};

    EXPECT(context == module);
    if ((address & 1) == 0)
        function.name = slice_str("even");
    return function;
}

static bool find_reach(void *context, void *module, uint64_t *start, uint64_t *end)
{
    EXPECT(context == module);
    *start = 0x1000;
    *end = UINT64_MAX - 4096;
    return true;
}

static void find_reference(void *context, struct slice symbol, uint64_t address)
{
    (void)context, (void)symbol;
    EXPECT(address != 0);
}

static int take_sample(void *context, const struct perfdata_sample *sample)
{
    struct reading *r = context;
    const size_t before = r->text.n;

    EXPECT(sample->chain || sample->id_count == 1);
    EXPECT(sample->event_id < perfdata_event_count(r->reader));
    for (size_t i = 0; i < sample->id_count; i++)
        EXPECT(sample->ids[i] < perfdata_call_count(r->reader));
    if (r->text.n < 1 << 20)
        perfdata_print(r->reader, sample, &r->text);
    EXPECT(r->text.n == before || r->text.p[r->text.n - 1] == '\n');
    return ++r->samples == r->stop_at;
}

static void check_recording(struct reading *r, struct slice bytes, int fd, bool scan)
{
    struct perfdata_resolver resolver = {find_module, find_function, find_reach, find_reference, r};
    enum perfdata_status status;

    r->reader = perfdata_new(&resolver, take_sample, r);
    status = fd < 0 ? perfdata_open_bytes(r->reader, bytes)
                    : perfdata_open(r->reader, fd, slice_of("", 0));
    if (status == PERFDATA_OK)
        status = scan ? perfdata_check(r->reader) : perfdata_read(r->reader);
    EXPECT(status == PERFDATA_STOPPED || scan
           || (status == PERFDATA_OK) == (*perfdata_message(r->reader) == '\0'));
    EXPECT(status != PERFDATA_STOPPED || r->samples == r->stop_at);
    perfdata_free(r->reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);
    const unsigned how = fuzz_byte(&input);
    struct reading memory = {0}, file = {0};
    struct memfile f;

    memory.stop_at = file.stop_at = (how & 1) != 0 ? 2 : 0;
    check_recording(&memory, input, -1, (how & 2) != 0);
    if ((how & 4) != 0) {
        memfile_open(&f, input);
        check_recording(&file, input, f.fd, (how & 2) != 0);
        memfile_close(&f);
        EXPECT(memory.samples == file.samples);
        EXPECT(slice_equal(strbuf_slice(&memory.text), strbuf_slice(&file.text)));
    }
    strbuf_free(&memory.text);
    strbuf_free(&file.text);
    return 0;
}
