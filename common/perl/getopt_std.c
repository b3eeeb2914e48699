#include "perl/getopt_std.h"

#include <string.h>

#include "base/message.h"

int getopt_std_perl(int argc, char **argv, const char *letters, bool *set)
{
    bool failed = false;
    int next = 1;

    for (; next < argc && argv[next][0] == '-' && argv[next][1] != '\0'; next++) {
        for (const char *c = argv[next] + 1; *c != '\0'; c++) {
            if (strcmp(c, "-") == 0)    /* what is left of the word is "--" */
                return failed ? -1 : next + 1;
            const char *letter = strchr(letters, *c);
            if (letter != NULL) {
                set[letter - letters] = true;
            } else {
                warn("unknown option '-%c'", *c);
                failed = true;
            }
        }
    }
    return failed ? -1 : next;
}
