#include "perl/getopt_std.h"

#include <string.h>

#include "die.h"

int getopt_std_perl(int argc, char **argv, const char *letters, bool *set)
{
    bool failed = false;
    int next = 1;

    for (; next < argc && argv[next][0] == '-' && argv[next][1] != '\0'; next++) {
        if (strcmp(argv[next], "--") == 0) {
            next++;
            break;
        }
        for (const char *c = argv[next] + 1; *c != '\0'; c++) {
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
