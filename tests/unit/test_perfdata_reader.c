/* SPDX-License-Identifier: MIT */
/* Recordings in memory and in files that change; perfdata.py has the others. */
#include <stdlib.h>
#include <unistd.h>

#include "perfdata/internal.h"
#include "test.h"

enum { SAMPLES = 3, HEADER = 104, ATTR = 80, SAMPLE = 8 + 8 + 8 };

static struct strbuf recording;
static FILE *file;
static size_t samples, most_samples;    /* so many are taken */

/* Appends a number of a little-endian machine. */
static void put(uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        strbuf_add_char(&recording, (char)(number >> 8 * i));
}

static void put_record(unsigned type, uint64_t time)
{
    put(type, 4);
    put(2, 4 - 2);
    put(SAMPLE, 2);
    put(0x1000, 8);
    put(time, 8);
}

/* The section of the host's name: without that feature, perf takes a file of the other byte order
 * for one that has build-ids. */
static void put_host(void)
{
    enum { SECTION = 8 + 8, NAME = 4 + 4 };

    put(recording.n + SECTION, 8);
    put(NAME, 8);
    put(4, 4);
    put('h', 4);
}

/* A file with samples of the times 3, 2, 1, and a record of that type, unless it is 0. */
static void make(unsigned type)
{
    const uint64_t size = (type != 0 ? SAMPLES + 1 : SAMPLES) * (uint64_t)SAMPLE;
    const uint64_t numbers[] = {HEADER, ATTR, HEADER, ATTR, HEADER + ATTR, size, 0, 0,
                                (uint64_t)1 << ABI_FEATURE_HOSTNAME, 0, 0, 0};
    const uint64_t attr[] = {(uint64_t)64 << 32 | ABI_SOFTWARE, 0, 1, ABI_HAS_IP | ABI_HAS_TIME, 0,
                             (uint64_t)1 << ATTR_SAMPLE_ID_ALL, 0, 0, 0, 0};

    strbuf_clear(&recording);
    strbuf_add_str(&recording, "PERFILE2");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put(numbers[i], 8);
    for (size_t i = 0; i < sizeof attr / sizeof *attr; i++)
        put(attr[i], 8);
    for (unsigned i = 0; i < SAMPLES; i++)
        put_record(ABI_SAMPLE, SAMPLES - i);
    if (type != 0)
        put_record(type, 1);
    put_host();
}

static void *find_module(void *context, enum perfdata_module_kind kind, struct slice name,
                         struct slice build_id)
{
    (void)context, (void)kind, (void)name, (void)build_id;
    return &recording;
}

static int take_sample(void *context, const struct perfdata_sample *sample)
{
    (void)context;
    CHECK(sample->event_id == 0 && sample->id_count == 1 && sample->ip == 0x1000);
    CHECK_EQ_SIZE((size_t)sample->values.time, ++samples);
    if (file != NULL)
        CHECK(ftruncate(fileno(file), HEADER + ATTR + SAMPLE + 8) == 0);
    return samples == most_samples;
}

static struct perfdata *begin(size_t most)
{
    const struct perfdata_resolver resolver = {find_module, NULL, NULL, NULL, NULL};

    samples = 0;
    most_samples = most;
    return perfdata_new(&resolver, take_sample, NULL);
}

static void check(struct slice bytes, enum perfdata_status status, const char *message,
                  size_t expected)
{
    struct perfdata *p = begin(0);
    enum perfdata_status got = perfdata_open_bytes(p, bytes);

    CHECK(got == PERFDATA_OK || got == status);
    CHECK(perfdata_read(p) == status);
    CHECK_EQ_STR(perfdata_message(p), message);
    CHECK_EQ_SIZE(samples, expected);
    CHECK_EQ_SIZE(perfdata_call_count(p), expected > 0);
    CHECK_EQ_SIZE(perfdata_event_count(p), got == PERFDATA_OK);
    perfdata_free(p);
}

static void test_memory(void)
{
    make(0);
    check(strbuf_slice(&recording), PERFDATA_OK, "", SAMPLES);
    check(slice_of(NULL, 0), PERFDATA_FAILED, "it is not perf.data, at byte 0", 0);
    check(slice_cut(strbuf_slice(&recording), 0, 100), PERFDATA_FAILED,
          "the header is malformed or cut, at byte 0", 0);
    check(slice_cut(strbuf_slice(&recording), 0, HEADER + ATTR - 1), PERFDATA_FAILED,
          "an event is malformed or cut, at byte 104", 0);
    make(ABI_LAST + 1);
    check(strbuf_slice(&recording), PERFDATA_NEEDS_PERF,
          "it has records that are newer than this program", 0);
}

static void test_stop(void)
{
    make(0);
    struct perfdata *p = begin(2);
    CHECK(perfdata_open_bytes(p, strbuf_slice(&recording)) == PERFDATA_OK);
    CHECK(perfdata_read(p) == PERFDATA_STOPPED);
    CHECK_EQ_SIZE(samples, 2);
    perfdata_free(p);
}

static void test_check(unsigned type, enum perfdata_status status)
{
    make(type);
    struct perfdata *p = begin(0);
    CHECK(perfdata_open_bytes(p, strbuf_slice(&recording)) == PERFDATA_OK);
    CHECK(perfdata_check(p) == status);
    CHECK_EQ_SIZE(samples, 0);
    perfdata_free(p);
}

/* What was left in the file is no longer there. */
static void test_change(void)
{
    make(0);
    file = tmpfile();
    if (!CHECK(file != NULL))
        return;
    CHECK(fwrite(recording.p, 1, recording.n, file) == recording.n && fflush(file) == 0);
    struct perfdata *p = begin(0);
    p->ordered.most = 0;
    CHECK(perfdata_open(p, fileno(file), slice_of("", 0)) == PERFDATA_OK);
    CHECK(perfdata_read(p) == PERFDATA_FAILED);
    CHECK_EQ_STR(perfdata_message(p), "the recording changed while it was read, at byte 256");
    CHECK_EQ_SIZE(samples, 1);
    perfdata_free(p);
    fclose(file);
    file = NULL;
}

int main(void)
{
    test_memory();
    test_stop();
    test_check(0, PERFDATA_OK);
    test_check(ABI_FINISHED_ROUND, PERFDATA_OK);
    test_check(ABI_LAST + 1, PERFDATA_NEEDS_PERF);
    test_check(ABI_STAT, PERFDATA_NEEDS_PERF);
    test_change();
    strbuf_free(&recording);
    return test_report();
}
