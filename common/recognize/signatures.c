/* SPDX-License-Identifier: MIT */
#include "recognize/signatures.h"

#include "base/chars.h"

/* The formats, and their collapsers. */
#define TRACE_EVENTS "Chrome's Trace Event Format", "stackcollapse-chrome-tracing"
#define XCTRACE "the XML of xctrace", "stackcollapse-xctrace"
#define GHCPROF "a profile of GHC", "stackcollapse-ghcprof"
#define PPROF "the output of go tool pprof -raw", "stackcollapse-go"
#define XDEBUG "a trace of Xdebug", "stackcollapse-xdebug"
#define VSPROF "a call tree of Visual Studio's profiler", "stackcollapse-vsprof"
#define VTUNE_MC "VTune's memory consumption", "stackcollapse-vtune-mc"
#define VTUNE "a call tree of VTune", "stackcollapse-vtune"
#define INSTRUMENTS "a call tree of Instruments", "stackcollapse-instruments"
#define JAVACORE "a javacore of IBM Java", "stackcollapse-ibmjava"
#define JSTACK "the output of jstack", "stackcollapse-jstack"
#define THREAD_DUMP "a file of jcmd PID Thread.dump_to_file", "stackcollapse-jstack"
#define FAULTHANDLER "the output of Python's faulthandler", "stackcollapse-faulthandler"
#define EU_STACK "the output of eu-stack", "stackcollapse-elfutils"
#define GDB "a backtrace of gdb", "stackcollapse-gdb"
#define PROCSTACK "the output of AIX's procstack", "stackcollapse-aix"
#define SAMPLE "the output of sample", "stackcollapse-sample"
#define WCP "the output of wallClockProfiler", "stackcollapse-wcp"
#define PMCSTAT "the output of pmcstat", "stackcollapse-pmc"
#define BPFTRACE "the output of bpftrace", "stackcollapse-bpftrace"
#define SYSTEMTAP "the output of SystemTap", "stackcollapse-stap"
#define LJP "a report of the lightweight Java profiler", "stackcollapse-ljp"
#define PERF "the output of perf script", "stackcollapse-perf"
#define DTRACE "the output of DTrace", "stackcollapse"
#define EXCEPTIONS "stack traces of Java exceptions", "stackcollapse-java-exceptions"

#define DOCUMENT(format, pattern) {format, SIGNATURE_DOCUMENT, SIGNATURE_SURE, pattern}
#define FIRST(format, pattern) {format, SIGNATURE_FIRST, SIGNATURE_SURE, pattern}
#define SURE(format, pattern) {format, SIGNATURE_LINE, SIGNATURE_SURE, pattern}
#define LIKELY(format, pattern) {format, SIGNATURE_LINE, SIGNATURE_LIKELY, pattern}
#define WEAK(format, pattern) {format, SIGNATURE_LINE, SIGNATURE_WEAK, pattern}

const struct signature signatures[] = {
    DOCUMENT(TRACE_EVENTS, "{\"traceEvents\""),
    DOCUMENT(TRACE_EVENTS, "[\"ph\""),
    DOCUMENT(XCTRACE, "<<trace-query-result"),

    SURE(GHCPROF, "*Time and Allocation Profiling Report*"),
    LIKELY(GHCPROF, "COST CENTRE~MODULE~*"),
    FIRST(PPROF, "PeriodType: *"),
    LIKELY(PPROF, "Samples:"),
    SURE(XDEBUG, "TRACE START*"),
    LIKELY(XDEBUG, "File format: #"),
    FIRST(VSPROF, "*Level,*Function Name,*"),
    SURE(VTUNE_MC, "*Function Stack*,*Alloc*"),
    SURE(VTUNE, "*Function Stack*,*"),
    FIRST(INSTRUMENTS, "Running Time~Self*"),
    FIRST(INSTRUMENTS, "Weight\tSelf Weight\t*"),
    LIKELY(INSTRUMENTS, "#.# *s~#.#%~*#*s\t \t*"),

    SURE(JAVACORE, "0SECTION *"),
    SURE(JAVACORE, "#XMTHDINFO*"),
    SURE(JAVACORE, "#XMTHREADINFO*"),
    SURE(JSTACK, "Full thread dump *"),
    SURE(JSTACK, "\"*\" * tid=0x* nid=*"),
    DOCUMENT(THREAD_DUMP, "{\"threadDump\""),
    LIKELY(THREAD_DUMP, "\\##~\"*\"*"),
    SURE(FAULTHANDLER, "*hread 0x&*(most recent call first*):"),
    SURE(FAULTHANDLER, "Stack (most recent call first*):"),
    WEAK(FAULTHANDLER, "~File \"*\", line # in *"),
    SURE(EU_STACK, "PID # - *"),
    SURE(EU_STACK, "TID #:"),
    SURE(GDB, "Thread # (*):"),
    WEAK(GDB, "\\##~* (*)*"),
    SURE(PROCSTACK, "---------- tid\\# #*"),
    WEAK(PROCSTACK, "0x&~*(*)*+ 0x&*"),
    FIRST(SAMPLE, "Analysis of sampling *"),
    LIKELY(SAMPLE, "Call graph:"),
    LIKELY(WCP, "Full stacks:"),
    LIKELY(WCP, "#.#% =* (# samples)"),
    SURE(PMCSTAT, "@ * [*samples*]*"),
    WEAK(PMCSTAT, "#.#%~[#]~*"),
    WEAK(PMCSTAT, "#%~[#]~*"),
    DOCUMENT(BPFTRACE, "{\"type\": \"map\""),
    SURE(BPFTRACE, "Attach* # probe*"),
    LIKELY(BPFTRACE, "@*["),
    WEAK(BPFTRACE, "@*[*]: #"),
    LIKELY(SYSTEMTAP, "~0x& : *"),
    LIKELY(SYSTEMTAP, "0x& : *"),
    LIKELY(LJP, "~#~#~*.*(*.java:*)"),
    LIKELY(LJP, "#~#~*.*(*.java:*)"),
    WEAK(LJP, "~#~#~*(*"),
    WEAK(LJP, "#~#~*(*"),

    SURE(PERF, "\\# captured on*: *"),
    LIKELY(PERF, "\\# cmdline : *perf *"),
    LIKELY(PERF, "*~#~#.#:~*:*"),
    LIKELY(PERF, "*~#~[#]~#.#:~*:*"),
    LIKELY(PERF, "*~#/#~#.#:~*:*"),
    LIKELY(PERF, "*~#/#~[#]~#.#:~*:*"),
    LIKELY(PERF, "#/#~#.#:~*:*"),
    LIKELY(PERF, "#/#~[#]~#.#:~*:*"),
    WEAK(PERF, "~&~*(*)"),
    SURE(DTRACE, "*CPU~ID~FUNCTION:NAME*"),
    WEAK(DTRACE, "~*`*"),
    LIKELY(EXCEPTIONS, "~at *.*(*.java:#)*"),
    LIKELY(EXCEPTIONS, "~at *.*(Native Method)*"),

    {"folded stacks", "", SIGNATURE_FOLDED, SIGNATURE_WEAK, ""}
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
