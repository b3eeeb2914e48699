#include "recognize/recognize.h"

#include <string.h>

#include "base/message.h"
#include "recognize/magic.h"
#include "recognize/signatures.h"

/* "use gunzip -c FILE | PROGRAM" */
static void add_command(struct strbuf *to, const char *filter, const struct operands *input)
{
    bool file = input->head_name != NULL && strcmp(input->head_name, "standard input") != 0;
    const char *name = file ? input->head_name : slice_ends(slice_str(filter), "-i") ? "FILE" : "";

    strbuf_printf(to, "use %s%s%s | %s", filter, *name != '\0' ? " " : "", name,
                  program_name());
}

static void report_magic(const struct program *p, const struct magic *found,
                         const struct operands *input)
{
    struct strbuf text = {0};
    const char *filter = found->filter;

    if (filter != NULL && strcmp(filter, "gunzip -c") == 0 && p->gunzip != NULL)
        filter = p->gunzip;
    if (filter != NULL)
        add_command(&text, filter, input);
    else
        strbuf_add_str(&text, found->advice);
    warn("%s: %s; %s", input->head_name, found->format, strbuf_str(&text));
    strbuf_free(&text);
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
    const struct magic *magic = magic_find(head);

    if (magic != NULL) {
        report_magic(p, magic, input);
        return true;
    }
    const struct signature *signature = signature_find(head);
    if (signature == NULL
        || strcmp(signature->program, p->reads != NULL ? p->reads : p->name) == 0)
        return false;
    report_signature(p, signature, input);
    return true;
}
