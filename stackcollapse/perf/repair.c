/* SPDX-License-Identifier: MIT */
#include "perf/repair.h"

#include "base/chars.h"

static bool is_one_of(char c, const char *set)
{
    return slice_find(slice_str(set), c) != SLICE_NONE;
}

/* The position of the '(' that belongs to the ')' at the end; SLICE_NONE if none does. */
static size_t matching_parenthesis(struct slice s)
{
    size_t depth = 0;

    for (size_t i = s.n; i-- > 0;) {
        if (s.p[i] == ')')
            depth++;
        else if (s.p[i] == '(' && --depth == 0)
            return i;
    }
    return SLICE_NONE;
}

/* Without "+0x1f" or "+12" at its end, and without another before that. The source text
 * in a name of V8 may end with the latter. */
static struct slice without_offsets(struct slice s)
{
    bool any_base = perf_v8_tag(s) == 0;

    for (;;) {
        size_t hex = skip_lower_hex_back(s, s.n);
        size_t decimal = skip_digits_back(s, s.n);
        size_t plus;
        if (hex < s.n && slice_ends(slice_cut(s, 0, hex), "+0x"))
            plus = hex - 3;
        else if (any_base && decimal < s.n && decimal > 1 && s.p[decimal - 1] == '+'
                 && s.p[decimal - 2] != '+')
            plus = decimal - 1;
        else
            return s;
        s.n = plus;
    }
}

static void set_symbol(struct perfscript_frame *f, struct slice symbol)
{
    symbol.n = skip_spaces_back(symbol, symbol.n);
    symbol = without_offsets(symbol);
    f->symbol = symbol.n > 0 ? symbol : slice_str("[unknown]");
}

static void set_module(struct perfscript_frame *f, struct slice module)
{
    size_t digits = skip_lower_hex_back(module, module.n);

    if (digits < module.n && digits > 3 && slice_ends(slice_cut(module, 0, digits), "+0x"))
        module.n = digits - 3;
    f->module = module;
}

/* Whether text that no parenthesis ends has a module all the same, which something else
 * follows: "f (/lib/x.so) y", but not "g<void (int)>::h". */
static bool has_more_after_module(struct slice rest)
{
    size_t close = slice_find_last(rest, ')');

    return close != SLICE_NONE && close + 1 < rest.n && is_space(rest.p[close + 1]);
}

void perf_repair_frame(struct slice line, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(line, 0);
    size_t pc_end = skip_word(line, pc);
    size_t end = skip_spaces_back(line, line.n);
    size_t open = SLICE_NONE;

    if (pc_end < end && !is_space(line.p[pc_end]))
        return;
    size_t symbol = skip_spaces(line, pc_end);
    struct slice rest = slice_cut(line, symbol < end ? symbol : end, end);
    if (slice_ends(rest, ")")) {
        open = matching_parenthesis(rest);
        if (open == SLICE_NONE)
            return;
    } else if (has_more_after_module(rest)) {
        return;
    }
    f->pc = slice_cut(line, pc, pc_end);
    if (open == SLICE_NONE || (open > 0 && !is_space(rest.p[open - 1]))) {
        set_symbol(f, rest);
        f->module = slice_of("", 0);
    } else {
        set_symbol(f, slice_cut(rest, 0, open));
        set_module(f, slice_cut(rest, open + 1, rest.n - 1));
    }
}

bool perf_repair_bare_frame(struct slice line, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(line, 0);
    size_t end = skip_lower_hex(line, pc);

    if (pc == 0 || end == pc || (end < line.n && !is_space(line.p[end])))
        return false;
    f->pc = slice_of(NULL, 0);
    perf_repair_frame(line, f);
    return f->pc.p != NULL;
}

bool perf_is_source_line(struct slice line)
{
    if (!slice_starts(line, "  ") || (line.n > 2 && is_space(line.p[2])))
        return false;
    size_t end = skip_lower_hex(line, 2);
    return line.n == 2 || end == 2 || (end < line.n && !is_space(line.p[end]));
}

struct slice perf_repair_symbol(struct slice symbol)
{
    while (slice_ends(symbol, "->") && !slice_ends(symbol, "operator->")
           && perf_v8_tag(symbol) == 0)
        symbol.n -= 2;
    return symbol;
}

size_t perf_repair_arrow(struct slice s)
{
    size_t depth = 0;

    if (perf_v8_tag(s) > 0)
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
    open = matching_parenthesis(s);
    if (open == SLICE_NONE || open == 0 || s.p[open - 1] == ':'
        || (slice_ends(s, "operator()") && open == s.n - 2))
        return name.n;
    return skip_spaces_back(name, open);
}

size_t perf_v8_tag(struct slice name)
{
    static const char *const tags[] = {"LazyCompile:", "JS:", "Function:", "Script:", "Eval:",
                                       "InterpretedFunction:", "RegExp:"};

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_starts(name, tags[i]))
            return strlen(tags[i]);
    return 0;
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
