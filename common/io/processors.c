/* SPDX-License-Identifier: MIT */
#include "io/processors.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How many numbers a list such as "0-3,8" holds; 0 if it is malformed. */
static size_t list_length(const char *list)
{
    size_t count = 0;
    char *end;

    for (;;) {
        unsigned long first = strtoul(list, &end, 10), last = first;
        if (end == list)
            return count;
        if (*end == '-')
            last = strtoul(end + 1, &end, 10);
        if (last < first)
            return 0;
        count += last - first + 1;
        list = end + (*end == ',');
    }
}

/* Linux: those that this process may run on; 0 if unknown. */
static size_t allowed_processors(void)
{
    static const char name[] = "Cpus_allowed_list:";
    FILE *status = fopen("/proc/self/status", "r");
    char line[4096];
    size_t count = 0;

    if (status == NULL)
        return 0;
    while (count == 0 && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, name, sizeof name - 1) == 0)
            count = list_length(line + sizeof name - 1);
    fclose(status);
    return count;
}

/* Linux: the CPU quota of the container, "MICROSECONDS PERIOD", rounded up; 0 without a
 * limit, "max PERIOD". */
static size_t container_quota(void)
{
    FILE *limit = fopen("/sys/fs/cgroup/cpu.max", "r");
    char line[256] = "";
    char *after;

    if (limit == NULL)
        return 0;
    bool got = fgets(line, sizeof line, limit) != NULL;
    fclose(limit);
    double time = strtod(line, &after), period = strtod(after, NULL);
    return got && time > 0 && period > 0 ? (size_t)(time / period + 0.999) : 0;
}

size_t processors(void)
{
    size_t count = allowed_processors();
    size_t quota = container_quota();

#ifdef _SC_NPROCESSORS_ONLN
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (count == 0 && online > 0)
        count = (size_t)online;
#endif
    if (quota > 0 && quota < count)
        count = quota;
    return count > 0 ? count : 1;
}
