/*
 * Writes an input for the benchmarks to standard output, and on standard error
 * how much of it is distinct.
 *
 *   make_input [-s SEED] [-c SEED] [-n PERMILLE] KIND SIZE RECORDING...
 *
 * The same words give the same bytes. SIZE counts bytes, or what KIND says;
 * k, M and G stand for powers of 1000. RECORDING is a text of perf script.
 *
 *   repeat    the recordings as they are, again and again
 *   vary      their samples in random order, with other processes, times and
 *             addresses; PERMILLE (see FRESH) of the frames get a new name
 *   folded    distinct folded stacks of their names; with -c the counts, and
 *             one stack of twenty, are others
 *   unique    perf text in which no line occurs twice, but for the empty ones
 *   line      perf text with one line of SIZE bytes
 *   deep      one sample of SIZE frames
 *   shallow   SIZE samples of one frame each, no two of them the same
 *   collide   likewise, with names that have all the same hash: one half under
 *             djb2 (h * 33 + c), the other under FNV-1a of 32 bits
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FRESH = 40,      /* of 1000 frames that get a new name, unless -n is given */
    VARIED = 5,      /* one of so many frames has a new address, and the leaf always */
    PROCESSES = 12,  /* that a recorded one stands for */
    INSTANCES = 500, /* new names that are made of one */
    LINE = 900,      /* bytes of a folded stack, about */
    FRAMES = 20      /* of a sample in `unique` */
};

/* Random numbers: splitmix64. */

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t below(uint64_t *state, uint64_t limit)
{
    return mix(*state += 0x9e3779b97f4a7c15u) % limit;
}

/* Memory. */

static void fail(const char *message)
{
    fprintf(stderr, "make_input: %s\n", message);
    exit(1);
}

/* The array `old` with room for one element more; it doubles at powers of two. */
static void *room(void *old, size_t used, size_t size)
{
    if (used & (used - 1))
        return old;
    old = realloc(old, (used ? used * 2 : 1) * size);
    if (!old)
        fail("out of memory");
    return old;
}

/* A set of hashes. */

struct set {
    uint64_t *slots; /* 0: empty */
    size_t size, used;
};

/* Whether the hash is new. */
static bool set_add(struct set *s, uint64_t hash)
{
    size_t i;

    hash += !hash;
    if (s->used * 2 >= s->size) {
        struct set larger = {.size = s->size ? s->size * 2 : 1 << 16};
        larger.slots = calloc(larger.size, sizeof *larger.slots);
        if (!larger.slots)
            fail("out of memory");
        for (i = 0; i < s->size; i++)
            if (s->slots[i])
                set_add(&larger, s->slots[i]);
        free(s->slots);
        *s = larger;
    }
    for (i = hash & (s->size - 1); s->slots[i]; i = (i + 1) & (s->size - 1))
        if (s->slots[i] == hash)
            return false;
    s->slots[i] = hash;
    s->used++;
    return true;
}

static uint64_t hash_add(uint64_t hash, const char *bytes, size_t n)
{
    while (n--)
        hash = (hash ^ (unsigned char)*bytes++) * 0x100000001b3u;
    return hash;
}

/* Output. */

struct output {
    uint64_t bytes, lines, samples;
    uint64_t line, stack; /* hashes of what is being written */
    struct set distinct_lines, distinct_stacks;
};

static void put(struct output *o, const char *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, stdout) != n)
        fail("cannot write");
    o->bytes += n;
    o->line = hash_add(o->line, bytes, n);
}

static void putf(struct output *o, const char *format, ...)
{
    char text[128];
    va_list values;

    va_start(values, format);
    put(o, text, (size_t)vsnprintf(text, sizeof text, format, values));
    va_end(values);
}

/* A part of a frame that makes one stack differ from another. */
static void put_name(struct output *o, const char *bytes, size_t n)
{
    put(o, bytes, n);
    o->stack = hash_add(o->stack, bytes, n);
}

static void end_line(struct output *o)
{
    put(o, "\n", 1);
    o->lines++;
    set_add(&o->distinct_lines, mix(o->line));
    o->line = 0;
}

