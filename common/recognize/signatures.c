#include "recognize/signatures.h"

#include "base/chars.h"

const struct signature signatures[] = {
    {"Chrome's Trace Event Format", "stackcollapse-chrome-tracing", SIGNATURE_DOCUMENT,
     "{\"traceEvents\""},
    {"Chrome's Trace Event Format", "stackcollapse-chrome-tracing", SIGNATURE_DOCUMENT,
     "[\"ph\""},
    {"the XML of xctrace", "stackcollapse-xctrace", SIGNATURE_DOCUMENT, "<<trace-query-result"},

    {"a profile of GHC", "stackcollapse-ghcprof", SIGNATURE_LINE,
     "*Time and Allocation Profiling Report*"},
    {"a profile of GHC", "stackcollapse-ghcprof", SIGNATURE_LINE, "COST CENTRE~MODULE~*"},
    {"the output of go tool pprof -raw", "stackcollapse-go", SIGNATURE_FIRST, "PeriodType: *"},
    {"the output of go tool pprof -raw", "stackcollapse-go", SIGNATURE_LINE, "Samples:"},
    {"a trace of Xdebug", "stackcollapse-xdebug", SIGNATURE_LINE, "TRACE START*"},
    {"a trace of Xdebug", "stackcollapse-xdebug", SIGNATURE_LINE, "File format: #"},
    {"a call tree of Visual Studio's profiler", "stackcollapse-vsprof", SIGNATURE_FIRST,
     "*Level,*Function Name,*"},
    {"VTune's memory consumption", "stackcollapse-vtune-mc", SIGNATURE_LINE,
     "*Function Stack*,*Alloc*"},
    {"a call tree of VTune", "stackcollapse-vtune", SIGNATURE_LINE, "*Function Stack*,*"},
    {"a call tree of Instruments", "stackcollapse-instruments", SIGNATURE_FIRST,
     "Running Time~Self*"},
    {"a call tree of Instruments", "stackcollapse-instruments", SIGNATURE_LINE,
     "#.# *s~#.#%~*#*s\t \t*"},

    {"a javacore of IBM Java", "stackcollapse-ibmjava", SIGNATURE_LINE, "0SECTION *"},
    {"a javacore of IBM Java", "stackcollapse-ibmjava", SIGNATURE_LINE, "#XMTHDINFO*"},
    {"a javacore of IBM Java", "stackcollapse-ibmjava", SIGNATURE_LINE, "#XMTHREADINFO*"},
    {"the output of jstack", "stackcollapse-jstack", SIGNATURE_LINE, "Full thread dump *"},
    {"the output of jstack", "stackcollapse-jstack", SIGNATURE_LINE, "\"*\" * tid=0x* nid=*"},
    {"a file of jcmd PID Thread.dump_to_file", "stackcollapse-jstack", SIGNATURE_DOCUMENT,
     "{\"threadDump\""},
    {"a file of jcmd PID Thread.dump_to_file", "stackcollapse-jstack", SIGNATURE_LINE,
     "\\## \"*\"*"},
    {"the output of Python's faulthandler", "stackcollapse-faulthandler", SIGNATURE_LINE,
     "*hread 0x&*(most recent call first):"},
    {"the output of eu-stack", "stackcollapse-elfutils", SIGNATURE_LINE, "PID # - *"},
    {"the output of eu-stack", "stackcollapse-elfutils", SIGNATURE_LINE, "TID #:"},
    {"a backtrace of gdb", "stackcollapse-gdb", SIGNATURE_LINE, "Thread # (*):"},
    {"a backtrace of gdb", "stackcollapse-gdb", SIGNATURE_LINE, "\\##~* (*)*"},
    {"the output of AIX's procstack", "stackcollapse-aix", SIGNATURE_LINE, "---------- tid\\# #*"},
    {"the output of AIX's procstack", "stackcollapse-aix", SIGNATURE_LINE, "0x&~*(*)*+ 0x&*"},
    {"the output of sample", "stackcollapse-sample", SIGNATURE_FIRST, "Analysis of sampling *"},
    {"the output of sample", "stackcollapse-sample", SIGNATURE_LINE, "Call graph:*"},
    {"the output of wallClockProfiler", "stackcollapse-wcp", SIGNATURE_LINE, "Full stacks*"},
    {"the output of wallClockProfiler", "stackcollapse-wcp", SIGNATURE_LINE, "#.#% =* (# samples)"},
    {"the output of pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "@ * [*samples*]*"},
    {"the output of pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "#.#%~[#]~*"},
    {"the output of pmcstat", "stackcollapse-pmc", SIGNATURE_LINE, "#%~[#]~*"},
    {"the output of bpftrace", "stackcollapse-bpftrace", SIGNATURE_LINE, "Attach* # probe*"},
    {"the output of bpftrace", "stackcollapse-bpftrace", SIGNATURE_LINE, "@*["},
    {"the output of SystemTap", "stackcollapse-stap", SIGNATURE_LINE, "~0x& : *"},
    {"the output of SystemTap", "stackcollapse-stap", SIGNATURE_LINE, "0x& : *"},
    {"a report of the lightweight Java profiler", "stackcollapse-ljp", SIGNATURE_LINE, "~#~#~*(*"},
    {"a report of the lightweight Java profiler", "stackcollapse-ljp", SIGNATURE_LINE, "#~#~*(*"},

    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "\\# captured on*: *"},
    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "\\# cmdline : *perf *"},
    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#~#.#:~*:*"},
    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#~[#]~#.#:~*:*"},
    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#/#~#.#:~*:*"},
    {"the output of perf script", "stackcollapse-perf", SIGNATURE_LINE, "*~#/#~[#]~#.#:~*:*"},
    {"the output of DTrace", "stackcollapse", SIGNATURE_LINE, "*CPU~ID~FUNCTION:NAME*"},
    {"the output of DTrace", "stackcollapse", SIGNATURE_LINE, "~*`*+0x&*"},
    {"stack traces of Java exceptions", "stackcollapse-java-exceptions", SIGNATURE_LINE,
     "~at *.*(*.java:#)*"},
    {"stack traces of Java exceptions", "stackcollapse-java-exceptions", SIGNATURE_LINE,
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
