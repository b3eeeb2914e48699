/* SPDX-License-Identifier: MIT */
#include "check/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"

bool pattern_set(struct pattern *p, const char *text, const char *option)
{
    int error = regcomp(&p->regex, text, REG_EXTENDED | REG_NOSUB);
    char why[256];

    p->set = error == 0;
    if (p->set)
        return true;
    regerror(error, &p->regex, why, sizeof why);
    warn("--%s '%s' is not an extended regular expression: %s", option, text, why);
    return false;
}

bool pattern_matches(struct pattern *p, struct slice name)
{
    if (!p->set)
        return false;
    strbuf_clear(&p->name);
    strbuf_add(&p->name, name);
    int error = regexec(&p->regex, strbuf_str(&p->name), 0, NULL, 0);
    if (error != 0 && error != REG_NOMATCH)
        out_of_memory();
    return error == 0;
}

bool pattern_matches_id(struct pattern *p, uint32_t id, struct slice name)
{
    if (id >= p->count) {
        p->known = grow_array(p->known, &p->capacity, (size_t)id + 1, sizeof *p->known);
        memset(p->known + p->count, 0, p->capacity - p->count);
        p->count = p->capacity;
    }
    if (p->known[id] == 0)
        p->known[id] = (unsigned char)(1 + pattern_matches(p, name));
    return p->known[id] == 2;
}

void pattern_free(struct pattern *p)
{
    if (p->set)
        regfree(&p->regex);
    strbuf_free(&p->name);
    free(p->known);
    memset(p, 0, sizeof *p);
}
