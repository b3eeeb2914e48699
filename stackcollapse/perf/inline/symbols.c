#include "perf/inline/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "io/coprocess.h"
#include "perl/number.h"

/* A line of nm: an address, a letter for the kind, a name. */
static void add_line(struct symbols *s, struct slice line)
{
    size_t end = 0;

    while (end < line.n && is_lower_hex(line.p[end]))
        end++;
    if (end == 0 || line.n < end + 3 || line.p[end] != ' ' || line.p[end + 2] != ' ')
        return;
    size_t before = s->names.count;
    uint32_t number = frametab_intern(&s->names, slice_from(line, end + 3));
    if (s->names.count == before)
        return;
    s->addresses = grow_array(s->addresses, &s->capacity, s->names.count, sizeof *s->addresses);
    s->addresses[number] = perl_hex(slice_cut(line, 0, end));
}

void symbols_read(struct symbols *s, const char *module)
{
    const char *program = getenv("NM");
    struct coprocess nm;
    struct slice line;

    memset(s, 0, sizeof *s);
    frametab_init(&s->names);
    if (program == NULL || *program == '\0')
        program = "nm";
    char *argv[] = {(char *)program, (char *)"--", (char *)module, NULL};
    int error = coprocess_start(&nm, argv);
    if (error != 0) {
        warn_errno(error, "no symbols of '%s': cannot run '%s'", module, program);
        return;
    }
    while (coprocess_line(&nm, &line))
        add_line(s, line);
    enum coprocess_end end = coprocess_stop(&nm);
    if (end == COPROCESS_NOT_STARTED)
        warn("no symbols of '%s': cannot run '%s'", module, program);
    else if (end == COPROCESS_FAILED)
        warn("symbols of '%s' may be missing: '%s' failed", module, program);
}

bool symbols_find(struct symbols *s, struct slice name, uint64_t *address)
{
    uint32_t number = frametab_find(&s->names, name);

    if (number == FRAMETAB_NONE)
        return false;
    *address = s->addresses[number];
    return true;
}

void symbols_free(struct symbols *s)
{
    frametab_free(&s->names);
    free(s->addresses);
}
