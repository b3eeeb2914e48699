/* SPDX-License-Identifier: MIT */
/* Reads the samples of recordings. */
#include "make_input.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
bool parse_frame(struct text line, struct frame *f)
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

void read_recording(struct recordings *r, const char *path)
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