static void end_sample(struct output *o)
{
    end_line(o);
    o->samples++;
    set_add(&o->distinct_stacks, mix(o->stack));
    o->stack = 0;
}

/* The line of an event, with a time and what else may differ. */
static void put_header(struct output *o, const char *command, size_t n, uint64_t *state)
{
    uint64_t time = 1000000000 + o->samples * 700 + below(state, 700);
    unsigned pid = (unsigned)(1000 + below(state, PROCESSES) * 1301);
    unsigned cpu = (unsigned)below(state, 32);
    unsigned period = (unsigned)(2000000 + below(state, 20000));

    put_name(o, command, n);
    putf(o, " %5u [%03u] %5" PRIu64 ".%06" PRIu64 ": %10u cpu-clock: ", pid, cpu,
         time / 1000000, time % 1000000, period);
    end_line(o);
}

static void report(const struct output *o)
{
    fprintf(stderr,
            "%" PRIu64 " bytes, %" PRIu64 " lines (%.1f %% distinct), %" PRIu64
            " stacks (%.1f %% distinct)\n",
            o->bytes, o->lines,
            100.0 * (double)o->distinct_lines.used / (double)(o->lines + !o->lines), o->samples,
            100.0 * (double)o->distinct_stacks.used / (double)(o->samples + !o->samples));
}

/* Recordings. */

struct text {
    const char *at;
    size_t n;
};

struct frame {
    uint64_t address, offset;
    struct text name;   /* without the offset */
    struct text module; /* with its parentheses */
    bool has_offset;
};

struct sample {
    struct text command;
    size_t first, frames;
};

struct recordings {
    struct text *files;
    struct frame *frames;
    struct sample *samples;
    struct text *names;
    size_t files_n, frames_n, samples_n, names_n;
};

#define DIGITS "0123456789"

/* Where the characters begin that end at `p`. */
static const char *back(const char *p, const char *begin, const char *characters)
{
    while (p > begin && strchr(characters, p[-1]))
        p--;
    return p;
}

/* COMMAND PID[/TID] [CPU] SECONDS.MICROSECONDS: ... */
static bool parse_header(struct text line, struct text *command)
{
    const char *end = line.at + line.n;
    const char *p = line.at;
    const char *time;

    for (;; p++) {
        if (!(p = memchr(p, ' ', (size_t)(end - p))))
            return false;
        time = p + 1 + strspn(p + 1, DIGITS);
        if (time > p + 1 && *time == '.' && time[1 + strspn(time + 1, DIGITS)] == ':')
            break;
    }
    p = back(p, line.at, " ");
    if (p > line.at && p[-1] == ']')
        p = back(p, line.at, "[]" DIGITS);
    p = back(back(p, line.at, " "), line.at, "/" DIGITS);
    p = back(p, line.at, " ");
    *command = (struct text){line.at, (size_t)(p - line.at)};
    return p > line.at;
}

/* ADDRESS NAME[+0xOFFSET] (MODULE) */
static bool parse_frame(struct text line, struct frame *f)
{
    const char *p = line.at + strspn(line.at, " \t");
    const char *module = line.at + line.n;
    const char *plus;
    char *name;

    f->address = strtoull(p, &name, 16);
    if (name == p || *name != ' ')
        return false;
    while (module > name && strncmp(module, " (", 2) != 0)
        module--;
    if (module <= ++name)
        return false;
    f->module = (struct text){module + 1, (size_t)(line.at + line.n - module - 1)};
    for (plus = module; plus > name && isxdigit((unsigned char)plus[-1]); plus--)
        continue;
    f->has_offset = plus - name > 3 && memcmp(plus - 3, "+0x", 3) == 0;
    if (!f->has_offset)
        plus = module + 3;
    f->offset = f->has_offset ? strtoull(plus, NULL, 16) : 0;
    f->name = (struct text){name, (size_t)(plus - 3 - name)};
    return true;
}

/* The name as it stands in a folded stack, more or less. */
static void keep_name(struct recordings *r, struct text name)
{
    const char *end = memchr(name.at, '(', name.n);

    if (end)
        name.n = (size_t)(end - name.at);
    if (name.n < 2 || name.n > 200 || *name.at == '[' || memchr(name.at, ';', name.n))
        return;
    r->names = room(r->names, r->names_n, sizeof *r->names);
    r->names[r->names_n++] = name;
}

