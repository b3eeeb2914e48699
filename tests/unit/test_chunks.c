/* SPDX-License-Identifier: MIT */
#include "io/chunks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "io/relay.h"
#include "test.h"

static const char *const texts[] = {
    "",
    "a",
    "\n",
    "\n\n\n",
    "ab\nc\n",
    "a\n\nbc\n\n",
    "\n\na\nbc\n\n\n\nd\ne\n\nlast",
    "one\n two\n\nthree\n\r\n\n four is longer than the others\n\n",
    "no empty line in all of this text\nnot here\n, not there, nowhere\n"
};

enum { TEXTS = sizeof texts / sizeof *texts, MOST = 60 };

static char directory[] = "/tmp/test-chunks-XXXXXX";
static char names[TEXTS][2] = {"0", "1", "2", "3", "4", "5", "6", "7", "8"};

static void write_files(void)
{
    if (mkdtemp(directory) == NULL || chdir(directory) != 0) {
        perror(directory);
        exit(2);
    }
    for (size_t i = 0; i < TEXTS; i++) {
        FILE *file = fopen(names[i], "w");
        if (file == NULL || fputs(texts[i], file) == EOF || fclose(file) != 0) {
            perror(names[i]);
            exit(2);
        }
    }
}

static void remove_files(void)
{
    for (size_t i = 0; i < TEXTS; i++)
        remove(names[i]);
    if (chdir("/") == 0)
        rmdir(directory);
}

/* What a chunk promises; `before` is what came of the file before it. */
static void check_chunk(const struct chunk *chunk, struct slice before, size_t size, bool lines)
{
    CHECK(chunk->file_start == (before.n == 0));
    if (lines) {
        CHECK(!chunk->within);
        CHECK(before.n == 0 || slice_ends(before, "\n"));
        CHECK(chunk->file_end || slice_ends(chunk->text, "\n"));
        return;
    }
    CHECK(chunk->within || before.n == 0 || slice_ends(before, "\n\n"));
    CHECK(chunk->text.n < 2 * size);
    CHECK(chunk->file_end || chunk->text.n > 0);
    if (!chunk->file_end && slice_has(chunk->text, "\n\n"))
        CHECK(slice_ends(chunk->text, "\n\n"));
}

enum kind { SAMPLES, APART, LINES };

/* Reads files in chunks of `size` bytes. Two structs are used in turn: a chunk
 * is looked at when there is another one already. */
static void check_files(char *const *files, size_t count, size_t size, enum kind kind)
{
    bool lines = kind == LINES;
    struct operands input;
    struct blocks blocks = {.size = size};
    struct chunker chunker = {&input, size, lines, kind == APART ? &blocks : NULL, .within = false};
    struct chunk chunks[2];
    struct strbuf got = {0};
    size_t file = 0;
    size_t turn = 0;

    memset(chunks, 0, sizeof chunks);
    operands_open(&input, files, count);
    blocks_init(&blocks);
    bool any = chunker_next(&chunker, &chunks[0]);
    while (any) {
        struct chunk *chunk = &chunks[turn];
        chunk_read(chunk);
        turn = 1 - turn;
        any = chunker_next(&chunker, &chunks[turn]);
        if (!test_count(file < count, __FILE__, __LINE__, "no more chunks than there are"))
            break;
        check_chunk(chunk, strbuf_slice(&got), size, lines);
        CHECK_EQ_STR(chunk->file, files[file]);
        strbuf_add(&got, chunk->text);
        if (!chunk->file_end)
            continue;
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(texts[files[file][0] - '0']));
        strbuf_clear(&got);
        file++;
    }
    CHECK_EQ_SIZE(file, count);
    CHECK_EQ_SIZE(got.n, 0);
    strbuf_free(&got);
    chunk_free(&chunks[0]);
    chunk_free(&chunks[1]);
    chunker_free(&chunker);
    blocks_free(&blocks);
    operands_close(&input);
}

