/* SPDX-License-Identifier: MIT */
#include "perf/inline/binutils.h"

char *binutils_operand(const char *module, struct strbuf *text)
{
    strbuf_clear(text);
    strbuf_add_str(text, *module == '@' || *module == '-' ? "./" : "");
    strbuf_add_str(text, module);
    strbuf_str(text);
    return text->p;
}