static void read_line(struct recordings *r, struct text line, struct sample *s)
{
    struct frame f;

    if (line.n == 0) {
        if (s->frames) {
            r->samples = room(r->samples, r->samples_n, sizeof *r->samples);
            r->samples[r->samples_n++] = *s;
        }
        *s = (struct sample){.first = r->frames_n};
    } else if (*line.at != ' ' && *line.at != '\t') {
        parse_header(line, &s->command);
    } else if (s->command.n && parse_frame(line, &f)) {
        r->frames = room(r->frames, r->frames_n, sizeof *r->frames);
        r->frames[r->frames_n++] = f;
        s->frames++;
        keep_name(r, f.name);
    }
}

static void read_recording(struct recordings *r, const char *path)
{
    struct sample s = {.first = r->frames_n};
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t n = 0;
    size_t end;
    int c;

    if (!file) {
        perror(path);
        exit(1);
    }
    while ((c = getc(file)) != EOF) {
        text = room(text, n, 1);
        text[n++] = (char)c;
    }
    fclose(file);
    text = room(text, n, 1);
    text[n] = '\0';
    r->files = room(r->files, r->files_n, sizeof *r->files);
    r->files[r->files_n++] = (struct text){text, n};
    for (size_t at = 0; at < n; at = end + 1) {
        end = at + strcspn(text + at, "\n");
        read_line(r, (struct text){text + at, end - at}, &s);
    }
}

/* repeat */

static void repeat(struct output *o, const struct recordings *r, uint64_t size)
{
    for (size_t i = 0; o->bytes < size; i = (i + 1) % r->files_n) {
        const char *p = r->files[i].at;
        while (p < r->files[i].at + r->files[i].n) {
            size_t n = strcspn(p, "\n");
            struct frame f;
            put(o, p, n);
            if (parse_frame((struct text){p, n}, &f))
                o->stack = hash_add(o->stack, f.name.at, f.name.n);
            if (n)
                end_line(o);
            else
                end_sample(o);
            p += n + 1;
        }
    }
}

/* vary */

/* An offset that a function of this size may have, and now and then a name of its own. */
static void put_varied(struct output *o, const struct frame *f, bool leaf, uint64_t slide,
                       int fresh, uint64_t *state)
{
    uint64_t span = f->offset < 64 ? 128 : f->offset > 4096 ? 8192 : f->offset * 2;
    uint64_t offset = f->offset;
    const char *end = memchr(f->name.at, '(', f->name.n);
    size_t n = end && end > f->name.at ? (size_t)(end - f->name.at) : f->name.n;

    if (leaf || below(state, VARIED) == 0)
        offset = below(state, span);
    putf(o, "\t%16" PRIx64 " ",
         f->address + offset - f->offset + (f->address >> 63 ? 0 : slide));
    put_name(o, f->name.at, n);
    if (*f->name.at != '[' && below(state, 1000) < (uint64_t)fresh) {
        char instance[24]; /* the low numbers are the likelier */
        uint64_t number = below(state, below(state, INSTANCES) + 1);
        put_name(o, instance, (size_t)snprintf(instance, sizeof instance, "_%" PRIu64, number));
    }
    put_name(o, f->name.at + n, f->name.n - n);
    if (f->has_offset)
        putf(o, "+0x%" PRIx64, offset);
    put(o, " ", 1);
    put(o, f->module.at, f->module.n);
    end_line(o);
}

static void vary(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                 int fresh)
{
    while (o->bytes < size) {
        const struct sample *s = &r->samples[below(state, r->samples_n)];
        uint64_t slide = below(state, PROCESSES) << 16;
        size_t i = 0;

        if (below(state, 7) == 0) /* a moment before the last calls */
            i = below(state, s->frames / 3 + 1);
        put_header(o, s->command.at, s->command.n, state);
        for (size_t leaf = i; i < s->frames; i++)
            put_varied(o, &r->frames[s->first + i], i == leaf, slide, fresh, state);
        end_sample(o);
    }
}

/* folded */

