# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-chrome-tracing: JSON of the Trace Event Format."""
import options
import words
from trial import Case

TIMES = [b'0', b'1', b'2', b'3', b'5', b'7', b'10', b'10', b'20', b'30', b'50', b'100', b'11984623382', b'0.1', b'0.5', b'2.5', b'1e1', b'1.25E+1',
         b'10.0', b'12345.678', b'1e-3', b'-0', b'0.0', b'1e16', b'-5']
WILD_TIMES = [b'9007199254740993', b'1e22', b'123456789012345678', b'99999999999999999999', b'1e-7', b'5e-324', b'1e308', b'1e400', b'-1e400',
              b'Infinity', b'-Infinity', b'0.30000000000000004', b'true', b'false', b'"12"', b'" 1_0.5 "', b'"1e2"', b'"inf"', b'"-Infinity"', b'"+7"',
              b'-0.0', b'1' + b'0' * 300, b'0.1e-9', b'"007"', b'".5"', b'"5."', b'2.2250738585072014e-308', b'1e23', b'5.684341886080802e-14']
BAD_TIMES = [b'null', b'[]', b'{}', b'""', b'"x"', b'"1__0"', b'"0x10"', b'"1 2"', b'1' + b'0' * 400, b'[1]', b'"_1"', b'NaN', b'"nan"']
IDS = [b'1', b'2', b'3', b'0', b'4711', b'2009', b'2010', b'259', b'4194304']
WILD_IDS = [b'1.0', b'1.9', b'-1', b'-2', b'"1"', b'" 2 "', b'"0002"', b'true', b'false', b'0.5', b'-0', b'-0.5', b'1e3', b'9007199254740993', b'9007199254740992',
            b'9223372036854775807', b'9223372036854775808', b'140737353971520', b'140737353971521', b'123456789012345678901234567890', b'1e22', b'"1_0"',
            b'1' + b'0' * 160, b'1e300', b'4294967295', b'-9223372036854775808']
NAMED_IDS = [b'"Spans"', b'"PyTorch Profiler (0)"', b'"x"', b'""', b'"1.0"', b'null']
BAD_IDS = [b'[]', b'{}', b'1e400', b'NaN', b'-Infinity']
PHASES = [b'"X"'] * 30 + [b'"B"', b'"E"', b'"M"', b'"x"', b'""', b'"XX"', b'null', b'1', b'["X"]', b'"\\u0058"', b'{"X":1}']
JUNK = [b'{}', b'[]', b'null', b'"v8,node"', b'{"args":{"args":["node","app.js"],"n":[1,{"x":[]}]}}', b'1.5e3', b'[[[[{"ph":"X"}]]]]', b'"\\ud83d\\ude00\\n"', b'{"a":{"a":{"a":true}}}',
        b'[' * 300 + b']' * 300, b'-1', b'"traceEvents"', b'"' + b'long ' * 50 + b'"']
ENTRIES = [b'1', b'null', b'[]', b'"X"', b'["ph"]', b'{}', b'{"ph":"M"}', b'{"PH":"X"}']
EVENTS = [b'{}', b'""', b'"X"', b'{"a":1}', b'null', b'1', b'[]', b'[[]]']
BROKEN = [b',', b'}', b']', b'{', b'[', b':', b'"', b'\\', b'\x01', b'01', b'1.', b'+1', b'nul', b'True', b"'x'", b'/* c */', b'\xef\xbb\xbf', b'\x00', b'\\u12', b'\\x41', b'\t', b'\n', b'1e', b'-', b'.5']
HALVES = [b'\\ud83d', b'\\ude00', b'\\udc80', b'\\udcff', b'\\uD800\\u0041', b'\\udbff\\udbff\\udfff']
INVALID = [b'\xff', b'\xc3', b'\xe2\x82', b'\xed\xa0\x80', b'\xc0\xaf', b'\xf4\x90\x80\x80']


