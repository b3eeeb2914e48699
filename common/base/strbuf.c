#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"

void strbuf_free(struct strbuf *b)
{
    free(b->p);
    memset(b, 0, sizeof *b);
}

void strbuf_enlarge(struct strbuf *b, size_t more)
{
    if (more > (size_t)-1 - b->n)
        die(FG_TROUBLE, "out of memory");
    b->p = grow_array(b->p, &b->capacity, b->n + more, 1);
}

void strbuf_add_str(struct strbuf *b, const char *string)
{
    strbuf_add(b, slice_str(string));
}

const char *strbuf_str(struct strbuf *b)
{
    strbuf_reserve(b, 1);
    b->p[b->n] = '\0';
    return b->p;
}
