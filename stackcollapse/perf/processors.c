/* SPDX-License-Identifier: MIT */
#include "perf/processors.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How many numbers a list such as "0-3,8" holds; 0 if it is malformed. */
static size_t list_length(const char *list)
{
    size_t count = 0;
    size_t first, last;
    int used;

    while (sscanf(list, "%zu%n", &first, &used) == 1) {
        list += used;
        last = first;
        if (sscanf(list, "-%zu%n", &last, &used) == 1)
            list += used;
        if (last < first)
            return 0;
        count += last - first + 1;
        list += *list == ',';
    }
    return count;
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
 * limit. */
static size_t container_quota(void)
{
    FILE *limit = fopen("/sys/fs/cgroup/cpu.max", "r");
    double time = 0;
    double period = 0;

    if (limit == NULL)
        return 0;
    bool limited = fscanf(limit, "%lf %lf", &time, &period) == 2 && time > 0 && period > 0;
    fclose(limit);
    return limited ? (size_t)(time / period + 0.999) : 0;
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
