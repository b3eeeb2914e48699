/* SPDX-License-Identifier: MIT */
#include "io/size.h"

#include <stdint.h>
#include <string.h>

#include "base/chars.h"
#include "base/message.h"

/* How often 1024 is taken times itself for a unit; -1: it is none. */
static int size_power(const char *unit)
{
    static const char units[] = "KMGT";

    if (unit[0] == '\0')
        return 0;
    const char *at = strchr(units, unit[0] & ~0x20);
    return unit[1] == '\0' && at != NULL && *at != '\0' ? (int)(at - units) + 1 : -1;
}

bool size_parse(const char *text, size_t *bytes)
{
    size_t size = 0;
    const char *at = text;

    for (; is_digit(*at); at++) {
        size_t digit = (size_t)(*at - '0');
        size = size > (SIZE_MAX - digit) / 10 ? SIZE_MAX : size * 10 + digit;
    }
    int power = size_power(at);
    if (at == text || power < 0 || size == 0)
        return false;
    while (power-- > 0)
        size = size > SIZE_MAX / 1024 ? SIZE_MAX : size * 1024;
    *bytes = size;
    return true;
}

bool size_option(struct perl_number given, size_t usual, size_t most, const char *name,
                 size_t *value)
{
    *value = usual;
    if (perl_is_zero(given))
        return true;
    if (given.kind != PERL_INTEGER || given.u.magnitude > most) {
        warn("--%s needs a number from 0 to %zu", name, most);
        return false;
    }
    *value = (size_t)given.u.magnitude;
    return true;
}
