/* SPDX-License-Identifier: MIT */
#include "recognize/recognize.h"

#include <string.h>

#include "base/message.h"
#include "recognize/magic.h"
#include "recognize/signatures.h"

static const char *reader_of(const struct program *p)
{
    return p->reads != NULL ? p->reads : p->name;
}

static bool is_for_recordings(const char *filter)
{
    return filter != NULL && strncmp(filter, "perf script", strlen("perf script")) == 0;
}

/* Whether the filter makes a recording of perf record readable, and stackcollapse-perf, which runs
 * it itself, is the program to use: this one does not read what it prints, as those named for perf
 * do. */
static bool is_for_stackcollapse_perf(const struct program *p, const char *filter)
{
    return is_for_recordings(filter) && !slice_has(slice_str(reader_of(p)), "perf");
}

/* "use gunzip -c FILE | PROGRAM" or "use stackcollapse-perf FILE"; `name` may be NULL. */
static void add_command(struct strbuf *to, const struct program *p, const char *filter,
                        const char *name)
{
    bool file = name != NULL && strcmp(name, "standard input") != 0;

    if (!file)
        name = slice_ends(slice_str(filter), "-i") ? "FILE" : "";
    strbuf_add_str(to, "use ");
    if (is_for_stackcollapse_perf(p, filter)) {
        program_sibling(p, "stackcollapse-perf", to);
        strbuf_printf(to, " %s", name);
    } else {
        strbuf_printf(to, "%s%s%s | %s", filter, *name != '\0' ? " " : "", name, program_name());
    }
}

bool recognize_magic(const struct program *p, const char *name, struct slice head)
{
    const struct magic *found = magic_find(head);
    struct strbuf text = {0};

    if (found == NULL)
        return false;
    const char *filter = found->filter;
    if (is_for_recordings(filter) && strcmp(p->name, "stackcollapse-perf") == 0)
        return false;
    if (filter != NULL && strcmp(filter, "gunzip -c") == 0 && p->gunzip != NULL)
        filter = p->gunzip;
    if (filter != NULL)
        add_command(&text, p, filter, name);
    else
        strbuf_add_str(&text, found->advice);
    warn("%s: %s; %s", name != NULL ? name : "standard input", found->format,
         strbuf_str(&text));
    strbuf_free(&text);
    return true;
}

static void report_signature(const struct program *p, const struct signature *found,
                             const struct operands *input)
{
    struct strbuf other = {0};

    program_sibling(p, *found->program != '\0' ? found->program : "flamegraph", &other);
    warn("%s: this looks like %s; use %s", input->head_name, found->format, strbuf_str(&other));
    strbuf_free(&other);
}

bool recognize_input(const struct program *p, const struct operands *input)
{
    struct slice head = strbuf_slice(&input->head);

    if (recognize_magic(p, input->head_name, head))
        return true;
    const struct signature *signature = signature_find(head);
    if (signature == NULL
        || strcmp(signature->program, reader_of(p)) == 0)
        return false;
    report_signature(p, signature, input);
    return true;
}
