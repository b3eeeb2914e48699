#include <stddef.h>
#include <stdlib.h>
#include <string.h>
struct buf { char *data; size_t len, cap; };
struct word { char text[24]; unsigned hash, count, last; };
struct index { struct word slot[4096]; };
void put_bytes(struct buf *b, const char *s, size_t n);
void put(struct buf *b, const char *s);
void release(struct buf *b);
void render_markdown(struct buf *out, const struct buf *in);
void index_page(struct index *ix, const struct buf *html, int id);
const char *rank_words(struct index *ix);
void compress_page(struct buf *out, const struct buf *in);
