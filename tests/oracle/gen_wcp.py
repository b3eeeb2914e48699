# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-wcp: reports of wallClockProfiler."""
import options
import words
from trial import Case

HEAD = [b'400 stack samples', b'', b'Functions, by time:', b'', b'74.999% ==== (300 samples)', b' 1: poll', b'full stacks', b' Full stacks:']
PLACES = [b'   (at poll.c:29)', b'   (at /srv/app/server.nim:120)', b'', b' ', b'   (at ??:0)', b' x']
PERCENTS = [b'74.999', b'0.250', b'100.000', b'7', b'.5', b'5.', b'', b'-1.0', b'1.5.2', b'nan']
BARS = [b' ===================================== ', b' = ', b' =  ', b' ', b'  == ', b' ==', b'= ', b' =x= ']
ODD = [b'junk', b'Full stacks', b'1:', b'1: ', b'1:x', b': x', b'x: y', b'(3 samples)', b'12: a;b', b'0: ', b'\x0b', b'\r', b'1: ;', b'1:  two', b'5% = (1 samples)']


def header(rng):
    good = rng.random() < 0.95
    return (b'74.999' if good else rng.choice(PERCENTS)) + b'%' + (BARS[0] if good else rng.choice(BARS)) + b'(' + \
        (words.integer(rng) if rng.random() < 0.97 else words.count(rng)) + b' samples)' + rng.choice([b''] * 12 + [b' x', b' '])


def stack(rng, names):
    lines = [header(rng)] if rng.random() < 0.93 else []
    for i in range(min(12, words.size(rng))):
        lines.append(rng.choice([b' ', b'  ', b'', b'\t']) + b'%d: ' % (i + 1) + rng.choice(names) + rng.choice(PLACES))
        if rng.random() < 0.03:
            lines.append(rng.choice(ODD))
    return lines + [rng.choice([b''] * 6 + [b' ', b'\t'])] * words.choose(rng, [(1, 90), (2, 7), (0, 3)])


def report(rng):
    names = words.vocabulary(rng)
    lines = [rng.choice(HEAD) for _ in range(rng.randint(0, 4))]
    if rng.random() < 0.96:
        lines += [rng.choice([b'Full stacks, sorted by frequency:', b'Full stacks', b'\tFull stacks (most common first)']), b'']
    for _ in range(words.size(rng)):
        lines += stack(rng, names)
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    text = words.damaged(rng, report(rng))
    groups = [[rng.choice([b'--help', b'--version'])]] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    return Case('stackcollapse-wcp', options.mixed(rng, groups, operands), stdin, files)
