/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-go: the output of `go tool pprof -raw` to folded stacks.
 *
 *     Samples:
 *     samples/count cpu/nanoseconds
 *              14  140000000: 30 23 24
 *     Locations
 *         23: 0x463b32 M=1 runtime.netpollopen /go/src/runtime/netpoll.go:68 s=0
 *                 internal/poll.runtime_pollOpen /go/src/runtime/netpoll.go:240 s=0
 *     Mappings
 *     1: 0x400000/0x70d000/0x0 /srv/app/server
 *
 * A sample has values, of which the first of one or two counts, and the numbers of its
 * locations, leaf first. As the script reads it, only the first function of a location counts,
 * and its name ends at a blank: lines without a number name those that it is inlined into.
 * With --fix locations are read as pprof means them (go_profile.c).
 */
#include <string.h>

#include "base/message.h"
#include "base/scan.h"
#include "formats/go_profile.h"

enum {
    GO_MANY_VALUES, GO_NEGATIVE, GO_NEGATIVE_SUM, GO_NO_STACK, GO_FURTHER, GO_EARLY_END,
    GO_INLINED, GO_CUT_NAME, GO_SPLIT_NAME, GO_NO_NAME, GO_NO_LOCATION, GO_NOTES
};

struct go {
    struct go_profile profile;  /* begins with the struct collapse */
    enum {
        GO_HEAD, GO_SAMPLES, GO_LOCATIONS, GO_REST, GO_FURTHER_SAMPLES
    } part;
    const char *value_name;     /* of --value, or NULL */
    size_t value;               /* the index of the value that counts */
    bool chosen;                /* by --value, or among more than two */
    bool has_samples;           /* the profile has lines that are samples */
    bool any_samples;           /* some profile has */
    struct strbuf header;
    struct strbuf cure;
    struct note_kind notes[GO_NOTES];
};

static const struct note_kind go_notes[GO_NOTES] = {
    [GO_MANY_VALUES] = {"sample has more than two values and is left out",
                        "samples have more than two values and are left out",
                        "choose one with --value NAME", true},
    [GO_NEGATIVE] = {"sample has a negative value and is left out",
                     "samples have negative values and are left out",
                     "use flamegraph --diff instead of -base or -diff_base", true},
    [GO_NEGATIVE_SUM] = {"stack has a negative sum, which a flame graph cannot show",
                         "stacks have negative sums, which a flame graph cannot show",
                         "use flamegraph --diff instead of -base or -diff_base", false},
    [GO_NO_STACK] = {"sample has no stack and is left out",
                     "samples have no stack and are left out", NULL, false},
    [GO_FURTHER] = {"sample is left out: it is not of the first profile",
                    "samples are left out: they are not of the first profile", NULL, true},
    [GO_EARLY_END] = {"line is ignored: a label or name before it contains \"Locations\" or "
                      "\"Mappings\"",
                      "lines are ignored: a label or name before them contains \"Locations\" or "
                      "\"Mappings\"", NULL, true},
    [GO_INLINED] = {"caller of an inlined function is left out of the stacks",
                    "callers of inlined functions are left out of the stacks", NULL, true},
    [GO_CUT_NAME] = {"function name is cut at its first space",
                     "function names are cut at their first space", NULL, true},
    [GO_SPLIT_NAME] = {"function has a name with ';', which becomes several frames",
                       "functions have names with ';', which become several frames", NULL, true},
    [GO_NO_NAME] = {"location has no function and is named \"M=\" or a number",
                    "locations have no function and are named \"M=\" or a number",
                    "give pprof the program: go tool pprof -raw PROGRAM PROFILE", true},
    [GO_NO_LOCATION] = {"location is missing, so that its frame is a number",
                        "locations are missing, so that their frames are numbers",
                        "check that the input is complete", false},
};

static struct collapse *go_collapse(struct go *s)
{
    return &s->profile.collapse;
}

static bool go_fixes(const struct go *s)
{
    return s->profile.collapse.options.fix;
}

/* Two values and ": "; the locations follow. */
static bool go_parse_two_values(struct slice s, struct slice *count, struct slice *locations)
{
    scan_spaces(&s);
    *count = scan_digits(&s);
    if (count->n == 0 || scan_spaces(&s).n == 0 || scan_digits(&s).n == 0
        || !scan_text(&s, ": "))
        return false;
    *locations = s;
    return s.n > 0 && (is_digit(s.p[0]) || s.p[0] == ' ');
}

/* A word with a blank after it. */
static bool go_parse_name(struct slice s, struct slice *name)
{
    return scan_to(&s, ' ', name) && name->n > 0;
}

/* "23: 0x463b32 M=1 NAME ...", where the number and "M=1 " may be missing. */
static bool go_parse_location(struct slice s, struct slice *number, struct slice *name)
{
    scan_spaces(&s);
    *number = scan_digits(&s);
    if (!scan_text(&s, ": 0x") || scan_lower_hex(&s).n == 0 || !scan_text(&s, " "))
        return false;
    struct slice rest = s;
    return (scan_text(&rest, "M=") && scan_digits(&rest).n > 0 && scan_text(&rest, " ")
            && go_parse_name(rest, name))
           || go_parse_name(s, name);
}

