/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

int slice_compare(struct slice a, struct slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.p, b.p, n) : 0;
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

size_t slice_find_last(struct slice s, char byte)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == byte)
            return i;
    return SLICE_NONE;
}

size_t slice_search(struct slice s, const char *string)
{
    size_t n = strlen(string);
    size_t from = 0;

    while (s.n - from >= n) {
        size_t at = slice_find(slice_cut(s, from, s.n - n + 1), string[0]);
        if (at == SLICE_NONE)
            break;
        from += at;
        if (memcmp(s.p + from, string, n) == 0)
            return from;
        from++;
    }
    return SLICE_NONE;
}

size_t slice_search_last(struct slice s, const char *string)
{
    size_t n = strlen(string);

    if (s.n < n)
        return SLICE_NONE;
    for (size_t i = s.n - n + 1; i-- > 0;)
        if (s.p[i] == string[0] && memcmp(s.p + i, string, n) == 0)
            return i;
    return SLICE_NONE;
}
