/* SPDX-License-Identifier: MIT */
#include "perl/getopt_std.h"

#include <string.h>

#include "base/message.h"

static const struct option *find_letter(const struct option *options, char letter)
{
    for (const struct option *o = options; o->name != NULL; o++)
        if (o->name[0] == letter && o->name[1] == '\0')
            return o;
    return NULL;
}

int getopt_std_perl(int argc, char **argv, const struct option *options, void *values)
{
    bool failed = false;
    int next = 1;

    for (; next < argc && argv[next][0] == '-' && argv[next][1] != '\0'; next++) {
        for (const char *c = argv[next] + 1; *c != '\0'; c++) {
            if (strcmp(c, "-") == 0) /* what is left of the word is "--" */
                return failed ? -1 : next + 1;
            const struct option *o = find_letter(options, *c);
            if (o == NULL) {
                warn("unknown option '-%c'", *c);
                failed = true;
            } else if (o->kind == OPTION_FLAG) {
                *(bool *)((char *)values + o->offset) = true;
            } else {
                const char *text = c[1] != '\0' ? c + 1 : argv[++next];
                if (text == NULL) {
                    warn("option -%c needs a value", *c);
                    return -1;
                }
                *(const char **)(void *)((char *)values + o->offset) = text;
                break;
            }
        }
    }
    return failed ? -1 : next;
}