/* Functions call a few others each, one of them mostly. */
static size_t make_stack(char *stack, size_t limit, const struct recordings *r, uint64_t *state)
{
    size_t wanted = limit * 3 / 4 + below(state, limit / 4);
    uint64_t function = 1;
    size_t n = 0;

    while (n < wanted) {
        struct text name;
        function = mix(function + (below(state, 100) < 80 ? 0 : 1 + below(state, 3)));
        name = r->names[function % r->names_n];
        if (n)
            stack[n++] = ';';
        memcpy(stack + n, name.at, name.n);
        n += name.n;
    }
    return n;
}

static void folded(struct output *o, const struct recordings *r, uint64_t size, uint64_t seed,
                   uint64_t counts)
{
    char stack[2 * LINE];

    for (uint64_t i = 0; o->bytes < size; i++) {
        uint64_t state = mix(seed + i * 2);
        uint64_t other = mix(seed ^ mix(counts + i * 2 + 1));
        size_t n =
            make_stack(stack, LINE + LINE / 8, r, counts && i % 20 == 7 ? &other : &state);

        if (!set_add(&o->distinct_stacks, mix(hash_add(0, stack, n))))
            continue;
        put(o, stack, n);
        putf(o, " %" PRIu64, 1 + below(&other, 1 + below(&other, 100000)));
        end_line(o);
        o->samples++;
    }
}

/* The worst cases. */

static void unique(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state)
{
    while (o->bytes < size) {
        put_header(o, "unique", 6, state);
        for (int i = 0; i < FRAMES; i++) {
            const struct text *name = &r->names[below(state, r->names_n)];
            putf(o, "\t%16" PRIx64 " ", 0x550000000000 + o->lines * 16);
            put_name(o, name->at, name->n);
            putf(o, "_%" PRIx64 "+0x%x (/srv/app/unique)", o->lines,
                 (unsigned)below(state, 4096));
            end_line(o);
        }
        o->stack = o->samples;
        end_sample(o);
    }
}

static void line(struct output *o, uint64_t size, uint64_t *state)
{
    put_header(o, "line", 4, state);
    put(o, "\t    550000000000 ", 18);
    while (o->bytes < size)
        put_name(o, "call_of_a_call::", 16);
    put(o, "+0x12 (/srv/app/line)", 21);
    end_line(o);
    end_sample(o);
}

static void deep(struct output *o, const struct recordings *r, uint64_t frames, uint64_t *state)
{
    put_header(o, "deep", 4, state);
    while (frames--) {
        const struct text *name = &r->names[below(state, r->names_n)];
        putf(o, "\t%16" PRIx64 " ", 0x550000000000 + frames * 16);
        put_name(o, name->at, name->n);
        putf(o, "+0x%x (/srv/app/deep)", (unsigned)below(state, 4096));
        end_line(o);
    }
    end_sample(o);
}

/* Names that collide. Of each pair of words either may stand at its place. */

enum { PAIRS = 24, WORD = 8, WORDS = 1 << 19 };

struct pairs {
    char words[PAIRS][2][WORD];
    unsigned n;
};

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* The i-th of the words that are tried; no two are the same. */
static void make_word(char word[WORD], uint64_t i)
{
    i *= 0x9e3779b97f4a7c15u;
    for (int k = 0; k < WORD - 1; k++, i >>= 5)
        word[k] = (char)('A' + (i & 31));
    word[WORD - 1] = '\0';
}

/* FNV-1a stands the same behind both words of a pair; `hash` is where it stands before. */
static uint32_t fnv_pair(uint32_t hash, char pair[2][WORD], uint64_t *tried)
{
    size_t i;

    for (i = 0; i < WORDS; i++) {
        uint32_t h = hash;
        make_word(pair[0], i);
        for (int k = 0; pair[0][k]; k++)
            h = (h ^ (unsigned char)pair[0][k]) * 16777619u;
        tried[i] = (uint64_t)h << 32 | i;
    }
    qsort(tried, WORDS, sizeof *tried, ascending);
    for (i = 1; tried[i - 1] >> 32 != tried[i] >> 32; i++)
        if (i + 1 == WORDS)
            fail("no two words collide");
    make_word(pair[0], tried[i - 1] & (WORDS - 1));
    make_word(pair[1], tried[i] & (WORDS - 1));
    return (uint32_t)(tried[i] >> 32);
}

