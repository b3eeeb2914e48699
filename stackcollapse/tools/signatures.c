#include "tools/signatures.h"

#include "base/chars.h"

const struct signature signatures[] = {
    {"Chrome's Trace Event Format", "stackcollapse-chrome-tracing", SIGNATURE_DOCUMENT,
     "{\"traceEvents\""},
    {"Chrome's Trace Event Format", "stackcollapse-chrome-tracing", SIGNATURE_DOCUMENT,
     "[\"ph\""},
    {"xctrace", "stackcollapse-xctrace", SIGNATURE_DOCUMENT, "<<trace-query-result"},

    {"ghcprof", "stackcollapse-ghcprof", SIGNATURE_LINE,
     "*Time and Allocation Profiling Report*"},
    {"ghcprof", "stackcollapse-ghcprof", SIGNATURE_LINE, "COST CENTRE~MODULE~*"},
    {"go tool pprof -raw", "stackcollapse-go", SIGNATURE_FIRST, "PeriodType: *"},
    {"go tool pprof -raw", "stackcollapse-go", SIGNATURE_LINE, "Samples:"},
    {"Xdebug", "stackcollapse-xdebug", SIGNATURE_LINE, "TRACE START*"},
    {"Xdebug", "stackcollapse-xdebug", SIGNATURE_LINE, "File format: #"},
    {"vsprof", "stackcollapse-vsprof", SIGNATURE_FIRST, "*Level,*Function Name,*"},
    {"VTune's memory consumption", "stackcollapse-vtune-mc", SIGNATURE_LINE,
     "*Function Stack*,*Alloc*"},
    {"VTune", "stackcollapse-vtune", SIGNATURE_LINE, "*Function Stack*,*"},
    {"Instruments' call tree", "stackcollapse-instruments", SIGNATURE_FIRST,
     "Running Time~Self*"},
    {"Instruments' call tree", "stackcollapse-instruments", SIGNATURE_LINE,
     "#.# *s~#.#%~*#*s\t \t*"},

    {"ibmjava", "stackcollapse-ibmjava", SIGNATURE_LINE, "0SECTION *"},
    {"ibmjava", "stackcollapse-ibmjava", SIGNATURE_LINE, "#XMTHDINFO*"},
    {"ibmjava", "stackcollapse-ibmjava", SIGNATURE_LINE, "#XMTHREADINFO*"},
    {"jstack", "stackcollapse-jstack", SIGNATURE_LINE, "Full thread dump *"},
    {"jstack", "stackcollapse-jstack", SIGNATURE_LINE, "\"*\" * tid=0x* nid=*"},
    {"faulthandler", "stackcollapse-faulthandler", SIGNATURE_LINE,
     "*hread 0x&*(most recent call first):"},
    {"elfutils", "stackcollapse-elfutils", SIGNATURE_LINE, "PID # - *"},
    {"elfutils", "stackcollapse-elfutils", SIGNATURE_LINE, "TID #:"},
    {"gdb", "stackcollapse-gdb", SIGNATURE_LINE, "Thread # (*):"},
    {"gdb", "stackcollapse-gdb", SIGNATURE_LINE, "\\##~* (*)*"},
    {"AIX's procstack", "stackcollapse-aix", SIGNATURE_LINE, "---------- tid\\# #*"},
    {"AIX's procstack", "stackcollapse-aix", SIGNATURE_LINE, "0x&~*(*)*+ 0x&*"},
    {"sample", "stackcollapse-sample", SIGNATURE_FIRST, "Analysis of sampling *"},
    {"sample", "stackcollapse-sample", SIGNATURE_LINE, "Call graph:*"},
    {"wallClockProfiler", "stackcollapse-wcp", SIGNATURE_LINE, "Full stacks*"},
    {"wallClockProfiler", "stackcollapse-wcp", SIGNATURE_LINE, "#.#% =* (# samples)"},
    {"pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "@ * [*samples*]*"},
    {"pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "#.#%~[#]~*"},
    {"pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "#%~[#]~*"},
    {"bpftrace", "stackcollapse-bpftrace", SIGNATURE_LINE, "Attach* # probe*"},
    {"bpftrace", "stackcollapse-bpftrace", SIGNATURE_LINE, "@*["},
    {"SystemTap", "stackcollapse-stap", SIGNATURE_LINE, "~0x& : *"},
    {"SystemTap", "stackcollapse-stap", SIGNATURE_LINE, "0x& : *"},
    {"ljp", "stackcollapse-ljp", SIGNATURE_LINE, "~#~#~*(*"},
    {"ljp", "stackcollapse-ljp", SIGNATURE_LINE, "#~#~*(*"},

    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "\\# captured on*: *"},
    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "\\# cmdline : *perf *"},
    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#~#.#:~*:*"},
    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#~[#]~#.#:~*:*"},
    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#/#~#.#:~*:*"},
    {"perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#/#~[#]~#.#:~*:*"},
    {"DTrace", "stackcollapse", SIGNATURE_LINE, "*CPU~ID~FUNCTION:NAME*"},
    {"DTrace", "stackcollapse", SIGNATURE_LINE, "~*`*+0x&*"},
    {"Java exceptions", "stackcollapse-java-exceptions", SIGNATURE_LINE,
     "~at *.*(*.java:#)*"},
    {"Java exceptions", "stackcollapse-java-exceptions", SIGNATURE_LINE,
     "~at *.*(Native Method)*"},

    {"folded stacks", "", SIGNATURE_LINE, "*;*~#"},
    {"folded stacks", "", SIGNATURE_LINE, "*;*~#.#"}
};

const size_t signature_count = sizeof signatures / sizeof *signatures;

enum { MOST_BYTES = 400 };

/* Skips what one character of the pattern matches in the line; false if that is nothing. */
static bool match_one(const char **pattern, struct slice line, size_t *at)
{
    size_t from = *at;

    if (**pattern == '~') {
        *at = skip_spaces(line, from);
    } else if (**pattern == '#') {
        *at = skip_digits(line, from);
    } else if (**pattern == '&') {
        *at = skip_lower_hex(line, from);
    } else {
        *pattern += **pattern == '\\';
        *at += from < line.n && line.p[from] == **pattern;
    }
    ++*pattern;
    return *at > from;
}

bool signature_matches(const char *pattern, struct slice line)
{
    const char *star = NULL;    /* after the last '*' */
    size_t starred = 0;         /* where the match of what follows it was tried */
    size_t at = 0;

    if (line.n > MOST_BYTES)
        line.n = MOST_BYTES;
    for (;;) {
        if (*pattern == '*') {
            star = ++pattern;
            starred = at;
        } else if (*pattern == '\0' && at == line.n) {
            return true;
        } else if (*pattern == '\0' || !match_one(&pattern, line, &at)) {
            if (star == NULL || starred == line.n)
                return false;
            pattern = star;
            at = ++starred;
        }
    }
}

static const struct signature *of_document(struct slice text)
{
    text = trim_spaces(text);
    for (size_t i = 0; i < signature_count; i++)
        if (signatures[i].place == SIGNATURE_DOCUMENT && text.n > 0
            && text.p[0] == signatures[i].pattern[0]
            && slice_has(text, signatures[i].pattern + 1))
            return &signatures[i];
    return NULL;
}

static const struct signature *of_line(struct slice line, bool first)
{
    for (size_t i = 0; i < signature_count; i++)
        if ((signatures[i].place == SIGNATURE_LINE
             || (first && signatures[i].place == SIGNATURE_FIRST))
            && signature_matches(signatures[i].pattern, line))
            return &signatures[i];
    return NULL;
}

const struct signature *signature_find(struct slice text)
{
    const struct signature *found = of_document(text);
    bool first = true;

    while (found == NULL && text.n > 0) {
        size_t length = slice_find(text, '\n');
        struct slice line = slice_cut(text, 0, length != SLICE_NONE ? length : text.n);
        text = slice_from(text, length != SLICE_NONE ? length + 1 : text.n);
        line.n = skip_spaces_back(line, line.n);
        if (line.n == 0)
            continue;
        found = of_line(line, first);
        first = false;
    }
    return found;
}
