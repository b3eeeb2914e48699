/* SPDX-License-Identifier: MIT */
#include "check/options.h"

#include <string.h>

#include "base/chars.h"
#include "base/message.h"
#include "io/operands.h"

enum { USUAL_TOP = 20 };

static const struct option check_rows[] = {
    HEADING("Limits:"),
    ADDED_OPTION("max-share", OPTION_TEXT, struct check_options, max_share, "PERCENT",
                 "no function may have a larger share of the samples of all FILEs: by default, of "
                 "the outermost frames"),
    ADDED_OPTION("max-growth", OPTION_TEXT, struct check_options, max_growth, "PERCENT",
                 "no function's share may have grown by more, in points, and by more than "
                 "chance"),
    ADDED_OPTION("confidence", OPTION_TEXT, struct check_options, confidence_text, "PERCENT",
                 "what is beyond chance: 0 is outside the confidence limits of the growth; by "
                 "default 99%"),
    ADDED_OPTION("fdr", OPTION_TEXT, struct check_options, fdr_text, "PERCENT",
                 "at most this part of the functions that are said to have grown may be so by "
                 "chance (Benjamini and Hochberg); --confidence has to be met too"),
    HEADING("What is measured:"),
    ADDED_OPTION("self", OPTION_FLAG, struct check_options, self, NULL,
                 "samples in a function itself, without what it calls"),
    ADDED_OPTION("depth", OPTION_INTEGER, struct check_options, depth_number, "N",
                 "the boxes of the graph at depth N, each for itself; 1 is the outermost frame"),
    ADDED_OPTION("frame", OPTION_TEXT, struct check_options, frame_text, "REGEX",
                 "only functions whose names match a POSIX extended regular expression"),
    ADDED_OPTION("per", OPTION_TEXT, struct check_options, per_text, "REGEX",
                 "shares are of the samples in functions that match, which stand for the work "
                 "done, not of all samples"),
    ADDED_OPTION("period", OPTION_TEXT, struct check_options, period_text, "N",
                 "a sample counts N, such as the period of the event; 1: counts are samples, "
                 "whatever they look like"),
    HEADING("Output:"),
    ADDED_OPTION("top", OPTION_INTEGER, struct check_options, top_number, "N",
                 "list the N worst functions; 0: all. By default 20, and all with --json and "
                 "--junit"),
    ADDED_OPTION("json", OPTION_FLAG, struct check_options, json, NULL, "print JSON"),
    ADDED_OPTION("github", OPTION_FLAG, struct check_options, github, NULL,
                 "print annotations for GitHub Actions"),
    ADDED_OPTION("markdown", OPTION_FLAG, struct check_options, markdown, NULL,
                 "print a table for a merge request"),
    ADDED_OPTION("junit", OPTION_FLAG, struct check_options, junit, NULL,
                 "print JUnit's XML, a test case for each function"),
    HEADING("Other options:"),
    OPTION_END
};

const struct program check_program = {
    .name = "foldedcheck",
    .reads = "",
    .synopsis = "--max-share=PERCENT [OPTION...] [FILE...]\n"
                "       @foldedcheck --max-growth=PERCENT [OPTION...] BEFORE... -- AFTER...",
    .about = "Checks profiles, as folded stacks, against a limit: for CI and alerts. The exit "
             "status is 0 if the limit is kept, 1 if it is broken, 2 if the input or the command "
             "line is unusable, and 3 if there are too few samples to tell, or no function "
             "whose growth is to be checked.\n"
             "For growth, give several runs of each version: how far they differ says what is "
             "chance. Counts have to be samples: fold with stackcollapse-perf --counts. One file "
             "may be -, standard input, which --max-share reads without FILE.",
    .example = "  @foldedcheck --max-share 20% --depth 2 out.folded\n"
               "  @foldedcheck --max-growth 2% old1.folded old2.folded -- new1.folded "
               "new2.folded\n",
    .options = check_rows,
    .usage_status = FG_USAGE_GETOPT,
};

/* Reads "2%" as 0.02; false after a message. */
static bool options_percent(const char *text, const char *option, double least, double below,
                            double *value)
{
    struct slice s = slice_str(text);
    size_t end = skip_digits(s, 0);

    if (end < s.n && s.p[end] == '.')
        end = skip_digits(s, end + 1);
    *value = perl_double(perl_numify(s)) / 100;
    if (end > 0 && is_digit(s.p[0]) && end + 1 == s.n && s.p[end] == '%' && *value >= least
        && *value < below)
        return true;
    warn("--%s needs a percentage such as 2%%, not '%s'", option, text);
    return false;
}

