/* SPDX-License-Identifier: MIT */
/*
 * The output of bpftrace -f json, a document in each line:
 *
 *     {"type": "map", "data": {"@kstack": {"\nfree+0\nmain+24\n,cc1": 5}}}
 *
 * A key has the lines of the text form, without blanks. Documents of other types are not
 * maps, or their values are not plain counts.
 */
#include "base/scan.h"
#include "bpftrace_maps.h"

/* The keys of an entry as lines; those without a newline have no stack. */
static void bpftrace_json_entry(struct bpftrace_maps *m, struct slice name, struct slice keys,
                                struct slice value)
{
    struct slice line;
    bool begun = false;

    while (scan_to(&keys, '\n', &line)) {
        if (!begun) {
            if (slice_ends(line, ","))
                line.n--;
            bpftrace_maps_begin(m, name, line);
            begun = true;
        } else if (line.n > 0 && !slice_starts(line, ",")) {
            bpftrace_maps_frame(m, line);
        }
    }
    if (begun)
        bpftrace_maps_end(m, keys, value.n > 0 ? value : slice_of("-", 1));
    else
        m->entries++;
}

/* The entries of a map, up to its end. */
static bool bpftrace_json_map(struct bpftrace_maps *m, struct strbuf *name, struct strbuf *keys)
{
    struct json *j = &m->json;
    enum json_token token;

    strbuf_clear(name);
    strbuf_add(name, strbuf_slice(&j->text));
    token = json_next(j);
    if (token != JSON_OBJECT)
        return json_skip(j, token);
    while (json_next(j) == JSON_KEY) {
        struct slice value = slice_of("", 0);
        strbuf_clear(keys);
        strbuf_add(keys, strbuf_slice(&j->text));
        token = json_next(j);
        if (token == JSON_NUMBER || token == JSON_STRING)
            value = strbuf_slice(&j->text);
        bpftrace_json_entry(m, strbuf_slice(name), strbuf_slice(keys), value);
        if (!json_skip(j, token))
            return false;
    }
    return j->error == NULL;
}

/* The maps below "data". */
static bool bpftrace_json_data(struct bpftrace_maps *m, struct strbuf *name, struct strbuf *keys)
{
    enum json_token token = json_next(&m->json);

    if (token != JSON_OBJECT)
        return json_skip(&m->json, token);
    while (json_next(&m->json) == JSON_KEY)
        if (!bpftrace_json_map(m, name, keys))
            return false;
    return m->json.error == NULL;
}

void bpftrace_json_line(struct bpftrace_maps *m, struct slice line)
{
    struct source source;
    struct strbuf name = {0}, keys = {0};
    bool good;

    bpftrace_maps_cut(m);
    source_text(&source, line);
    json_init(&m->json, &source);
    good = json_next(&m->json) == JSON_OBJECT;
    while (good && json_next(&m->json) == JSON_KEY)
        good = slice_is(strbuf_slice(&m->json.text), "data")
                   ? bpftrace_json_data(m, &name, &keys)
                   : json_skip(&m->json, json_next(&m->json));
    if (!good || m->json.error != NULL)
        collapse_unrecognized(m->collapse, line);
    m->place = BPFTRACE_OUTSIDE;
    strbuf_free(&name);
    strbuf_free(&keys);
}
