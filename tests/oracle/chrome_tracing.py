# SPDX-License-Identifier: MIT
"""The deviations of stackcollapse-chrome-tracing (docs/COMPAT.md, D41 to D44, D59 to D62)."""
import json
import math
import re

PROGRAMS = ('stackcollapse-chrome-tracing',)


def changed_texts(case, change):
    return case.changed(stdin=change(case.stdin),
                        files={name: data and change(data) for name, data in case.files.items()})


def parsed(data):
    """The JSON of a text, or None."""
    try:
        return json.loads(data.decode('utf-8', 'surrogateescape'))
    except (ValueError, RecursionError):
        return None


def events_of(document):
    """The list of events of a document, or None."""
    events = document.get('traceEvents') if isinstance(document, dict) else document
    return events if isinstance(events, list) else None


def complete_events(data):
    """(document, event) for each event of a text that the script looks at closely."""
    document = parsed(data)
    for event in events_of(document) or []:
        if isinstance(event, dict) and event.get('ph') == 'X':
            yield document, event


def texts(case):
    return [data for data in [case.stdin, *(case.files[name] for name in sorted(case.files))] if data]


# D43: bytes that are not UTF-8 are names' bytes as others; half a surrogate pair is U+FFFD.

STAND_IN = 0x10fe00     # plus the byte
ESCAPES = re.compile(rb'(?i:\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(?P<half>\\ud[89a-f][0-9a-f]{2}))|\\.', re.S)


def readable(case):
    def change(data):
        text = re.sub('[\udc80-\udcff]', lambda match: chr(STAND_IN + ord(match[0]) - 0xdc00),
                      data.decode('utf-8', 'surrogateescape')).encode()
        return ESCAPES.sub(lambda match: b'\\ufffd' if match['half'] else match[0], text)
    return changed_texts(case, change)


def restored(_, outcome):
    out = outcome.out
    for byte in range(0x80, 0x100):
        out = out.replace(chr(STAND_IN + byte).encode(), bytes([byte]))
    return outcome if out == outcome.out else outcome.changed(out=out)


# D41: the events alone, without an object around them.

def in_object(case):
    def change(data):
        return b'{"traceEvents":%s}' % data if isinstance(parsed(data), list) else data
    return changed_texts(case, change)


# D61: an array without its end.

def ended(case):
    def change(data):
        if parsed(data) is not None:
            return data
        text = data.rstrip(b' \t\r\n')
        without_comma = text[:-1] + b']' if text.endswith(b',') else b''
        if parsed(without_comma):
            return without_comma
        return text + b']' if isinstance(parsed(text + b']'), list) else data
    return changed_texts(case, change)


# D62: an event without a phase is none.

def phases_only(case):
    def change(data):
        document = parsed(data)
        events = events_of(document) or []
        kept = [event for event in events if not isinstance(event, dict) or 'ph' in event]
        if len(kept) == len(events):
            return data
        if isinstance(document, dict):
            document['traceEvents'] = kept
        return json.dumps(document if isinstance(document, dict) else kept).encode()
    return changed_texts(case, change)


# D42, D60: threads are kept apart however large their numbers are, and may have names.

def part_of(value):
    """A number, or a text that begins with a quote; None if the script dies of it and we fail."""
    if value is None:
        return '"'
    try:
        return int(value)
    except ValueError:
        return '"' + value if isinstance(value, str) else None
    except (TypeError, OverflowError):
        return None


def thread_of(event):
    """(tid, pid), or None."""
    thread = part_of(event.get('tid')), part_of(event.get('pid'))
    return None if None in thread else thread


def threads_of(case):
    threads = []
    for data in texts(case):
        for _, event in complete_events(data):
            thread = thread_of(event)
            if thread is not None and thread not in threads:
                threads.append(thread)
    return threads


def renumbered(case, threads):
    def change(data):
        document = None
        for document, event in complete_events(data):
            thread = thread_of(event)
            if thread is not None:
                event['tid'], event['pid'] = threads.index(thread), 0
        return json.dumps(document).encode() if document else data
    return changed_texts(case, change)


def threads_numbered(case):
    threads = threads_of(case)
    named = any(isinstance(part, str) for thread in threads for part in thread)
    return renumbered(case, threads) if named else case


def paired(thread):
    """The script's number for a thread."""
    a, b = thread
    try:
        return (a + b) * (a + b + 1) / 2 + b
    except OverflowError:
        return None


def threads_apart(case):
    threads = [thread for thread in threads_of(case) if not any(isinstance(part, str) for part in thread)]
    numbers = {paired(thread) for thread in threads}
    if None not in numbers and len(numbers) == len(threads):
        return case
    return renumbered(case, threads_of(case))


# D59: without complete events, begins and ends are paired.

def mark_of(event):
    """(thread, time, name), the name None for an end; or None."""
    try:
        thread, time = thread_of(event), float(event['ts'])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    name = event.get('name') if event['ph'] == 'B' else None
    if thread is None or math.isnan(time) or (event['ph'] == 'B' and not isinstance(name, str)):
        return None
    return thread, time, name


def sorted_marks(inputs):
    """(thread's number, time, order, name) of all marks."""
    threads, marks = {}, []
    for data in inputs:
        for event in events_of(parsed(data)) or []:
            mark = mark_of(event) if isinstance(event, dict) and event.get('ph') in ('B', 'E') else None
            if mark:
                marks.append((threads.setdefault(mark[0], len(threads)), mark[1], len(marks), mark[2]))
    return sorted(marks, key=lambda mark: mark[:3])


def pairs_of(marks):
    """(thread, start, order, depth, duration, name) of the events, in the order of their begins."""
    pairs, open_marks = [], []

    def close(end):
        thread, start, order, name = open_marks.pop()
        pairs.append((thread, start, order, len(open_marks), end - start, name))

    for i, (thread, time, _, name) in enumerate(marks):
        if name is not None:
            open_marks.append(marks[i])
        elif open_marks:
            close(time)
        if i + 1 == len(marks) or marks[i + 1][0] != thread:
            while open_marks:
                close(time)
    return sorted(pairs, key=lambda pair: pair[:3])


def folded_pairs(pairs):
    totals, calls = {}, []      # [name, own, depth, thread]

    def pop():
        stack = ';'.join(call[0] for call in calls)
        own = calls.pop()[1]
        totals[stack] = totals[stack] + own if stack in totals else own

    for thread, _, _, depth, duration, name in pairs:
        while calls and (calls[-1][3] != thread or calls[-1][2] >= depth):
            pop()
        if calls:
            calls[-1][1] -= duration
        calls.append([name, duration, depth, thread])
    while calls:
        pop()
    return ''.join('%s %s\n' % item for item in totals.items())


def marks_paired(outcome, inputs):
    """`inputs`: the texts that the script read."""
    if outcome.status != 0 or outcome.out:
        return outcome
    try:
        out = folded_pairs(pairs_of(sorted_marks(inputs))).encode('utf-8', 'surrogateescape')
    except UnicodeEncodeError:      # D43 as well
        return outcome
    return outcome.changed(out=out) if out else outcome


# D44: a time stamp that is not a number cannot be sorted.

def is_nan(value):
    try:
        return math.isnan(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def no_time_fails(case, outcome):
    events = [event for data in texts(case) for _, event in complete_events(data)]
    if outcome.status == 0 and any('dur' in event and is_nan(event.get('ts')) for event in events):
        return outcome.changed(status=1, out=b'')
    return outcome
