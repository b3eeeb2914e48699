/* SPDX-License-Identifier: MIT */
/*
 * The tab-separated columns of deep copies, found by their titles:
 *
 *     Weight\tSelf Weight\t\tSymbol Name                 (CPU profiler: cycles)
 *     34.35 Mc  100.0%\t-\t \tthread_start
 *
 *     Weight\tSelf Weight\tSymbol Names                  (Xcode 26)
 *     2.08 s  38.0%\t1.00 ms\t  run_loop
 *
 *     Bytes Used\tCount\t\tSymbol Name                   (allocations)
 *        9.75 KB     100.0%\t56\t \tthread_start
 *
 *     Running Time\tSelf (ms)\t\tSymbol Name             (Instruments 7)
 *     105.0ms  100.0%\t5.0\t \tmain
 */
#include "instruments_copy.h"

#include "base/chars.h"
#include "base/double.h"
#include "base/scan.h"
#include "perl/number.h"

/* Cuts the first column off `rest`; false if there is none left, which rest->p being NULL
 * says. */
static bool instruments_cut_column(struct slice *rest, struct slice *column)
{
    if (rest->p == NULL)
        return false;
    *column = slice_before(*rest, '\t');
    *rest = column->n < rest->n ? slice_from(*rest, column->n + 1) : slice_of(NULL, 0);
    return true;
}

bool instruments_read_titles(struct slice line, struct instruments_columns *columns)
{
    struct slice title;

    *columns = (struct instruments_columns){false, SLICE_NONE, SLICE_NONE};
    for (size_t i = 0; instruments_cut_column(&line, &title); i++) {
        if (i > 0 && columns->self == SLICE_NONE && slice_starts(title, "Self"))
            columns->self = i;
        else if (i > 0 && slice_starts(title, "Symbol Name"))
            columns->name = i;
    }
    columns->known = columns->name != SLICE_NONE;
    return columns->known;
}

/* "1234", "12.5", "1,234.5", "12,5": the last separator is the decimal point, unless it is
 * a comma and three digits follow. */
static bool instruments_scan_value(struct slice *s, double *value, struct strbuf *text)
{
    size_t end = skip_digits(*s, 0), point = SLICE_NONE;

    if (end == 0)
        return false;
    while (end + 1 < s->n && (s->p[end] == '.' || s->p[end] == ',') && is_digit(s->p[end + 1])) {
        size_t from = end++;
        end = skip_digits(*s, end);
        point = s->p[from] == ',' && end - from == 4 ? SLICE_NONE : from;
    }
    strbuf_clear(text);
    for (size_t i = 0; i < end; i++)
        if (is_digit(s->p[i]))
            strbuf_add_char(text, s->p[i]);
        else if (i == point)
            strbuf_add_char(text, '.');
    *value = perl_double(perl_numify(strbuf_slice(text)));
    scan_bytes(s, end);
    return true;
}

/* The factor of a unit: to milliseconds, cycles, bytes or pieces; 0 if it is unknown. */
static double instruments_unit(struct slice unit)
{
    static const struct {
        const char *name;
        double factor;
    } units[] = {
        {"", 1}, {"ms", 1}, {"s", 1e3}, {"min", 6e4}, {"h", 3.6e6},
        {"us", 1e-3}, {"\302\265s", 1e-3}, {"\316\274s", 1e-3}, {"ns", 1e-6},
        {"c", 1}, {"Kc", 1e3}, {"Mc", 1e6}, {"Gc", 1e9}, {"Tc", 1e12},
        {"K", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12},
        {"B", 1}, {"Bytes", 1}, {"bytes", 1}, {"KB", 0x1p10}, {"KiB", 0x1p10},
        {"MB", 0x1p20}, {"MiB", 0x1p20}, {"GB", 0x1p30}, {"GiB", 0x1p30}
    };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (slice_is(unit, units[i].name))
            return units[i].factor;
    return 0;
}

/* "2.08 s  38.0%" */
static bool instruments_read_weight(struct slice column, double *weight, struct strbuf *text)
{
    double share;
    struct slice unit;

    column = trim_spaces(column);
    if (!instruments_scan_value(&column, weight, text))
        return false;
    unit = scan_word(&column);
    if (unit.n > 0 && is_digit(unit.p[0])) {
        column = slice_of(unit.p, unit.n + column.n);
        unit.n = 0;
    }
    column = trim_left(column);
    *weight = double_multiply(*weight, instruments_unit(unit));
    return instruments_unit(unit) > 0 && instruments_scan_value(&column, &share, text)
           && slice_is(column, "%");
}

/* "1.00 ms", "12", "-"; nothing is 0 too. */
static bool instruments_read_self(struct slice column, double *self, struct strbuf *text)
{
    column = trim_spaces(column);
    *self = 0;
    if (column.n == 0 || slice_is(column, "-"))
        return true;
    if (!instruments_scan_value(&column, self, text))
        return false;
    column = trim_left(column);
    *self = double_multiply(*self, instruments_unit(column));
    return instruments_unit(column) > 0;
}

bool instruments_read_copy(struct slice line, const struct instruments_columns *columns,
                           struct instruments_copy *row, struct strbuf *text)
{
    size_t self = columns->known ? columns->self : 1;
    struct slice column;
    size_t i = 0;

    row->self = 0;
    row->name = slice_str("");
    for (; instruments_cut_column(&line, &column); i++) {
        if (i == 0 && !instruments_read_weight(column, &row->weight, text))
            return false;
        if (i > 0 && i == self && (columns->known || line.p != NULL)
            && !instruments_read_self(column, &row->self, text))
            return false;
        if (columns->known ? i == columns->name : i > self)
            row->name = column;
    }
    row->blanks = skip_spaces(row->name, 0);
    row->name = slice_from(row->name, row->blanks);
    return row->name.n > 0;
}
