/* SPDX-License-Identifier: MIT */
#include "perf/recording/script.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "io/interrupt.h"

enum {
    BLOCK = 256 * 1024,
    FEW = 64 * 1024,            /* after so few bytes the pipe may fill before the next read */
    NAP = 500 * 1000,           /* nanoseconds */
    MOST_MESSAGES = 64 * 1024,  /* bytes that are kept */
    FEED = 64 * 1024
};

const char *script_program(void)
{
    const char *program = getenv("PERF");

    return program != NULL && *program != '\0' ? program : "perf";
}

/* "731.250012000", as perf reads it. */
static void add_time(struct strbuf *to, uint64_t time)
{
    if (time > 0)
        strbuf_printf(to, "%" PRIu64 ".%09" PRIu64, time / 1000000000, time % 1000000000);
}

static char *copy(const char *text)
{
    char *to = xmalloc(strlen(text) + 1);

    return strcpy(to, text);
}

/* Only what leaves the folded stacks as they are: README.md here. Ends with NULL. */
static void script_words(char *words[], const struct script_options *o,
                         const struct script_range *range)
{
    struct strbuf times = {0};
    size_t n = 0;

    words[n++] = copy(script_program());
    words[n++] = copy("script");
    words[n++] = copy("-i");
    words[n++] = copy(o->file);
    if (o->symfs != NULL) {
        words[n++] = copy("--symfs");
        words[n++] = copy(o->symfs);
    }
    if (o->source_lines || o->bare) {
        words[n++] = copy("-F");
        words[n++] = copy(o->source_lines ? "+srcline" : "-symoff");
    }
    if (range->from > 0 || range->to > 0) {
        add_time(&times, range->from);
        strbuf_add_char(&times, ',');
        add_time(&times, range->to);
        words[n++] = copy("--time");
        words[n++] = copy(strbuf_str(&times));
    }
    words[n] = NULL;
    strbuf_free(&times);
}

/* Without O_NONBLOCK, a write to a full pipe would wait for a child that waits for us. */
static void script_feed_from(struct script *s, const struct script_options *o)
{
    s->feed = o->feed;
    s->unfed = o->head;
    s->room = xmalloc(FEED);
    fcntl(s->child.to, F_SETFL, O_NONBLOCK);
}

bool script_start(struct script *s, const struct script_options *o,
                  const struct script_range *range)
{
    enum { MOST_WORDS = 12 };
    char *words[MOST_WORDS];

    memset(s, 0, sizeof *s);
    script_words(words, o, range);
    s->error = child_start_watched(&s->child, words, o->feed != NULL ? -1 : o->input);
    s->started = s->error == 0;
    s->ended = !s->started;
    for (size_t i = 0; words[i] != NULL; i++)
        free(words[i]);
    if (s->started)
        fcntl(s->child.errors, F_SETFL, O_NONBLOCK);
    if (s->started && o->feed != NULL)
        script_feed_from(s, o);
    return s->started;
}

static void count_lines(struct script *s, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            s->within = false;
        else if (!s->within && !is_space(text.p[i])) {
            s->within = true;
            s->lines++;
        }
    }
}

/* Reads what there is of its messages; false at their end. */
static bool script_read_messages(struct script *s)
{
    char block[4096];
    ssize_t got;

    while ((got = read(s->child.errors, block, sizeof block)) > 0) {
        struct slice text = slice_of(block, (size_t)got);
        count_lines(s, text);
        if (s->messages.n < MOST_MESSAGES)
            strbuf_add(&s->messages, text);
    }
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Writes what it takes of its input, and reads more when all is written. */
static void script_feed(struct script *s, const struct pollfd *input, const struct pollfd *to)
{
    if (to->revents != 0) {
        ssize_t written = write(s->child.to, s->unfed.p, s->unfed.n);
        if (written > 0)
            s->unfed = slice_from(s->unfed, (size_t)written);
        else if (written < 0 && errno != EAGAIN && errno != EINTR)
            child_end_input(&s->child);     /* it reads no more */
    }
    if (input->revents != 0) {
        size_t got = reader_read(s->feed, s->room, FEED);
        s->unfed = slice_of(s->room, got);
        if (got == 0)
            child_end_input(&s->child);
    }
}

/* Lets the pipe fill, so that the two processes wake each other less often. */
static void script_nap(void)
{
    struct timespec nap = {0, NAP};

    nanosleep(&nap, NULL);
}

/* Reads the text that there is; false at its end. */
static bool script_read_text(struct script *s, struct strbuf *text, size_t *got)
{
    strbuf_reserve(text, BLOCK);
    ssize_t n = read(s->child.from, text->p + text->n, BLOCK);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (n < 0)
        s->error = errno;
    if (n <= 0)
        return false;
    *got = (size_t)n;
    text->n += *got;
    return true;
}

bool script_read(struct script *s, struct strbuf *text)
{
    size_t got = 0;

    while (got == 0 && !s->ended) {
        bool open = s->feed != NULL && s->child.to >= 0;
        struct pollfd fds[] = {
            {s->child.from, POLLIN, 0}, {s->child.errors, POLLIN, 0},
            {open && s->unfed.n == 0 ? s->feed->fd : -1, POLLIN, 0},
            {open && s->unfed.n > 0 ? s->child.to : -1, POLLOUT, 0}
        };
        if (!interrupt_poll(fds, sizeof fds / sizeof *fds))
            return false;
        if ((fds[0].revents & POLLNVAL) != 0) {
            s->error = errno;
            return false;
        }
        if (fds[1].revents != 0 && !script_read_messages(s)) {
            close(s->child.errors);
            s->child.errors = -1;
        }
        if (open)
            script_feed(s, &fds[2], &fds[3]);
        if (fds[0].revents != 0)
            s->ended = !script_read_text(s, text, &got);
    }
    if (got > 0 && got < FEW)
        script_nap();
    return got > 0;
}

int script_stop(struct script *s)
{
    if (!s->started)
        return 0;
    if (!s->ended)
        child_kill(&s->child);
    else if (s->child.errors >= 0) {
        fcntl(s->child.errors, F_SETFL, 0);
        script_read_messages(s);
    }
    s->started = false;
    return child_stop(&s->child);
}

void script_free(struct script *s)
{
    strbuf_free(&s->messages);
    free(s->room);
}
