/* SPDX-License-Identifier: MIT */
/* Records come in the order of their times, and of the file, after the rounds that are due. */
#include "perfdata/ordered.h"

#include <stdlib.h>
#include <unistd.h>

#include "test.h"

static char text[4096];

/* The same numbers in each run. */
static unsigned any(void)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33);
}

/* Adds records with these times; their positions count from *position. */
static void add(struct ordered *o, const unsigned *times, size_t count, uint64_t *position)
{
    for (size_t i = 0; i < count; i++) {
        struct record record = {9, 2, (*position)++, {NULL, 0}};
        char bytes[16] = {9, 0, 0, 0, 2, 0, 16, 0};
        record.all = slice_of(bytes, sizeof bytes);
        ordered_add(o, &record, times[i]);
    }
}

/* The positions of what comes, each after a blank. */
static const char *take(struct ordered *o)
{
    struct record record;
    char *to = text;

    *to = '\0';
    while (ordered_next(o, &record)) {
        CHECK(record.type == 9 && record.misc == 2 && record.all.n == 16);
        to += sprintf(to, " %u", (unsigned)record.position);
    }
    ordered_done(o);
    return text;
}

static void check_rounds(void)
{
    static const unsigned first[] = {5, 9, 12, 4, 9, 11}, second[] = {14, 30, 13, 20};
    static const unsigned third[] = {3};
    struct ordered o = {.fd = -1, .most = SIZE_MAX};
    uint64_t position = 0;

    add(&o, first, 6, &position);
    ordered_round(&o);
    CHECK_EQ_STR(take(&o), "");             /* there was no round before */
    add(&o, second, 4, &position);
    ordered_round(&o);
    CHECK_EQ_STR(take(&o), " 3 0 1 4 5 2");
    ordered_round(&o);
    CHECK_EQ_STR(take(&o), " 8 6 9 7");
    add(&o, third, 1, &position);           /* late */
    ordered_round(&o);
    CHECK_EQ_STR(take(&o), " 10");
    ordered_end(&o);
    CHECK_EQ_STR(take(&o), "");
    ordered_free(&o);
}

static void check_many(void)
{
    struct ordered o = {.fd = -1, .most = SIZE_MAX};
    struct record record;
    uint64_t position = 0, before = 0, time;
    size_t count = 0;

    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 400; i++) {
            unsigned at = (unsigned)round * 1000 + (unsigned)any() % 1500;
            char bytes[16] = {9, 0, 0, 0, 2, 0, 16, 0};
            time = at;
            memcpy(bytes + 8, &time, 8);
            record = records_header(slice_of(bytes, 16), position++, false);
            ordered_add(&o, &record, time);
        }
        ordered_round(&o);
        for (; ordered_next(&o, &record); count++) {
            memcpy(&time, record.all.p + 8, 8);
            CHECK(time >= before || before - time <= 1500);
            before = time;
        }
        ordered_done(&o);
    }
    ordered_end(&o);
    for (; ordered_next(&o, &record); count++)
        continue;
    CHECK_EQ_SIZE(count, 50 * 400);
    ordered_free(&o);
}

/* With a store of 40 bytes, two records are in it, and the others are read again. */
static void check_file(void)
{
    static const char header[8] = {9, 0, 0, 0, 2, 0, 16, 0};
    FILE *file = tmpfile();
    struct ordered o = {.most = 40};
    struct record record;
    uint64_t time;

    CHECK(file != NULL);
    if (file == NULL)
        return;
    o.fd = fileno(file);
    for (uint64_t i = 0; i < 10; i++) {
        time = 7 * i % 10;
        fwrite(header, 1, 8, file);
        fwrite(&time, 1, 8, file);
        char bytes[16];
        memcpy(bytes, header, 8);
        memcpy(bytes + 8, &time, 8);
        record = records_header(slice_of(bytes, 16), 16 * i, false);
        ordered_add(&o, &record, time);
    }
    fflush(file);
    CHECK_EQ_SIZE(o.stored, 48);
    ordered_end(&o);
    for (uint64_t i = 0; i < 10 && CHECK(ordered_next(&o, &record)); i++) {
        memcpy(&time, record.all.p + 8, 8);
        CHECK(time == i && record.position == 16 * (i * 3 % 10));
    }
    CHECK(!ordered_next(&o, &record) && !o.lost);
    ordered_done(&o);
    o.most = 0;
    ordered_add(&o, &record, 11);
    ordered_add(&o, &record, 12);
    CHECK(ftruncate(o.fd, (off_t)record.position + 15) == 0);
    ordered_end(&o);
    CHECK(!ordered_next(&o, &record) && o.lost);
    CHECK(ftruncate(o.fd, 0) == 0);
    CHECK(!ordered_next(&o, &record) && o.lost);
    ordered_free(&o);
    fclose(file);
}

/* Of what waits for the next round, one record is in the store and one in the file. */
static void check_store_and_file(void)
{
    static const unsigned times[] = {9, 1, 1, 1, 8};
    FILE *file = tmpfile();
    struct ordered o = {.most = 40, .limit = 3};

    CHECK(file != NULL);
    if (file == NULL)
        return;
    o.fd = fileno(file);
    for (uint64_t i = 0; i < 5; i++) {
        uint64_t position = 16 * i;
        fwrite("\11\0\0\0\2\0\20\0", 1, 8, file);
        fwrite(&position, 1, 8, file);
        add(&o, times + i, 1, &position);
    }
    fflush(file);
    ordered_round(&o);
    CHECK_EQ_STR(take(&o), " 16 32 48");
    CHECK_EQ_SIZE(o.stored, 24);
    ordered_end(&o);
    CHECK_EQ_STR(take(&o), " 64 0");
    ordered_free(&o);
    fclose(file);
}

int main(void)
{
    static const uint16_t one = 1;

    if (*(const char *)&one != 1)
        return test_report();               /* the records above are little-endian */
    check_rounds();
    check_many();
    check_file();
    check_store_and_file();
    return test_report();
}