def quoted(rng, text):
    """A text as a string of JSON, some of it escaped that need not be."""
    out, often = b'', rng.choice([0, 0, 0.05, 0.5])
    for c in text.decode('utf-8', 'surrogateescape'):
        if '\udc80' <= c <= '\udcff':
            out += c.encode('utf-8', 'surrogateescape')
        elif c in '"\\' or c < ' ' or rng.random() < often:
            units = c.encode('utf-16-be')
            escape = b''.join(b'\\u%02x%02x' % (units[i], units[i + 1]) for i in range(0, len(units), 2))
            short = {'"': b'\\"', '\\': b'\\\\', '\n': b'\\n', '\t': b'\\t', '/': b'\\/', '\b': b'\\b', '\f': b'\\f', '\r': b'\\r'}
            out += short[c] if c in short and rng.random() < 0.7 else rng.choice([escape, escape.upper().replace(b'\\U', b'\\u')])
        else:
            out += c.encode()
    return b'"' + out + b'"'


def name(rng):
    text = words.name(rng)
    kind = rng.random()
    if kind < 0.03:
        text += b';' + words.name(rng)
    if rng.wild and kind < 0.06:
        return quoted(rng, text)[:-1] + rng.choice(HALVES) + b'"'
    if rng.wild and kind < 0.09:
        text += rng.choice(INVALID)
    return quoted(rng, text)


def mostly(rng, usual, wild, bad):
    kind = rng.random()
    if rng.wild and kind < 0.003:
        return rng.choice(bad)
    return rng.choice(wild if rng.wild and kind < 0.2 else usual)


class Writer:
    """Objects and arrays in one way of writing them for the whole text."""

    def __init__(self, rng):
        self.rng = rng
        self.space = rng.choice([b'', b'', b' ', b'\n', b'\r\n\t', b'  '])

    def blank(self):
        return self.space if self.rng.random() < 0.9 else b''

    def object(self, pairs):
        return b'{' + b','.join(self.blank() + b'"' + key + b'"' + self.blank() + b':' + self.blank() + value for key, value in pairs) + self.blank() + b'}'

    def array(self, values):
        return b'[' + (b',' + self.blank()).join(values) + self.blank() + b']'


def event(rng, writer, names, ids, start=None, duration=None):
    pairs = [[b'ph', rng.choice(PHASES)], [b'pid', rng.choice(ids)], [b'tid', rng.choice(ids)],
             [b'ts', b'%d' % start if start is not None and rng.random() < 0.8 else mostly(rng, TIMES, WILD_TIMES, BAD_TIMES)],
             [b'dur', b'%d' % duration if duration is not None and rng.random() < 0.8 else mostly(rng, TIMES, WILD_TIMES, BAD_TIMES)],
             [b'name', rng.choice(names)]]
    if rng.random() < 0.3:
        pairs.append([rng.choice([b'args', b'cat', b'tts', b'tdur', b'id', b'']), rng.choice(JUNK)])
    if rng.random() < 0.5:
        rng.shuffle(pairs)
    if rng.random() < 0.04:
        pairs.insert(rng.randrange(len(pairs) + 1), [rng.choice([b'ts', b'dur', b'tid', b'pid']), rng.choice(TIMES)])
    if rng.random() < 0.02:
        pairs.insert(rng.randrange(len(pairs) + 1), [b'name', rng.choice(names)])
    if rng.random() < 0.03:
        pairs = [pair for pair in pairs if pair[0] != b'dur']
    if rng.wild and rng.random() < 0.005:
        del pairs[rng.randrange(len(pairs))]
    if rng.wild and rng.random() < 0.01:
        rng.choice(pairs)[1] = rng.choice(JUNK)
    if rng.random() < 0.05:
        pairs = [[b''.join(b'\\u%04x' % c for c in key) if rng.random() < 0.2 else key, value] for key, value in pairs]
    return writer.object(pairs)


def marks(rng, writer, names, ids, start, end, depth):
    """The begins and ends of calls within calls, from `start` to `end`."""
    events, thread = [], [[b'pid', ids[0]], [b'tid', ids[-1]]]
    while start < end and len(events) < 40 and rng.random() < 0.8:
        begin = rng.randint(start, end)
        stop = rng.randint(begin, end)
        times = [b'%d' % time if rng.random() < 0.9 else mostly(rng, TIMES, WILD_TIMES, BAD_TIMES) for time in (begin, stop)]
        if rng.random() < 0.97:
            events.append(writer.object([[b'ph', b'"B"'], [b'ts', times[0]], [b'name', rng.choice(names)]] + thread))
        if depth > 0:
            events += marks(rng, writer, names, ids, begin, stop, depth - 1)
        if rng.random() < 0.97:
            events.append(writer.object(thread + [[b'ts', times[1]], [b'ph', b'"E"']]))
        start = stop
    return events


