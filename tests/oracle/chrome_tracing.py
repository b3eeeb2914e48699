"""The deviations of stackcollapse-chrome-tracing (docs/COMPAT.md, D41 to D44)."""
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


def complete_events(data):
    """(document, event) for each event of a text that the script looks at closely."""
    document = parsed(data)
    events = document.get('traceEvents') if isinstance(document, dict) else document
    for event in events if isinstance(events, list) else []:
        if isinstance(event, dict) and event.get('ph') == 'X':
            yield document, event


def texts(case):
    return [data for data in [case.stdin, *case.files.values()] if data]


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


# D42: threads are kept apart however large their numbers are.

def thread_of(event):
    """(tid, pid), or None if the script dies of them."""
    try:
        return int(event['tid']), int(event['pid'])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def paired(thread):
    """The script's number for a thread."""
    a, b = thread
    try:
        return (a + b) * (a + b + 1) / 2 + b
    except OverflowError:
        return None


def threads_apart(case):
    threads = []
    for data in texts(case):
        for _, event in complete_events(data):
            thread = thread_of(event)
            if thread is not None and thread not in threads:
                threads.append(thread)
    numbers = {paired(thread) for thread in threads}
    if None not in numbers and len(numbers) == len(threads):
        return case

    def change(data):
        document = None
        for document, event in complete_events(data):
            thread = thread_of(event)
            if thread is not None:
                event['tid'], event['pid'] = threads.index(thread), 0
        return json.dumps(document).encode() if document else data
    return changed_texts(case, change)


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