/* Which value of a sample counts. */
static size_t go_choose_value(const struct go *s, size_t values)
{
    if (s->value_name != NULL)
        return s->value;
    return values > 2 ? pprof_default_value(strbuf_slice(&s->header)) : 0;
}

/* A sample that does not have two values, or one of which not the first counts, or that is
 * negative. */
static void go_take_sample(struct go *s, struct slice line, const struct pprof_sample *found)
{
    struct collapse *c = go_collapse(s);
    struct pprof_sample sample;

    pprof_parse_sample(line, go_choose_value(s, found->values), &sample);
    bool is_choice = s->value_name != NULL || go_fixes(s);
    if (sample.value.n == 0) {
        collapse_unrecognized(c, line);
    } else if (sample.values > 2 && !is_choice) {
        collapse_note(c, GO_MANY_VALUES, 1);
    } else if (!go_fixes(s) && (is_choice ? sample.is_negative : sample.has_negative)) {
        collapse_note(c, GO_NEGATIVE, 1);
    } else if (sample.locations.n == 0) {
        collapse_note(c, GO_NO_STACK, 1);
    } else {
        struct perl_number count = perl_count(sample.value);
        s->chosen |= s->value_name != NULL || sample.values > 2;
        if (sample.is_negative)
            count = perl_negate(count);
        go_add_sample(&s->profile, sample.locations, count);
    }
}

/* The line that names the values: --value is looked up. */
static enum collapse_step go_take_header(struct go *s, struct slice line)
{
    strbuf_clear(&s->header);
    strbuf_add(&s->header, trim_spaces(line));
    if (s->value_name == NULL || pprof_find_value(line, slice_str(s->value_name), &s->value))
        return MORE;
    return collapse_failed(go_collapse(s), "the profile has no value %s; it has %s",
                           s->value_name, strbuf_str(&s->header));
}

/* Whether a line is the heading of a section. */
static bool go_is_heading(const struct go *s, struct slice line, const char *heading)
{
    return go_fixes(s) ? slice_is(trim_spaces(line), heading) : slice_has(line, heading);
}

/* Whether a line that does not have two values is a sample. To the script it is not, and what
 * it contains may end the section; but for a single value. */
static bool go_is_sample(const struct go *s, struct slice line, struct pprof_sample *sample)
{
    if (!pprof_parse_sample(line, 0, sample))
        return false;
    bool single = sample->values == 1 && !sample->is_negative && sample->locations.n > 0;
    return single || !go_is_heading(s, line, "Locations");
}

static enum collapse_step go_samples_line(struct go *s, struct slice line)
{
    struct slice count, locations;
    struct pprof_sample sample;

    if (s->value_name == NULL && go_parse_two_values(line, &count, &locations)) {
        s->has_samples = true;
        go_add_sample(&s->profile, locations, perl_count(count));
    } else if (go_is_sample(s, line, &sample)) {
        if (s->value_name != NULL && s->header.n == 0)
            return collapse_failed(go_collapse(s), "no line names the values of the samples, so "
                                   "--value cannot choose one");
        s->has_samples = true;
        go_take_sample(s, line, &sample);
    } else if (go_is_heading(s, line, "Locations")) {
        s->part = GO_LOCATIONS;
    } else if (!s->has_samples && pprof_is_header(line)) {
        return go_take_header(s, line);
    } else if (s->has_samples && !slice_starts(line, "                ")
               && trim_spaces(line).n > 0) {
        collapse_unrecognized(go_collapse(s), line);
    }
    s->any_samples |= s->has_samples;
    return MORE;
}

/* Notes what is wrong with the name that the script gives a location. */
static void go_check_location(struct go *s, struct slice line, struct slice name)
{
    struct pprof_location location;
    struct collapse *c = go_collapse(s);

    if (!pprof_parse_location(line, &location))
        return;
    if (location.name.n == 0)
        collapse_note(c, GO_NO_NAME, 1);
    else if (!slice_equal(location.name, name))
        collapse_note(c, GO_CUT_NAME, 1);
    if (slice_find(name, ';') != SLICE_NONE)
        collapse_note(c, GO_SPLIT_NAME, 1);
}

static void go_locations_line(struct go *s, struct slice line)
{
    struct slice number, name = {NULL, 0};
    struct pprof_location location;
    struct pprof_sample sample;
    struct collapse *c = go_collapse(s);

    if (go_parse_location(line, &number, &name)) {
        go_name_location(&s->profile, number, name);
        go_check_location(s, line, name);
    } else if (go_is_heading(s, line, "Mappings")) {
        if (pprof_parse_caller(line, &name))
            collapse_note(c, GO_INLINED, 1);
        s->part = GO_REST;
    } else if (pprof_parse_location(line, &location)) {
        go_name_location(&s->profile, location.number, slice_of("", 0));
        go_check_location(s, line, name);
    } else if (pprof_parse_caller(line, &name)) {
        collapse_note(c, GO_INLINED, 1);
    } else if (pprof_parse_sample(line, 0, &sample)) {
        collapse_note(c, GO_EARLY_END, 1);
    } else if (trim_spaces(line).n > 0 && !go_is_heading(s, line, "Locations")
               && !slice_starts(line, "   ")) {
        collapse_unrecognized(c, line);
    }
}

