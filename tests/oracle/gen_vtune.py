# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-vtune: hotspots of VTune as CSV."""
import options
import words
from gen_vsprof import one_file
from trial import Case

HEADER = b'Function Stack,Module,CPU Time:Total,CPU Time:Self'
MODULES = [b'app.exe', b'libc.so.6', b'[vdso]', b'', b'a b.dll', b'"m"', b'x!y', b'7']
TIMES = [b'0', b'0.000', b'0.030', b'12.5', b'.5', b'5.', b'12.', b'1.2.3', b'1e3', b'0.0001', b'', b'x', b'-1', b' 1', b'.', b'..5', b'1s', b'0x1f',
         b'123456789.123456789', b'0.1', b'0.07', b'00', b'1,5', b'"2.5"', b'0.' + b'0' * 330 + b'1', b'9' * 310, b'99999999999999999999']


def row(rng, names, depth):
    name = rng.choice(names)
    if rng.random() < 0.3:
        name = b'"' + name + b'"'
    time = words.count(rng) if rng.random() < 0.6 else rng.choice(TIMES[:6] if rng.random() < 0.9 else TIMES)
    fields = [name, rng.choice(MODULES), rng.choice([b'1.5', b'0', b'', b'12.345s', b'x']), time]
    if rng.random() < 0.03:
        fields.insert(rng.randrange(4), rng.choice([b'', b'1', b'x', b'2.5']))
    if rng.random() < 0.01:
        del fields[rng.randrange(len(fields))]
    if rng.random() < 0.03:
        fields.append(rng.choice([b'', b'x', b'5', b'.', b'\r']))
    return rng.choice([b' '] * 12 + [b'\t', b'"  "'] if rng.wild else [b' ']) * depth + b','.join(fields)


def tree(rng, make_row, header):
    names = words.vocabulary(rng)
    lines, depth = [header] if rng.random() < 0.97 else [], 0
    for _ in range(words.size(rng)):
        lines.append(make_row(rng, names, depth))
        depth = depth + (1 if rng.random() < 0.97 else 3) if rng.random() < 0.55 else rng.randint(0, depth)
        if rng.random() < 0.004:
            lines.append(rng.choice([b'', b'junk', b' ', b',,,1', b',,,', b'"']))
    return b'\n'.join(lines) + b'\n'


HEADERS = [b'Function Stack,CPU Time:Self,Module', b'Function Stack,CPU Time:Total,CPU Time: Self,CPU Time:Spin Time:Self,Module', b'Function Stack,Module,Clockticks:Self',
           b'"Function Stack",CPU Time:Total,Module,CPU Time:Effective Time:Self']


def other_columns(rng, header, titles):
    """A function for rows below another header; `titles`: {title: function that makes a value}."""
    def make(rng, names, depth):
        name = rng.choice(names).replace(b'"', b'')
        name = b'"' + name + b'"' if b',' in name or rng.random() < 0.3 else name
        values = [titles.get(title.replace(b': ', b':'), lambda rng: b'98.5%')(rng) for title in header.split(b',')[1:]]
        return b' ' * depth + b','.join([name] + values)
    return make


def time(rng):
    return b'%d.%03d' % (rng.randint(0, 20), rng.randint(0, 999)) + rng.choice([b'', b's']) if rng.random() < 0.9 else rng.choice([b'', b'0', b'0s', b'x', b'1 s'])


def module(rng):
    return rng.choice([b'app.exe', b'libc.so.6', b'[vdso]', b'', b'"a b"'])


TITLES = {b'CPU Time:Self': time, b'CPU Time:Effective Time:Self': time, b'CPU Time:Spin Time:Self': time, b'Module': module,
          b'Clockticks:Self': lambda rng: b'%d' % rng.randint(0, 10**9)}


def generate(rng):
    header = rng.choice(HEADERS) if rng.random() < 0.2 else HEADER
    make_row = row if header == HEADER else other_columns(rng, header, TITLES)
    text = words.damaged(rng, tree(rng, make_row, header), 0.2 if header == HEADER else 0.02)
    groups = [[rng.choice([b'--help', b'--version'])]] if rng.random() < 0.01 else []
    operands, stdin, files = one_file(rng, text, b'hotspots.csv')
    return Case('stackcollapse-vtune', options.mixed(rng, groups, operands), stdin, files)
