/* SPDX-License-Identifier: MIT */
#include "perf/inline/nm.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "io/child.h"
#include "perf/inline/binutils.h"
#include "perl/number.h"

/* Adds a line of nm: an address, a letter for the kind, a name. */
static void add_symbol(struct nm *s, struct slice line)
{
    size_t end = skip_lower_hex(line, 0);

    if (end == 0 || line.n < end + 3 || line.p[end] != ' ' || line.p[end + 2] != ' ')
        return;
    size_t before = s->names.count;
    uint32_t id = frametab_intern(&s->names, slice_from(line, end + 3));
    if (s->names.count == before)
        return;
    s->addresses = grow_array(s->addresses, &s->capacity, s->names.count, sizeof *s->addresses);
    s->addresses[id] = perl_hex(slice_cut(line, 0, end));
}

bool nm_read(struct nm *s, const char *module, struct strbuf *failure)
{
    const char *program = getenv("NM");
    struct child nm;
    struct slice line;

    memset(s, 0, sizeof *s);
    frametab_init(&s->names);
    if (program == NULL || *program == '\0')
        program = "nm";
    struct strbuf operand = {0};
    char *argv[] = {(char *)program, (char *)"--", binutils_operand(module, &operand), NULL};
    int error = child_start(&nm, argv, CHILD_ANSWERS);
    strbuf_free(&operand);
    s->broken = error != 0 && !child_is_missing(error);
    if (error != 0) {
        strbuf_printf(failure, "cannot run '%s': %s", program, strerror(error));
        return false;
    }
    while (child_line(&nm, &line))
        add_symbol(s, line);
    int status = child_stop(&nm);
    s->broken = nm.error != 0;
    if (s->broken)
        strbuf_printf(failure, "cannot talk to '%s': %s", program, strerror(nm.error));
    else if (status == CHILD_NOT_FOUND)
        strbuf_printf(failure, "cannot run '%s'", program);
    else if (status != 0)
        strbuf_printf(failure, "'%s' failed", program);
    return status == 0 && !s->broken;
}

bool nm_find(struct nm *s, struct slice name, uint64_t *address)
{
    uint32_t id = frametab_find(&s->names, name);

    if (id == FRAMETAB_NONE)
        return false;
    *address = s->addresses[id];
    return true;
}
