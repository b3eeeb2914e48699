/* SPDX-License-Identifier: MIT */
/* Linked into the programs that coverage.py builds, so that what they count is kept when a
 * signal ends them or another program takes their place, and tests/fault lets no call fail while
 * it is written. */
#include <stdlib.h>

void __gcov_dump(void);
void __gcov_reset(void);
int __real_raise(int number);
int __wrap_raise(int number);
int __real_execvp(const char *program, char *const argv[]);
int __wrap_execvp(const char *program, char *const argv[]);
/* In fault.c; NULL without it. */
void fault_end(void) __attribute__((weak));

int __wrap_raise(int number)
{
    __gcov_dump();
    __gcov_reset();
    return __real_raise(number);
}

int __wrap_execvp(const char *program, char *const argv[])
{
    __gcov_dump();
    __gcov_reset();
    return __real_execvp(program, argv);
}

static void end(void)
{
    if (fault_end != NULL)
        fault_end();
}

/* What is registered first is called last. */
__attribute__((constructor)) static void begin(void)
{
    atexit(end);
}
