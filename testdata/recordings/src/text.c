/* Buffers, a Markdown subset with coloured code, a word index. */
#include "site.h"
#include <ctype.h>

void put_bytes(struct buf *b, const char *s, size_t n)
{
    if (b->len + n + 1 > b->cap) {
        b->data = realloc(b->data, b->cap = b->len + n + 1 + b->cap / 2);
        if (!b->data) abort();
    }
    memcpy(b->data + b->len, s, n);
    b->data[b->len += n] = 0;
}

void put(struct buf *b, const char *s) { put_bytes(b, s, strlen(s)); }
void release(struct buf *b) { free(b->data); }

static void escape_html(struct buf *out, const char *s, size_t n)
{
    for (; n--; s++)
        if (*s == '"') put(out, "&quot;");
        else put_bytes(out, s, 1);
}

static void highlight_code(struct buf *out, const char *s, size_t n)
{
    put(out, "<pre>");
    for (size_t i = 0, k; i < n; i += k) {
        for (k = 1; i + k < n && !isalpha((unsigned char)s[i]) == !isalpha((unsigned char)s[i + k]); k++) { }
        put(out, "<i>"), escape_html(out, s + i, k), put(out, "</i>");
    }
    put(out, "</pre>\n");
}

static void parse_inline(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *end = s[i] == '*' || s[i] == '`' ? memchr(s + i + 1, s[i], n - i - 1) : NULL;
        if (!end) { escape_html(out, s + i, 1); continue; }
        put(out, s[i] == '*' ? "<em>" : "<code>");
        parse_inline(out, s + i + 1, (size_t)(end - s) - i - 1);
        put(out, s[i] == '*' ? "</em>" : "</code>");
        i = (size_t)(end - s);
    }
}

static void parse_block(struct buf *out, const char *s, size_t n)
{
    size_t mark = strspn(s, "#- ");
    if (n > 4 && !memcmp(s, "    ", 4)) { highlight_code(out, s, n); return; }
    put(out, *s == '#' ? "<h2>" : *s == '-' ? "<li>" : "<p>");
    if (mark < n) parse_inline(out, s + mark, n - mark);
    put(out, "\n");
}

void render_markdown(struct buf *out, const struct buf *in)
{
    for (const char *s = in->data, *e; (e = strchr(s, '\n')); s = e + 1) parse_block(out, s, (size_t)(e - s));
}

static unsigned hash_word(const char *s) { unsigned h = 5381; while (*s) h = h * 33 ^ (unsigned char)*s++; return h; }
static void add_word(struct index *ix, const char *text, int id)
{
    unsigned h = hash_word(text), i = h % 4096;
    while (ix->slot[i].count && strcmp(ix->slot[i].text, text)) i = (i + 1) % 4096;
    strcpy(ix->slot[i].text, text);
    ix->slot[i].hash = h, ix->slot[i].count++, ix->slot[i].last = (unsigned)id;
}

void index_page(struct index *ix, const struct buf *html, int id)
{
    char w[24]; size_t k = 0;
    for (const char *s = html->data; *s; s++) {
        if (isalpha((unsigned char)*s) && k < 23) { w[k++] = (char)tolower((unsigned char)*s); continue; }
        w[k] = 0;
        if (k > 1) add_word(ix, w, id);
        k = 0;
    }
}
