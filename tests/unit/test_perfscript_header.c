/* SPDX-License-Identifier: MIT */
#include "perfscript/header.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "test.h"

enum { FIELDS = 7 };

/* Headers: the command name, pid, tid, period, event, record and rest; NULL: not there. */
static const struct {
    const char *text;
    const char *fields[FIELDS];     /* the first is NULL for other lines */
} headers[] = {
    {"app 12/13 [001] 5.5: 100 cycles: ", {"app", "12", "13", "100", "cycles", NULL, ""}},
    {"app 12 5.5: cycles:u:", {"app", "12", NULL, NULL, "cycles:u", NULL, ""}},
    {"  app  12 [001] 5.5:  100 cycles:P:  7f10 main (/x)",
     {"app", "12", NULL, "100", "cycles:P", NULL, "7f10 main (/x)"}},
    {"w 24555 1327.301881: 1 cycles:", {"w", "24555", NULL, "1", "cycles", NULL, ""}},
    {"worker 1 4711 5.5: 1 cycles:", {"worker 1", "4711", NULL, "1", "cycles", NULL, ""}},
    {"swapper -1/-1 [000] 5.5: 1 cycles:", {"swapper", "-1", "-1", "1", "cycles", NULL, ""}},
    {"12345 77 9.1: 3 cycles:", {"12345", "77", NULL, "3", "cycles", NULL, ""}},
    {"77 9.1: 3 cycles:", {"77", "77", NULL, "3", "cycles", NULL, ""}},
    {"app 12 [001] U 2026-01-02 10:11:12.123456 5.5: 1 cycles:",
     {"app", "12", NULL, "1", "cycles", NULL, ""}},
    {"app 12 5.5: -3 cycles:", {"app", "12", NULL, "-3", "cycles", NULL, ""}},
    {"app 12 5.5:7 cycles:", {"app", "12", NULL, "7", "cycles", NULL, ""}},
    {"app 12 5.5: 100 ", {"app", "12", NULL, "100", NULL, NULL, ""}},
    {"app 12 5.5: x5 cycles:", {"app", "12", NULL, NULL, NULL, NULL, "x5 cycles:"}},
    {"app 12 100 cycles: ", {"app", "12", NULL, "100", "cycles", NULL, ""}},
    {"app 12 cycles: ", {"app", "12", NULL, NULL, "cycles", NULL, ""}},
    {"app 12", {"app", "12", NULL, NULL, NULL, NULL, ""}},
    {"app 12 5.5: PERF_RECORD_EXIT(1:1):(2:2)",
     {"app", "12", NULL, NULL, NULL, "PERF_RECORD_EXIT(1", ""}},
    {"app 12 5.5: PERF_RECORD_LOST lost 41",
     {"app", "12", NULL, NULL, NULL, "PERF_RECORD_LOST", "lost 41"}},
    {"app 12 5.5: sched:sched_waking: comm=b pid=7",
     {"app", "12", NULL, NULL, "sched:sched_waking", NULL, "comm=b pid=7"}},
    {"", {NULL}}, {" ", {NULL}}, {"app", {NULL}}, {"12", {NULL}}, {"app 12x 5.5:", {NULL}},
    {"  app 12 cycles: ", {NULL}}, {"app 12 foo", {NULL}}, {"app 12/x cycles:", {NULL}}
};

static void check_header(const char *string, const char *const wanted[FIELDS])
{
    struct perfscript_header h;
    size_t n = strlen(string);
    char *text = xmalloc(n);

    if (n > 0)
        memcpy(text, string, n);
    test_case = string;
    bool found = perfscript_parse_header(slice_of(text, n), &h);
    CHECK(found == (wanted[0] != NULL));
    if (found && wanted[0] != NULL) {
        struct slice fields[FIELDS] = {h.event.comm, h.event.first, h.event.second,
                                       h.event.period, h.event.event, h.record, h.rest};
        for (size_t i = 0; i < FIELDS; i++) {
            CHECK((fields[i].p != NULL) == (wanted[i] != NULL));
            CHECK_EQ_SLICE(fields[i], slice_str(wanted[i] != NULL ? wanted[i] : ""));
        }
    }
    free(text);
    test_case = NULL;
}

/* Rests: the address, the symbol and the module. */
static const struct {
    const char *text;
    const char *fields[3];
} rests[] = {
    {"7f10 main+0x8 (/x)", {"7f10", "main+0x8", "/x"}},
    {"7f10 f(int, a b) (/x)", {"7f10", "f(int, a b)", "/x"}},
    {"7f67 [heap] (/x) 55d0 add (/y)", {"55d0", "add", "/y"}},
    {"7f67 [heap] (/x)  13 |OP LOAD|BLK  N/A  87 ffffffff81 halt ([k])",
     {"ffffffff81", "halt", "[k]"}},
    {"7f10 main (/x) ilen: 3 insn: 48 89 e5", {"7f10", "main", "/x"}},
    {"7f10 main", {NULL}}, {"main (/x)", {NULL}}, {"", {NULL}}, {"7f10 (/x)", {NULL}}
};

static void test_rests(void)
{
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        struct perfscript_frame f;
        test_case = rests[i].text;
        bool found = perfscript_parse_rest(slice_str(rests[i].text), &f);
        CHECK(found == (rests[i].fields[0] != NULL));
        if (found && rests[i].fields[0] != NULL) {
            CHECK_EQ_SLICE(f.pc, slice_str(rests[i].fields[0]));
            CHECK_EQ_SLICE(f.symbol, slice_str(rests[i].fields[1]));
            CHECK_EQ_SLICE(f.module, slice_str(rests[i].fields[2]));
        }
    }
    test_case = NULL;
}

static void check_name(const char *name, const char *pmu, const char *event,
                       const char *modifiers)
{
    struct perfscript_event_name parts = perfscript_event_name(slice_str(name));

    CHECK_EQ_SLICE(parts.pmu, slice_str(pmu));
    CHECK_EQ_SLICE(parts.event, slice_str(event));
    CHECK_EQ_SLICE(parts.modifiers, slice_str(modifiers));
}

static void test_names(void)
{
    check_name("cycles", "", "cycles", "");
    check_name("cycles:ppp", "", "cycles", "ppp");
    check_name("cpu_core/cycles/", "cpu_core", "cycles", "");
    check_name("cpu/event=0x3c,umask=1/uk", "cpu", "event=0x3c,umask=1", "uk");
    check_name("sched:sched_switch", "", "sched:sched_switch", "");
    check_name("a/b", "", "a/b", "");
    check_name("", "", "", "");
    CHECK(perfscript_is_tracepoint(slice_str("sched:sched_switch")));
    CHECK(!perfscript_is_tracepoint(slice_str("cycles:P")));
}

int main(void)
{
    struct perfscript_header lost;

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        check_header(headers[i].text, headers[i].fields);
    test_rests();
    test_names();
    CHECK(perfscript_parse_header(slice_str("a 1 5.5: PERF_RECORD_LOST lost 41"), &lost));
    CHECK_EQ_SIZE(perfscript_lost(&lost), 41);
    CHECK(perfscript_parse_header(slice_str("a 1 5.5: PERF_RECORD_FORK(1:1)"), &lost));
    CHECK_EQ_SIZE(perfscript_lost(&lost), 0);
    return test_report();
}