static void make_pairs(struct pairs *djb2, struct pairs *fnv, uint64_t names)
{
    uint64_t *tried = malloc(WORDS * sizeof *tried);
    uint32_t hash = 2166136261u;
    unsigned n = 0;

    if (!tried)
        fail("out of memory");
    for (; n < PAIRS && (uint64_t)1 << n < names; n++) {
        strcpy(djb2->words[n][0], "Ez");
        strcpy(djb2->words[n][1], "FY");
        hash = fnv_pair(hash, fnv->words[n], tried);
    }
    djb2->n = fnv->n = n;
    free(tried);
}

/* `shallow`, and `collide` with pairs. */
static void one_frame_stacks(struct output *o, uint64_t stacks, const struct pairs *djb2,
                             const struct pairs *fnv, uint64_t *state)
{
    for (uint64_t i = 0; i < stacks; i++) {
        const struct pairs *pairs = i % 2 ? djb2 : fnv;
        char number[24];
        put_header(o, "shallow", 7, state);
        putf(o, "\t%16" PRIx64 " ", 0x550000000000 + i * 16);
        if (pairs) {
            for (unsigned k = 0; k < pairs->n; k++) {
                const char *word = pairs->words[k][i / 2 >> k & 1];
                put_name(o, word, strlen(word));
            }
        } else {
            put_name(o, number, (size_t)snprintf(number, sizeof number, "f%" PRIu64, i));
        }
        put(o, " (/srv/app/shallow)", 19);
        end_line(o);
        end_sample(o);
    }
}

static uint64_t parse_size(const char *text)
{
    static const char units[] = "kMG";
    char *end;
    double size = strtod(text, &end);
    const char *unit = *end ? strchr(units, *end) : NULL;

    if (end == text || !(size >= 1) || (*end && (!unit || end[1])))
        fail("SIZE is a number, and k, M or G");
    for (; unit && unit >= units; unit--)
        size *= 1000;
    return (uint64_t)size;
}

static void make(struct output *o, const char *kind, uint64_t size, const struct recordings *r,
                 uint64_t seed, uint64_t counts, int fresh)
{
    uint64_t state = mix(seed);
    struct pairs djb2, fnv;

    if (strcmp(kind, "repeat") == 0) {
        repeat(o, r, size);
    } else if (strcmp(kind, "vary") == 0) {
        vary(o, r, size, &state, fresh);
    } else if (strcmp(kind, "folded") == 0) {
        folded(o, r, size, seed, counts);
    } else if (strcmp(kind, "unique") == 0) {
        unique(o, r, size, &state);
    } else if (strcmp(kind, "line") == 0) {
        line(o, size, &state);
    } else if (strcmp(kind, "deep") == 0) {
        deep(o, r, size, &state);
    } else if (strcmp(kind, "shallow") == 0) {
        one_frame_stacks(o, size, NULL, NULL, &state);
    } else if (strcmp(kind, "collide") == 0) {
        make_pairs(&djb2, &fnv, (size + 1) / 2);
        one_frame_stacks(o, size, &djb2, &fnv, &state);
    } else {
        fail("no such KIND");
    }
}

int main(int argc, char **argv)
{
    struct recordings r = {0};
    struct output o = {0};
    uint64_t seed = 1;
    uint64_t counts = 0;
    int fresh = FRESH;
    int option;

    while ((option = getopt(argc, argv, "s:c:n:")) != -1) {
        if (option == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (option == 'c')
            counts = strtoull(optarg, NULL, 10);
        else if (option == 'n')
            fresh = atoi(optarg);
        else
            return 2;
    }
    if (argc - optind < 3)
        fail("KIND, SIZE and RECORDING are wanted");
    for (int i = optind + 2; i < argc; i++)
        read_recording(&r, argv[i]);
    if (!r.samples_n || !r.names_n)
        fail("no sample in the recordings");
    make(&o, argv[optind], parse_size(argv[optind + 1]), &r, seed, counts, fresh);
    if (fflush(stdout) != 0)
        fail("cannot write");
    report(&o);
    return 0;
}
