/* SPDX-License-Identifier: MIT */
/* Two texts, with a blank line between them, as numbers of Perl, Python and awk. */
#include <math.h>

#include "awk/number.h"
#include "part.h"
#include "perl/number.h"
#include "python/number.h"

static void check_perl_text(struct perl_number a)
{
    char text[PERL_NUMBER_TEXT], again[PERL_NUMBER_TEXT], fixed[PERL_NUMBER_FIXED_TEXT];
    size_t n = perl_number_text(a, text);

    EXPECT(n > 0 && n <= sizeof text);
    EXPECT(slice_equal(slice_of(text, n),
                       slice_of(again, perl_number_text(perl_numify(slice_of(text, n)), again))));
    for (int digits = 0; digits <= 2; digits++)
        EXPECT(perl_number_fixed(perl_double(a), digits, fixed) <= sizeof fixed);
    perl_tenths(perl_double(a));
    perl_truncate(a);
}

static void check_perl(struct perl_number a, struct perl_number b)
{
    EXPECT(perl_compare(a, b) == -perl_compare(b, a));
    double sum = perl_double(perl_add(a, b)), swapped = perl_double(perl_add(b, a));
    EXPECT(sum == swapped || (isnan(sum) && isnan(swapped)));
    EXPECT(perl_is_zero(perl_subtract(a, a)) || !isfinite(perl_double(a)));
    check_perl_text(perl_add(a, b));
    check_perl_text(perl_subtract(a, b));
    check_perl_text(perl_multiply(a, b));
    if (!perl_is_zero(b))
        check_perl_text(perl_divide(a, b));
    check_perl_text(perl_negate(a));
    check_perl_text(perl_used_right(a, b));
    check_perl_text(perl_used_left(a, b));
}

static void check_python(struct slice text)
{
    struct strbuf scratch = {0}, integer = {0}, again = {0};
    char written[PYTHON_FLOAT_TEXT];
    double value, back;

    if (python_float(text, &scratch, &value)) {
        size_t n = python_float_text(value, written);
        EXPECT(n > 0 && n <= sizeof written);
        EXPECT(python_float(slice_of(written, n), &scratch, &back));
        EXPECT(back == value || (isnan(back) && isnan(value)));
        EXPECT(python_int_of_float(value, &integer) == (isfinite(value) != 0));
    }
    strbuf_clear(&integer);
    if (python_int(text, &integer)) {
        EXPECT(python_int(strbuf_slice(&integer), &again));
        EXPECT(slice_equal(strbuf_slice(&integer), strbuf_slice(&again)));
    } else {
        EXPECT(integer.n == 0);
    }
    strbuf_free(&scratch);
    strbuf_free(&integer);
    strbuf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);
    struct slice first = slice_before(input, '\n');
    struct slice second = slice_from(input, first.n + (first.n < input.n));
    char text[AWK_NUMBER_TEXT];

    check_perl(perl_numify(first), perl_numify(second));
    check_perl(perl_numify(first), perl_integer(perl_hex(second)));
    check_python(first);
    EXPECT(awk_number_text(awk_number(first), text) <= sizeof text);
    awk_is_true(first);
    return 0;
}
