/* SPDX-License-Identifier: MIT */
/* The lines of a thread dump that belong to no stack. */
#include "base/chars.h"
#include "jstack.h"

/* The beginnings of such lines. */
static const char *const beginnings[] = {
    "Full thread dump", "Full Java thread dump",
    "Threads class SMR info:", "_java_thread_list", "_to_delete_list", "_delete_", "_deleted_",
    "_tlh_", "_max_", "0x", "next-> 0x", "}",
    "JNI global references:", "JNI global refs:",
    "   Locked ownable synchronizers:", "   No compile task", "   Compiling: ",
    "   Thread: 0x", "   JavaThread state: ", "   Carrying virtual thread #",
    "   Mounted virtual thread ",
    /* deadlocks */
    "Found one Java-level deadlock:", "Found a total of ", "Found 1 deadlock",
    "No deadlocks found", "Deadlock Detection:", "Java stack information for the threads",
    "======", "  waiting to lock ", "  waiting for ownable synchronizer ", "  which is held by ",
    "  in JNI, which is held by ", "  in Object.wait()",
    /* the heap, after kill -QUIT */
    "Heap", " PSYoungGen ", " ParOldGen ", " PSOldGen ", " PSPermGen ", " Metaspace ",
    " garbage-first heap ", " def new generation ", " tenured generation ",
    " par new generation ", " concurrent mark-sweep generation ", " concurrent-mark-sweep ",
    " compacting perm gen ", " DefNew ", " Tenured ", " Epsilon Heap", " ZHeap ",
    " Shenandoah Heap", "  eden space ", "  from space ", "  to   space ", "  to space ",
    "  object space ", "  class space ", "  region size ", "  the space ", "   the space ",
    "  eden ", "  from ", "  to ", "No shared spaces configured.",
    /* jcmd, jhsdb */
    "Attaching to process ID ", "Debugger attached successfully.", "Server compiler detected.",
    "Client compiler detected.", "JVM version is "
};

/* "2024-05-01 10:00:00" */
static bool is_date(struct slice line)
{
    return skip_digits(line, 0) == 4 && line.p[0] == '2'
           && slice_starts(slice_from(line, 4), "-");
}

/* "4711", or as jcmd prints it, "4711:"; or a version, "21.0.2+13" */
static bool is_number(struct slice line)
{
    size_t digits = skip_digits(line, 0);
    struct slice rest = slice_from(line, digits);

    return digits > 0 && (rest.n == 0 || slice_is(rest, ":") || rest.p[0] == '.'
                          || rest.p[0] == '+') && skip_non_spaces(line, 0) == line.n;
}

bool jstack_is_information(struct slice line)
{
    if (slice_starts(trim_left(line), "-") || is_date(line) || is_number(line)
        || skip_spaces(line, 0) == line.n)
        return true;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (slice_starts(line, beginnings[i]))
            return true;
    return slice_starts(line, "Found ") && slice_has(line, " deadlock");
}
