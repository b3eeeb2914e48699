/* SPDX-License-Identifier: MIT */
#include "folded/foldfault.h"

#include "base/chars.h"
#include "base/message.h"

const struct note_kind foldfault_notes[FOLDFAULT_KINDS] = {
    [FOLDFAULT_CARRIAGE_RETURN] = {
        "line ends in CR LF, so that its count is not read",
        "lines end in CR LF, so that their counts are not read",
        "remove the CRs (tr -d '\\r')", true},
    [FOLDFAULT_BLANKS] = {
        "line ends in white space, so that its count is not read",
        "lines end in white space, so that their counts are not read", NULL, true},
    [FOLDFAULT_FORM] = {
        "line has a count such as 1e5 or .5, which is not read",
        "lines have counts such as 1e5 or .5, which are not read",
        "write such counts as 100000 and 0.5", true},
    [FOLDFAULT_NEGATIVE] = {
        "line has a negative count, which cannot be drawn",
        "lines have negative counts, which cannot be drawn",
        "for a difference, give the profiles before and after to flamegraph --diff", false},
    [FOLDFAULT_NO_COUNT] = {
        "line has no count", "lines have no count",
        "each line should be a stack, a space and a count", false},
    [FOLDFAULT_BYTE_ORDER_MARK] = {
        "file begins with a byte order mark, which becomes part of the first name",
        "files begin with a byte order mark, which becomes part of the first name", NULL, true}
};

static size_t skip_point_and_digits(struct slice s, size_t at)
{
    return at < s.n && s.p[at] == '.' ? skip_digits(s, at + 1) : at;
}

/* Whether a text is a number that is not negative: digits, a fraction, an exponent. */
static bool is_number(struct slice s)
{
    size_t from = s.n > 0 && s.p[0] == '+';
    size_t whole = skip_digits(s, from);
    size_t end = skip_point_and_digits(s, whole);

    if (end == from || (whole == from && end == from + 1))
        return false;
    if (end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')) {
        size_t digits = end + 1;
        digits += digits < s.n && (s.p[digits] == '-' || s.p[digits] == '+');
        end = skip_digits(s, digits);
        if (end == digits)
            return false;
    }
    return end == s.n;
}

/* The position of the text after the last blank; 0 without a blank. */
static size_t last_word(struct slice line)
{
    size_t at = line.n;

    while (at > 0 && !is_space(line.p[at - 1]))
        at--;
    return at;
}

enum foldfault foldfault_of(struct slice line)
{
    struct slice trimmed = slice_cut(line, 0, skip_spaces_back(line, line.n));
    struct slice stack, count;

    if (trimmed.n == 0)
        return FOLDFAULT_KINDS;
    if (trimmed.n < line.n && foldfault_cut(trimmed, FOLDLINE_BYTES, false, &stack, &count))
        return slice_ends(line, "\r") ? FOLDFAULT_CARRIAGE_RETURN : FOLDFAULT_BLANKS;
    size_t at = last_word(trimmed);
    struct slice word = slice_from(trimmed, at);
    if (at > 0 && is_number(word))
        return FOLDFAULT_FORM;
    if (at > 0 && word.n > 0 && word.p[0] == '-' && is_number(slice_from(word, 1)))
        return FOLDFAULT_NEGATIVE;
    return FOLDFAULT_NO_COUNT;
}

bool foldfault_cut(struct slice line, enum foldline_text text, bool blanks,
                   struct slice *stack, struct slice *count)
{
    if (foldline_cut(line, text, stack, count))
        return true;
    if (blanks && line.n > 0 && is_space(line.p[line.n - 1])) {
        line.n = skip_spaces_back(line, line.n);
        if (foldline_cut(line, text, stack, count))
            return true;
    }
    size_t at = last_word(line);
    if (at == 0 || !is_number(slice_from(line, at)))
        return false;
    *count = slice_from(line, at);
    *stack = slice_cut(line, 0, at - 1);
    return true;
}

void foldfault_cut_file(const char *name, size_t line)
{
    warn("%s:%zu: the file ends within this line, as if it was cut; write it again, or add the "
         "newline", name, line);
}

void foldfault_mark(struct notes *n, const char *file, size_t number, bool fix,
                    struct slice *line)
{
    if (number != 1 || !slice_starts(*line, FOLDFAULT_MARK))
        return;
    if (fix)
        *line = slice_from(*line, sizeof FOLDFAULT_MARK - 1);
    else
        notes_add(n, FOLDFAULT_BYTE_ORDER_MARK, 1, file, 1);
}
