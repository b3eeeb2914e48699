#include "levels.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void levels_init(struct levels *l)
{
    memset(l, 0, sizeof *l);
    frametab_init(&l->names);
}

void levels_free(struct levels *l)
{
    frametab_free(&l->names);
    free(l->frames);
}

void levels_set(struct levels *l, size_t level, struct slice name)
{
    l->frames = grow_array(l->frames, &l->capacity, level + 1, sizeof *l->frames);
    if (l->known <= level) {
        uint32_t none = frametab_intern(&l->names, slice_of("", 0));
        while (l->known <= level)
            l->frames[l->known++] = none;
    }
    l->frames[level] = frametab_intern(&l->names, name);
}