static void test_files(void)
{
    char *all[2 * TEXTS];

    for (size_t i = 0; i < TEXTS; i++) {
        all[i] = names[i];
        all[2 * TEXTS - 1 - i] = names[i];
    }
    for (size_t size = 1; size <= MOST; size++) {
        for (size_t i = 0; i < TEXTS; i++) {
            test_case = names[i];
            for (enum kind kind = SAMPLES; kind <= LINES; kind++)
                check_files(&all[i], 1, size, kind);
        }
        test_case = "all";
        for (enum kind kind = SAMPLES; kind <= LINES; kind++)
            check_files(all, 2 * TEXTS, size, kind);
    }
    for (enum kind kind = SAMPLES; kind <= LINES; kind++)
        check_files(all, 2 * TEXTS, 1 << 20, kind);
    test_case = NULL;
}

/* Where texts are cut, exactly. */
static void check_cuts(char *file, size_t size, const char *first, const char *second,
                       bool within)
{
    struct operands input;
    struct chunker chunker = {.input = &input, .size = size};
    struct chunk chunk = {.file = NULL};

    operands_open_file(&input, file);
    CHECK(chunker_next(&chunker, &chunk));
    CHECK_EQ_SLICE(chunk.text, slice_str(first));
    CHECK(!chunk.within);
    CHECK(chunker_next(&chunker, &chunk));
    CHECK_EQ_SLICE(chunk.text, slice_str(second));
    CHECK(chunk.within == within);
    chunk_free(&chunk);
    chunker_free(&chunker);
    operands_close(&input);
}

static void test_cuts(void)
{
    check_cuts(names[5], 4, "a\n\n", "bc\n\n", false);
    check_cuts(names[5], 3, "a\n\n", "bc\n", false);
    check_cuts(names[5], 2, "a\n", "\nb", true);
    check_cuts(names[8], 7, "no empt", "y line ", true);
}

/* Messages come with the chunk that follows, or with an empty one at the end. */
static void test_messages(void)
{
    static const struct {
        const char *text, *message;
    } wanted[] = {
        {"a", "cannot open 'missing': No such file or directory"},
        {"", "cannot read '.': Is a directory"},
        {"\n", ""},
        {"", "cannot open 'gone': No such file or directory"}
    };
    char operands[][8] = {"missing", "1", ".", "2", "gone"};
    char *files[5];
    struct operands input;
    struct chunker chunker = {.input = &input, .size = 9};
    struct chunk chunk = {.file = NULL};
    struct strbuf got = {0};

    for (size_t i = 0; i < 5; i++)
        files[i] = operands[i];
    operands_open(&input, files, 5);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct capture errors = capture_begin(STDERR_FILENO);
        bool any = chunker_next(&chunker, &chunk);
        capture_end(&errors, &got);
        CHECK(any && got.n == 0);
        CHECK_EQ_SLICE(chunk.text, slice_str(wanted[i].text));
        errors = capture_begin(STDERR_FILENO);
        chunk_report(&chunk);
        capture_end(&errors, &got);
        CHECK(slice_has(strbuf_slice(&got), wanted[i].message) || *wanted[i].message == '\0');
        CHECK((got.n == 0) == (*wanted[i].message == '\0'));
    }
    CHECK(!chunker_next(&chunker, &chunk));
    CHECK(!chunker_next(&chunker, &chunk));
    CHECK(input.failed);
    strbuf_free(&got);
    chunk_free(&chunk);
    chunker_free(&chunker);
    operands_close(&input);
}

struct reading {
    struct chunker chunker;
    struct strbuf got;
};

static bool take_chunk(void *context, void *worker)
{
    struct reading *r = context;

    return chunker_next(&r->chunker, worker);
}

static void read_taken(void *worker)
{
    chunk_read(worker);
}

