/* SPDX-License-Identifier: MIT */
#include "awk/assign.h"

#include <string.h>

#include "awk/number.h"
#include "base/message.h"

bool awk_assign(const struct awk_variable *variables, void *state, const char *word)
{
    const char *equals = strchr(word, '=');

    if (equals == NULL)
        return false;
    struct slice name = slice_of(word, (size_t)(equals - word));
    for (const struct awk_variable *v = variables; v->name != NULL; v++)
        if (slice_is(name, v->name)) {
            *(bool *)((char *)state + v->offset) = awk_is_true(slice_str(equals + 1));
            return true;
        }
    return false;
}

int awk_take_options(int argc, char **argv, const struct awk_variable *variables, void *state)
{
    int left = 0;
    bool options = true;

    set_program_name(argc > 0 ? argv[0] : NULL);
    for (int i = 0; i < argc; i++) {
        const char *text = NULL;
        options = options && strcmp(argv[i], "--") != 0;
        if (options && strcmp(argv[i], "-v") == 0)
            text = i + 1 < argc ? argv[++i] : "";
        else if (options && strncmp(argv[i], "-v", 2) == 0 && strchr(argv[i], '=') != NULL)
            text = argv[i] + 2;
        if (text == NULL) {
            argv[left++] = argv[i];
        } else if (!awk_assign(variables, state, text)) {
            warn("-v expects NAME=VALUE, with a name from '%s --help', not '%s'", program_name(),
                 text);
            return -1;
        }
    }
    return left;
}
