/* Build a made-up web site: write pages, parse, index and pack them. */
#include "site.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const char *words[] = { "river", "stone", "lamp", "window", "paper", "garden", "the", "a", "of", "and",
    "quiet", "under", "bright", "carries", "opens", "follows", "northern", "wooden", "early", "harbour" };
static unsigned seed = 1;
static unsigned pick(unsigned n) { return (seed = seed * 1103515245u + 12345u) / 65536u % n; }

static void write_sentence(struct buf *b, int count)
{
    while (count-- > 0) {
        int mark = pick(12);
        put(b, mark == 0 ? "*" : mark == 1 ? "`" : "");
        put(b, words[pick(20)]);
        put(b, mark == 0 ? "* " : mark == 1 ? "` " : " ");
    }
    put(b, ".\n");
}

static void write_page(struct buf *b, int id)
{
    char title[64];
    snprintf(title, sizeof title, "# Page %d\n\n", id);
    put(b, title);
    for (int p = 0; p < 30; p++) {
        write_sentence(b, 30);
        put(b, p % 4 == 1 ? "- " : p % 4 == 2 ? "## " : p % 9 == 3 ? "    if (count < 10) return \"text\"; /* note */\n" : "\n");
    }
}

static void save_file(const char *name, const struct buf *b)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0) return;
    for (size_t at = 0; at < b->len;) {
        ssize_t n = write(fd, b->data + at, b->len - at < 2048 ? b->len - at : 2048);
        if (n <= 0) break;
        at += (size_t)n;
    }
    close(fd);
}

static void load_file(const char *name, struct buf *b)
{
    char chunk[1024]; ssize_t n;
    int fd = open(name, O_RDONLY);
    if (fd < 0) return;
    while ((n = read(fd, chunk, sizeof chunk)) > 0) put_bytes(b, chunk, (size_t)n);
    close(fd);
}

static size_t build_page(struct index *ix, int id)
{
    struct buf src = { 0 }, text = { 0 }, html = { 0 }, zip = { 0 };
    char name[64];
    snprintf(name, sizeof name, "out/%03d.md", id % 400);
    write_page(&src, id);
    save_file(name, &src);
    load_file(name, &text);
    render_markdown(&html, &text);
    index_page(ix, &html, id);
    compress_page(&zip, &html);
    memcpy(strrchr(name, '.'), ".lz", 4);
    save_file(name, &zip);
    size_t n = zip.len;
    release(&src), release(&text), release(&html), release(&zip);
    return n;
}

int main(int argc, char **argv)
{
    static struct index ix;
    size_t total = 0;
    for (int id = 0; id < (argc > 1 ? atoi(argv[1]) : 400); id++) total += build_page(&ix, id);
    printf("%zu bytes, best word %s\n", total, rank_words(&ix));
}