static bool options_numbers(struct check_options *o)
{
    bool growth = o->max_growth != NULL;
    bool given_top = o->top_number.kind != PERL_INTEGER || o->top_number.u.magnitude != UINT64_MAX;

    if (o->depth_number.kind != PERL_INTEGER || o->top_number.kind != PERL_INTEGER) {
        warn("--depth and --top need a number that is not negative");
        return false;
    }
    o->depth = (size_t)o->depth_number.u.magnitude;
    size_t usual_top = o->json || o->junit ? 0 : USUAL_TOP;
    o->top = given_top ? (size_t)o->top_number.u.magnitude : usual_top;
    if (!growth && o->depth == 0 && o->frame_text == NULL && !o->self)
        o->depth = 1;
    if (o->period_text != NULL) {
        struct slice s = slice_str(o->period_text);
        o->period = perl_double(perl_numify(s));
        if (skip_digits(s, 0) != s.n || !(o->period > 0)) {
            warn("--period needs a whole number above 0, not '%s'", o->period_text);
            return false;
        }
    }
    return options_percent(growth ? o->max_growth : o->max_share,
                           growth ? "max-growth" : "max-share", 0, 1e9, &o->judge.limit)
           && options_percent(o->confidence_text != NULL ? o->confidence_text : "99%", "confidence",
                              0.5, 1, &o->judge.confidence)
           && (o->fdr_text == NULL
               || options_percent(o->fdr_text, "fdr", 1e-9, 1, &o->judge.fdr));
}

static bool options_patterns(struct check_options *o)
{
    return (o->frame_text == NULL || pattern_set(&o->frame, o->frame_text, "frame"))
           && (o->per_text == NULL || pattern_set(&o->per, o->per_text, "per"));
}

/* Divides the operands of --max-growth. The "--" between the sides ends the options as well,
 * unless another did before; `after` is the number of words after the first one. */
static bool options_sides(struct check_options *o, char **argv, size_t operands, size_t after)
{
    size_t before = operands - (after < operands ? after : operands);
    size_t skipped = 0;

    for (size_t i = 0; i < operands; i++) {
        if (strcmp(argv[i], "--") == 0) {
            before = i;
            skipped = 1;
        }
    }
    o->files[BEFORE] = argv;
    o->file_count[BEFORE] = before;
    o->files[AFTER] = argv + before + skipped;
    o->file_count[AFTER] = operands - before - skipped;
    /* Two are too many if operands precede both. */
    return before > 0 && o->file_count[AFTER] > 0 && (skipped == 0 || after >= operands);
}

/* All operands of --max-share, or standard input. */
static void options_files(struct check_options *o, char **argv, size_t operands)
{
    static char standard_input[] = "-";
    static char *const one[] = {standard_input};

    o->files[AFTER] = operands > 0 ? argv : one;
    o->file_count[AFTER] = operands > 0 ? operands : 1;
}

bool check_options_read(struct check_options *o, int argc, char **argv, int *status)
{
    size_t operands;
    size_t after = 0;

    for (int i = 1; i < argc && after == 0; i++)
        if (strcmp(argv[i], "--") == 0)
            after = (size_t)(argc - i - 1);
    o->top_number = perl_integer(UINT64_MAX);
    if (!program_start(&check_program, argc, argv, o, &operands, status)) {
        *status = *status == FG_FAILED ? FG_USAGE_GETOPT : *status;
        return false;
    }
    *status = FG_USAGE_GETOPT;
    options_files(o, argv, operands);
    o->judge.growth = o->max_growth != NULL;
    o->judge.self = o->self;
    if (o->judge.growth == (o->max_share != NULL))
        program_usage(&check_program, "expected either --max-share or --max-growth");
    else if (!o->judge.growth && (o->confidence_text != NULL || o->fdr_text != NULL))
        program_usage(&check_program, "--confidence and --fdr need --max-growth");
    else if (o->json + o->github + o->markdown + o->junit > 1)
        program_usage(&check_program, "expected one of --json, --github, --markdown and --junit");
    else if (o->judge.growth && !options_sides(o, argv, operands, after))
        program_usage(&check_program, "expected BEFORE... -- AFTER...");
    else if (operands_standard_inputs(argv, operands) > 1)
        program_usage(&check_program, "standard input can be read only once");
    else if (!options_numbers(o) || !options_patterns(o))
        program_usage(&check_program, NULL);
    else
        return true;
    return false;
}