/* What the script does not read: a line that follows "Mappings". */
static void go_rest_line(struct go *s, struct slice line)
{
    struct pprof_location location;
    struct pprof_sample sample;
    struct slice word = trim_spaces(line);

    if (slice_is(word, "Samples:"))
        s->part = GO_FURTHER_SAMPLES;
    else if (slice_is(word, "Locations"))
        s->part = GO_REST;
    else if (s->part == GO_FURTHER_SAMPLES && pprof_parse_sample(line, 0, &sample))
        collapse_note(go_collapse(s), GO_FURTHER, 1);
    else if (s->part == GO_REST && pprof_parse_location(line, &location)
             && notes_count(&go_collapse(s)->notes, GO_FURTHER) == 0)
        collapse_note(go_collapse(s), GO_EARLY_END, 1);
}

/* With --fix: locations, mappings, and the beginning of a further profile. */
static void go_fixed_line(struct go *s, struct slice line)
{
    struct slice word = trim_spaces(line);

    if (slice_is(word, "Samples:")) {
        go_fold_profile(&s->profile);
        s->has_samples = false;
        strbuf_clear(&s->header);
        s->part = GO_SAMPLES;
    } else if (slice_is(word, "Mappings")) {
        s->part = GO_REST;
    } else if (s->part == GO_REST) {
        go_fix_mapping(&s->profile, line);
    } else if (!go_fix_location(&s->profile, line) && word.n > 0 && !slice_starts(line, "   ")) {
        collapse_unrecognized(go_collapse(s), line);
    }
}

static enum collapse_step go_line(void *state, struct slice line)
{
    struct go *s = state;

    if (slice_starts(line, "#"))
        return MORE;
    if (s->part == GO_SAMPLES)
        return go_samples_line(s, line);
    if (s->part == GO_HEAD)
        s->part = go_is_heading(s, line, "Samples:") ? GO_SAMPLES : GO_HEAD;
    else if (go_fixes(s))
        go_fixed_line(s, line);
    else if (s->part == GO_LOCATIONS)
        go_locations_line(s, line);
    else
        go_rest_line(s, line);
    return MORE;
}

static enum collapse_step go_begin(void *state)
{
    struct go *s = state;

    memcpy(s->notes, go_notes, sizeof s->notes);
    s->profile.collapse.notes.kinds = s->notes;
    go_profile_init(&s->profile);
    return MORE;
}

static void go_end(void *state)
{
    struct go *s = state;
    struct collapse *c = go_collapse(s);

    go_fold_profile(&s->profile);
    if (s->profile.missing > 0)
        collapse_note_at(c, GO_NO_LOCATION, s->profile.missing, NULL, 0);
    size_t negative = go_drop_stacks(c, s->chosen, go_fixes(s));
    if (negative > 0)
        collapse_note_at(c, GO_NEGATIVE_SUM, negative, NULL, 0);
    if (s->header.n > 0) {
        strbuf_printf(&s->cure, "choose with --value: %s", strbuf_str(&s->header));
        s->notes[GO_MANY_VALUES].cure = strbuf_str(&s->cure);
    }
    if (s->part != GO_HEAD && !s->any_samples && c->unrecognized.count == 0)
        c->nothing = "the profile has no samples";
    else if (c->folded.count == 0 && s->chosen && negative == 0)
        c->nothing = "the values of all samples are 0";
}

static const struct option options[] = {
    ADDED_OPTION("value", OPTION_TEXT, struct go, value_name, "NAME",
                 "count this value of the samples, by its name in the line above them, as "
                 "inuse_space; without, the first of one or two"),
    OPTION_END
};

static const struct collapser go = {
    .program = {
        .name = "stackcollapse-go",
        .gunzip = "go tool pprof -raw",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks that 'go tool pprof -raw' prints. Counts the first of one or "
                 "two values, as CPU profiles have them. Reads standard input without FILE, or "
                 "for -.",
        .example = "  go tool pprof -raw cpu.prof | "
                   "@stackcollapse-go | @flamegraph > cpu.svg\n"
                   "  go tool pprof -raw heap.prof | @stackcollapse-go --value inuse_space |\n"
                   "    @flamegraph --countname bytes > heap.svg\n",
        .options = options,
        .script_has_help = true,
    },
    .name = "pprof -raw",
    .notes = go_notes,
    .note_count = GO_NOTES,
    .begin = go_begin,
    .crlf_harmless = true,
    .line = go_line,
    .end = go_end,
};

int main(int argc, char **argv)
{
    static struct go state;

    return collapse_main(&go, &state, argc, argv);
}