def nested(rng, writer, names, ids, start, end, depth):
    """Calls within calls, from `start` to `end`."""
    events = []
    while start < end and len(events) < 40 and rng.random() < 0.8:
        begin = rng.randint(start, end)
        stop = rng.randint(begin, end)
        events.append(event(rng, writer, names, ids, begin, stop - begin))
        if depth > 0:
            events += nested(rng, writer, names, ids, begin, stop, depth - 1)
        start = stop
    return events


def trace(rng, names, ids):
    writer = Writer(rng)
    events = nested(rng, writer, names, ids, 0, rng.choice([10, 100, 1000]), rng.randint(0, 5))
    if rng.random() < 0.12:     # a trace of marks
        events = [one for _ in ids for one in marks(rng, writer, names, [rng.choice(ids)], 0, rng.choice([10, 100]), rng.randint(0, 5))]
    else:
        events += [event(rng, writer, names, ids) for _ in range(words.size(rng) // 3)]
    if rng.random() < 0.3:
        rng.shuffle(events)
    if rng.wild and rng.random() < 0.06:
        events.insert(rng.randrange(len(events) + 1), rng.choice(ENTRIES))
    pairs = [[b'traceEvents', writer.array(events)]]
    for _ in range(rng.choice([0, 0, 1, 2])):
        pairs.insert(rng.randrange(2), [rng.choice([b'metadata', b'displayTimeUnit', b'', b'traceevents']), rng.choice(JUNK)])
    if rng.random() < 0.02:
        pairs.insert(rng.randrange(len(pairs) + 1), [b'traceEvents', rng.choice(EVENTS) if rng.wild else b'[%s]' % b','.join(events[:2])])
    text = writer.object(pairs)
    if rng.random() < 0.05:
        text = writer.array(events)
        if rng.random() < 0.4:
            text = text[:-1] + rng.choice([b'', b',', b',\n', b' ', b' , ', b',,'])
    if rng.wild and rng.random() < 0.03:
        text = rng.choice([b'', b' ', b'1', b'"traceEvents"', b'{}', b'null', b'{"traceEvents":%s}' % rng.choice(EVENTS)])
    text = rng.choice([b'', b'', b'', b' ', b'\n']) + text + rng.choice([b'', b'\n', b' \n\t'])
    if rng.wild and rng.random() < 0.3:
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(BROKEN) + text[at + rng.choice([0, 0, 1, 2]):]
    return words.damaged(rng, text, 0.2 if rng.wild else 0.02)


def operands(rng, names, ids):
    """(words, standard input, files)."""
    text = trace(rng, names, ids)
    kind = rng.random()
    if kind < 0.1:
        return [], text, {}
    if kind < 0.2:
        return [b'-'], text, {}
    if kind < 0.8:
        return [b'in.json'], b'', {b'in.json': text}
    other = trace(rng, names, ids)
    if kind < 0.93:
        return [b'in.json', b'b b.json'], b'', {b'in.json': text, b'b b.json': other}
    if kind < 0.96:
        return [b'in.json', b'-'], other, {b'in.json': text}
    if kind < 0.97:
        return [b'-', b'-'], text, {}
    return [rng.choice([b'nosuch', b'', b'folder', b' in.json', b'in.json', b'<in.json']), b'in.json'], b'', {b'in.json': text, b'folder': None}


def generate(rng):
    names = words.vocabulary(rng, name)
    ids = [rng.choice(NAMED_IDS) if rng.random() < 0.04 else mostly(rng, IDS, WILD_IDS, BAD_IDS) for _ in range(rng.choice([1, 1, 2, 3]))]
    words_, stdin, files = operands(rng, names, ids)
    if rng.random() < 0.01:     # argparse prints its help before it sees what is wrong behind it
        argv = options.spell(rng, 'stackcollapse-chrome-tracing', 'help') + words_
    else:
        argv = options.mixed(rng, [], words_)
    return Case('stackcollapse-chrome-tracing', argv, stdin, files, {})
