/* SPDX-License-Identifier: MIT */
#include "perf/recording/verdict.h"

#include <errno.h>
#include <string.h>

#include "base/chars.h"
#include "base/message.h"

/* Messages of a perf that ends with the status 0, after which the text lacks something that is in
 * the recording, or has something wrong. What was lost while recording is not among them. */
static const char *const damages[] = {
    "corrupt", "truncated", "discarded", "unknown events", "not present in the header",
    "properly terminated", "failed to process", "Failed to process", "out of order events"
};

/* Removes the first line that says something from *text: not blank, nor "Warning:". */
static struct slice first_line(struct slice *text)
{
    struct slice line = {"", 0};

    while (text->n > 0 && (line.n == 0 || slice_is(line, "Warning:"))) {
        struct slice whole = slice_before(*text, '\n');
        *text = slice_from(*text, whole.n + (whole.n < text->n));
        line = trim_spaces(whole);
    }
    return line;
}

static struct slice quote(const struct script *s)
{
    struct slice text = strbuf_slice(&s->messages);
    struct slice line = first_line(&text);
    size_t most = 300;

    return slice_cut(line, 0, line.n < most ? line.n : most);
}

static bool is_damage(struct slice text)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++)
        if (slice_has(text, damages[i]))
            return true;
    return false;
}

/* How many lines of messages there are beside the one that is quoted. */
static size_t other_lines(const struct script *s)
{
    struct slice text = strbuf_slice(&s->messages);
    size_t lines = s->lines > 0 ? s->lines - 1 : 0;

    while (text.n > 0)
        if (slice_is(trim_spaces(slice_before(text, '\n')), "Warning:") && lines > 0) {
            lines--;
            break;
        } else {
            struct slice line = slice_before(text, '\n');
            text = slice_from(text, line.n + (line.n < text.n));
            if (trim_spaces(line).n > 0)
                break;
        }
    return lines;
}

enum recording_end verdict_not_started(const char *name, int error)
{
    const char *program = script_program();

    if (child_is_missing(error))
        warn("%s: cannot run '%s' to read this recording: %s; install it (Debian: linux-perf), or "
             "name another in PERF", name, program, strerror(error));
    else
        warn("%s: cannot run '%s' to read this recording: %s", name, program, strerror(error));
    return RECORDING_FAILED;
}

/* perf script did not end as it should. */
static enum recording_end verdict_failed(const char *name, const struct script *s, int status)
{
    struct slice line = quote(s);
    struct strbuf how = {0};

    if (s->error != 0)
        strbuf_printf(&how, "cannot be read: %s", strerror(s->error));
    else if (s->child.signal != 0)
        strbuf_printf(&how, "was ended by signal %d", s->child.signal);
    else
        strbuf_printf(&how, "failed with status %d", status);
    if (line.n > 0)
        strbuf_printf(&how, ": %.*s", (int)line.n, line.p);
    if (other_lines(s) > 0)
        strbuf_printf(&how, " (and %zu more)", other_lines(s));
    warn("%s: no stacks printed, since '%s script' %s; PERF names another perf", name,
         script_program(), strbuf_str(&how));
    strbuf_free(&how);
    return RECORDING_FAILED;
}

static enum recording_end verdict_warned(const char *name, const struct script *s)
{
    struct slice line = quote(s);
    size_t more = other_lines(s);

    if (more > 0)
        warn("%s: '%s script' warns: %.*s (and %zu more; 'perf script -i FILE > /dev/null' shows "
             "them)", name, script_program(), (int)line.n, line.p, more);
    else
        warn("%s: '%s script' warns: %.*s", name, script_program(), (int)line.n, line.p);
    return is_damage(strbuf_slice(&s->messages)) ? RECORDING_DAMAGED : RECORDING_READ;
}

enum recording_end verdict(const char *name, struct script *const *scripts,
                           const int *statuses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (statuses[i] == CHILD_NOT_FOUND && scripts[i]->messages.n == 0)
            return verdict_not_started(name, ENOENT);
        else if (statuses[i] != 0 || scripts[i]->error != 0)
            return verdict_failed(name, scripts[i], statuses[i]);
    /* All slices see all records, and so warn of the same. */
    for (size_t i = 0; i < count; i++)
        if (scripts[i]->lines > 0)
            return verdict_warned(name, scripts[i]);
    return RECORDING_READ;
}