static void add_chunk(void *context, void *worker)
{
    struct reading *r = context;
    const struct chunk *chunk = worker;

    strbuf_add(&r->got, chunk->text);
}

/* Threads read a file of many blocks, twice. */
static void test_threads(void)
{
    static const struct relay_stages stages = {take_chunk, read_taken, add_chunk, NULL, NULL};
    char name[] = "large";
    char *files[] = {name, name};
    struct operands input;
    struct blocks blocks = {.size = 100};
    struct reading r = {{&input, 100, false, &blocks, .within = false}, {0}};
    struct chunk chunks[4];
    void *workers[4];
    struct strbuf wanted = {0};
    FILE *file = fopen(name, "w");

    for (int i = 0; i < 20000; i++)
        strbuf_printf(&wanted, i % 7 == 0 ? "\n" : "line %d\n", i);
    CHECK(file != NULL && fwrite(wanted.p, 1, wanted.n, file) == wanted.n && fclose(file) == 0);
    memset(chunks, 0, sizeof chunks);
    for (size_t i = 0; i < 4; i++)
        workers[i] = &chunks[i];
    blocks_init(&blocks);
    operands_open(&input, files, 2);
    relay_run(&stages, &r, workers, 4, 0);
    CHECK_EQ_SIZE(r.got.n, 2 * wanted.n);
    CHECK_EQ_SLICE(slice_from(strbuf_slice(&r.got), wanted.n), strbuf_slice(&wanted));
    for (size_t i = 0; i < 4; i++)
        chunk_free(&chunks[i]);
    chunker_free(&r.chunker);
    blocks_free(&blocks);
    operands_close(&input);
    remove(name);
    strbuf_free(&wanted);
    strbuf_free(&r.got);
}

static void append(const char *name, const char *text)
{
    FILE *file = fopen(name, "a");

    CHECK(file != NULL && fputs(text, file) != EOF && fclose(file) == 0);
}

/* A file that changes its length while it is read. */
static void test_changes(void)
{
    char name[] = "changing";
    struct operands input;
    struct blocks blocks = {.size = 4};
    struct chunker chunker = {&input, 4, false, &blocks, .within = false};
    struct chunk chunk = {.file = NULL};
    struct strbuf got = {0}, wanted = {0};

    blocks_init(&blocks);
    append(name, "a\n\nb\n\n");
    operands_open_file(&input, name);
    for (size_t i = 0; chunker_next(&chunker, &chunk); i++) {
        chunk_read(&chunk);
        CHECK(!chunk.failed);
        strbuf_add(&got, chunk.text);
        if (i == 1)
            append(name, "c\n\nd\n\ne");
    }
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("a\n\nb\n\nc\n\nd\n\ne"));
    CHECK_EQ_SIZE((size_t)input.bytes, got.n);
    operands_close(&input);

    strbuf_clear(&got);
    operands_open_file(&input, name);
    for (size_t i = 0; i < 3 && chunker_next(&chunker, &chunk); i++) {
        CHECK(i != 1 || truncate(name, 5) == 0);
        chunk_read(&chunk);
        CHECK(chunk.failed == (i > 0) && chunk.file_end == (i > 0));
        strbuf_add(&got, i > 1 ? slice_of("", 0) : chunk.text);
        if (i > 0) {
            strbuf_clear(&wanted);
            strbuf_printf(&wanted, "cannot read 'changing': %s", strerror(EIO));
            CHECK_EQ_STR(chunk.messages.p, strbuf_str(&wanted));
        }
    }
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("a\n\nb\n"));
    remove(name);
    strbuf_free(&got);
    strbuf_free(&wanted);
    chunk_free(&chunk);
    chunker_free(&chunker);
    blocks_free(&blocks);
    operands_close(&input);
}

int main(void)
{
    write_files();
    test_files();
    test_cuts();
    test_messages();
    test_changes();
    test_threads();
    remove_files();
    return test_report();
}
