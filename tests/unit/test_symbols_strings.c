/* SPDX-License-Identifier: MIT */
#include "symbols/strings.h"

#include "test.h"

static void check_string(struct strings *s, uint64_t offset, const char *expected)
{
    struct strbuf found = {0};

    CHECK(strings_get(s, offset, &found) == (expected != NULL));
    CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(expected != NULL ? expected : ""));
    strbuf_free(&found);
}

/* Strings longer than what is read at once, and without an end. */
static void test_strings(void)
{
    enum { WINDOW = 16 * 1024, LONGEST = 64 * 1024 };
    static char file[3 * LONGEST];
    struct elf e = {.fd = -1, .size = sizeof file};
    struct elf_section section = {.type = 3, .range = {100, sizeof file}};
    struct strings s;

    strings_init(&s, &e, NULL);
    check_string(&s, 0, NULL);
    e.memory = slice_of(file, sizeof file);
    memset(file, 'x', sizeof file);
    memcpy(file + 100, "one\0two", 8);
    file[100 + WINDOW + 10] = '\0';
    strings_init(&s, &e, &section);
    check_string(&s, 0, "one");
    check_string(&s, 4, "two");
    check_string(&s, 5, "wo");
    struct strbuf found = {0};
    CHECK(strings_get(&s, WINDOW - 10, &found) && found.n == 20);
    CHECK(!strings_get(&s, WINDOW + 11, &found) && found.n == 20);
    strbuf_free(&found);
    check_string(&s, sizeof file - 100 - 1, NULL);
    check_string(&s, sizeof file - 100, NULL);
    check_string(&s, UINT64_MAX, NULL);
    strings_hold(&s, true);
    CHECK_EQ_SIZE(s.window_size, sizeof file - 100);
    check_string(&s, 4, "two");
    strings_hold(&s, false);
    CHECK(s.window == NULL);
    check_string(&s, 0, "one");
    strings_free(&s);
    section.range.size = WINDOW;
    strings_init(&s, &e, &section);
    strings_hold(&s, true);
    CHECK(s.window == NULL);    /* one window has them all */
    section.type = ELF_NOBITS;
    strings_init(&s, &e, &section);
    check_string(&s, 0, NULL);
    section = (struct elf_section){.type = 3, .range = {sizeof file + 1, 1}};
    strings_init(&s, &e, &section);
    check_string(&s, 0, NULL);
}

int main(void)
{
    test_strings();
    return test_report();
}
