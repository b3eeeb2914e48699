/* SPDX-License-Identifier: MIT */
#include "perf/repair.h"

#include "base/chars.h"
#include "perfscript/frame.h"

static bool is_one_of(char c, const char *set)
{
    return slice_find(slice_str(set), c) != SLICE_NONE;
}

struct slice perf_repair_symbol(struct slice symbol)
{
    while (slice_ends(symbol, "->") && !slice_ends(symbol, "operator->")
           && perfscript_v8_tag(symbol) == 0)
        symbol.n -= 2;
    return symbol;
}

size_t perf_repair_arrow(struct slice s)
{
    size_t depth = 0;

    if (perfscript_v8_tag(s) > 0)
        return s.n;
    for (size_t i = 0; i < s.n; i++) {
        if (slice_starts(slice_from(s, i), "->")) {
            bool blank = (i > 0 && s.p[i - 1] == ' ') || (i + 2 < s.n && s.p[i + 2] == ' ');
            if (depth == 0 && !blank && !slice_ends(slice_cut(s, 0, i), "operator"))
                return i;
            i++;
        } else if (is_one_of(s.p[i], "(<[{")) {
            depth++;
        } else if (is_one_of(s.p[i], ")>]}") && depth > 0) {
            depth--;
        }
    }
    return s.n;
}

/* Whether it is a type of the JVM, which follows the arguments: "V", "[I", "Ljava/X;", or
 * the beginning of the last. */
static bool is_jvm_type(struct slice s)
{
    s = slice_from(s, skip_run(s, 0, '['));
    if (s.n == 1)
        return is_one_of(s.p[0], "BCDFIJSVZ");
    return slice_starts(s, "L") && slice_find(s, ' ') == SLICE_NONE
           && (slice_ends(s, ";") || slice_find(s, '/') != SLICE_NONE);
}

/* Where a text in brackets at the end begins that may follow arguments: " [clone .cold]",
 * ")[Optimized]" and " (.cold)"; `end` if there is none. */
static size_t brackets_back(struct slice s, size_t end)
{
    struct slice before = slice_cut(s, 0, end);
    size_t open = slice_find_last(before, slice_ends(before, "]") ? '[' : '(');

    if (open == SLICE_NONE || open == 0)
        return end;
    struct slice text = slice_from(before, open - 1);
    if (slice_ends(before, "]") && (slice_starts(text, " [clone ") || slice_starts(text, ")[")))
        return text.p[0] == ')' ? open : open - 1;
    return slice_ends(before, ")") && slice_starts(text, " (.") ? open - 1 : end;
}

/* The end of the arguments that what follows them may end at `end`. */
static size_t qualifiers_back(struct slice s)
{
    static const char *const words[] = {" const", " volatile", " &", " &&", " noexcept", "@plt"};
    size_t end = s.n;
    size_t before;

    do {
        before = end;
        end = brackets_back(s, end);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (slice_ends(slice_cut(s, 0, end), words[i]))
                end -= strlen(words[i]);
    } while (end < before);
    size_t close = slice_find_last(slice_cut(s, 0, end), ')');
    if (close != SLICE_NONE && is_jvm_type(slice_cut(s, close + 1, end)))
        end = close + 1;
    return end;
}

/* Whether more of the brackets are open than closed at the end, apart from "->". */
static bool is_in_brackets(struct slice s)
{
    size_t opened = 0, closed = 0;

    for (size_t i = 0; i < s.n; i++) {
        opened += s.p[i] == '<' || s.p[i] == '{';
        closed += s.p[i] == '}' || (s.p[i] == '>' && (i == 0 || s.p[i - 1] != '-'));
    }
    return opened > closed;
}

/* Where arguments begin that were cut off before their ')'; the length if there are none. */
static size_t open_arguments(struct slice s)
{
    size_t open = s.n;
    size_t depth = 0;

    for (size_t i = s.n; i-- > 0;) {
        if (s.p[i] == ')')
            depth++;
        else if (s.p[i] == '(' && depth > 0)
            depth--;
        else if (s.p[i] == '(')
            open = i;
    }
    return open > 0 && !is_in_brackets(slice_cut(s, 0, open)) ? open : s.n;
}

size_t perf_repair_arguments(struct slice name)
{
    struct slice s = name;

    if (slice_find(name, '(') == SLICE_NONE)
        return name.n;
    size_t open = open_arguments(name);
    if (open < name.n)
        return open;
    s.n = qualifiers_back(name);
    if (!slice_ends(s, ")"))
        return name.n;
    open = perfscript_matching_parenthesis(s);
    if (open == SLICE_NONE || open == 0 || s.p[open - 1] == ':'
        || (slice_ends(s, "operator()") && open == s.n - 2))
        return name.n;
    return skip_spaces_back(name, open);
}

bool perf_v8_mark(struct slice name, size_t tag)
{
    return tag > 0 && tag < name.n && is_one_of(name.p[tag], "~^+*")
           && !slice_starts(name, "RegExp:");
}

static struct slice file_name(struct slice module)
{
    size_t slash = slice_find_last(module, '/');

    return slash == SLICE_NONE ? module : slice_from(module, slash + 1);
}

/* What the process has in its memory that is not a file, and what perf writes if it does
 * not know. */
static bool is_process_memory(struct slice module)
{
    static const char *const names[] = {"[vdso", "[vsyscall", "[vvar", "[vectors", "[sigpage",
                                        "[heap", "[stack", "[anon", "[uprobes", "[unknown"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_starts(module, names[i]))
            return true;
    return false;
}

/* "x.ko", or "x.ko." and the name of a compression. */
static bool is_kernel_object(struct slice file)
{
    size_t ko = slice_search_last(file, ".ko");

    return ko != SLICE_NONE && (ko + 3 == file.n || file.p[ko + 3] == '.');
}

bool perf_repair_is_kernel(struct slice module)
{
    static const char *const names[] = {"bpf_prog_", "bpf_trampoline_", "bpf_dispatcher_",
                                        "kprobe_insn_page", "kprobe_optinsn_page",
                                        "ftrace_trampoline", "vmlinux-", "vmlinux."};
    struct slice file = file_name(perf_repair_file(module));

    if (slice_starts(module, "["))
        return !is_process_memory(module);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_starts(file, names[i]))
            return true;
    return slice_ends(file, "vmlinux") || slice_is(module, "/proc/kcore")
           || slice_has(module, "/[kernel.") || is_kernel_object(file);
}

bool perf_repair_is_jit(struct slice module)
{
    struct slice file = file_name(perf_repair_file(module));

    if (slice_is(file, "memfd:doublemapper"))
        return true;
    if (!slice_starts(file, "jitted-"))
        return false;
    size_t pid = strlen("jitted-");
    size_t dash = skip_digits(file, pid);
    if (dash == pid || dash == file.n || file.p[dash] != '-')
        return false;
    size_t end = skip_digits(file, dash + 1);
    return end > dash + 1 && slice_is(slice_from(file, end), ".so");
}

struct slice perf_repair_file(struct slice module)
{
    if (slice_ends(module, " (deleted)"))
        module.n -= strlen(" (deleted)");
    return module;
}
