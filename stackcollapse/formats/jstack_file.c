/* SPDX-License-Identifier: MIT */
/*
 * The files that `jcmd PID Thread.dump_to_file FILE` writes, of Java 21 and of Java 25, and
 * with -format=json:
 *
 *     4711
 *     2025-09-16T10:00:00.123456Z
 *     21.0.2+13
 *
 *     #22 "pool-1-thread-7"
 *           java.base/java.io.FileInputStream.readBytes(Native Method)
 *           org.example.Indexer.run(Indexer.java:17)
 *
 *     #34 "" virtual RUNNABLE 2025-09-16T10:00:00.123456Z
 *         at org.example.Indexer.run(Indexer.java:17)
 *
 * A thread of Java 21 has no state. Virtual threads are threads like others; the thread
 * that runs one shows it by its leaf.
 */
#include "base/chars.h"
#include "base/scan.h"
#include "documents/json.h"
#include "io/source.h"
#include "javaname.h"
#include "jstack.h"

static void file_begin_thread(struct jstack *s, struct slice name)
{
    jstack_begin_thread(s, name.n > 0 ? name : slice_str("virtual thread"));
    s->in_file = s->thread.frames.repair = true;
    s->states++;
}

static void file_push(struct jstack *s, struct slice text)
{
    struct slice function = slice_before(text, '(');

    if (!s->inside && slice_ends(function, "jdk.internal.vm.Continuation.run"))
        s->waits.count++;
    jstack_push(s, function);
}

bool jstack_file_header(struct jstack *s, struct slice line)
{
    if (!scan_text(&line, "#") || scan_digits(&line).n == 0 || !scan_text(&line, " \""))
        return false;
    size_t end = slice_find_last(line, '"');
    if (end == SLICE_NONE)
        return false;
    jstack_end_thread(s);
    file_begin_thread(s, slice_cut(line, 0, end));
    scan_bytes(&line, end + 1);
    struct slice word = scan_word(&line);
    if (slice_is(word, "virtual"))
        word = scan_word(&line);
    if (word.n > 0)
        jstack_set_state(s, word);
    return true;
}

void jstack_file_line(struct jstack *s, struct slice line)
{
    struct slice text = trim_left(line);

    scan_text(&text, "at ");
    if (!slice_starts(text, "-") && slice_find(text, '(') != SLICE_NONE)
        file_push(s, text);
    else if (!jstack_is_information(line))
        collapse_unrecognized(&s->thread.collapse, line);
}

bool jstack_json_line(struct jstack *s, struct slice line)
{
    const struct collapse *c = &s->thread.collapse;

    if (s->json_name == NULL && c->input.line != 1)
        return false;
    bool begins = slice_starts(line, "{");
    if (s->json_name != NULL && (begins || c->input.line == 1))
        jstack_json_end(s);
    if (begins) {
        s->json_name = c->input.name;
        s->json_line = c->input.line;
    }
    if (s->json_name == NULL)
        return false;
    strbuf_add(&s->json, line);
    strbuf_add_char(&s->json, '\n');
    return true;
}

/* The strings of the array "stack". */
static void json_read_stack(struct jstack *s, struct json *j)
{
    enum json_token token;

    while ((token = json_next(j)) != JSON_ARRAY_END && token != JSON_ERROR)
        if (token == JSON_STRING)
            file_push(s, strbuf_slice(&j->text));
        else if (!json_skip(j, token))
            return;
}

/* The keys of a thread. */
enum file_key { KEY_OTHER, KEY_NAME, KEY_STATE, KEY_STACK };

static enum file_key json_key(struct slice text)
{
    return slice_is(text, "name") ? KEY_NAME : slice_is(text, "state") ? KEY_STATE
           : slice_is(text, "stack") ? KEY_STACK : KEY_OTHER;
}

static void json_read_string(struct jstack *s, enum file_key key, struct slice text)
{
    if (key == KEY_NAME)
        file_begin_thread(s, text);
    else if (key == KEY_STATE)
        jstack_set_state(s, text);
}

/* The threads are the objects with a key "stack", wherever they are. */
static void json_read_threads(struct jstack *s, struct json *j)
{
    size_t depth = 0, thread_depth = 0;     /* of objects */
    enum file_key key = KEY_OTHER;
    enum json_token token;

    while ((token = json_next(j)) != JSON_DONE && token != JSON_ERROR) {
        if (token == JSON_STRING)
            json_read_string(s, key, strbuf_slice(&j->text));
        if (token == JSON_ARRAY && key == KEY_STACK) {
            thread_depth = depth;
            json_read_stack(s, j);
        }
        if (token == JSON_OBJECT_END && depth == thread_depth) {
            jstack_end_thread(s);
            thread_depth = 0;
        }
        depth += token == JSON_OBJECT;
        depth -= token == JSON_OBJECT_END;
        key = token == JSON_KEY ? json_key(strbuf_slice(&j->text)) : KEY_OTHER;
    }
}

void jstack_json_end(struct jstack *s)
{
    struct collapse *c = &s->thread.collapse;
    struct source source;
    struct json json = {0};
    size_t before = s->states;

    source_text(&source, strbuf_slice(&s->json));
    json_init(&json, &source);
    json_read_threads(s, &json);
    if (json.error != NULL) {
        collapse_note_at(c, JSTACK_CUT_JSON, 1, s->json_name, s->json_line + source.line - 1);
        c->damaged = true;
    } else if (s->states == before) {
        collapse_note_at(c, JSTACK_OTHER_JSON, 1, s->json_name, s->json_line);
        c->damaged = true;
    }
    json_free(&json);
    strbuf_clear(&s->json);
    s->json_name = NULL;
}
