# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-ljp: reports of the lightweight Java profiler."""
import options
import words
from trial import Case

METHODS = [b'java.lang.Thread.run', b'com.example.Index.add', b'com.example.Index.<init>', b'a.B$C.d', b'main', b'x', b'a;b', b'0', b'']
PLACES = [b'(Thread.java:744)'] * 6 + [b'(Unknown Source)', b'(Native Method)', b'', b'()', b'(', b')', b')x(', b'(a)(b)', b'(a)b(c)d']
EXTRAS = [b'', b'  ', b'# comment', b'a b', b'1 2 3 4', b'Total', b'Total trace count = 63', b' Total 1', b'Totals 5', b'(x)', b'\r']


def method(rng, names):
    return rng.choice(names) + rng.choice(PLACES)


def report(rng, names):
    lines = [rng.choice(EXTRAS[:5]) for _ in range(rng.choice([0, 0, 0, 1, 2]))]
    for _ in range(words.size(rng)):
        frames = rng.choice([1, 2, 3, 4, 8])
        lines.append(rng.choice([b' ', b'', b'\t']) + words.count(rng) + rng.choice([b' ', b'\t', b'  ']) + b'%d  ' % frames +
                     method(rng, names))
        lines += [b'      ' + method(rng, names) for _ in range(frames - 1)]
        if rng.random() < 0.05:
            lines.append(rng.choice(EXTRAS))
    if rng.random() < 0.85:
        lines.append(rng.choice([b'Total trace count = 63', b'Total']))
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    names = words.vocabulary(rng) + [rng.choice(METHODS) for _ in range(rng.randint(1, 6))]
    text = words.damaged(rng, b''.join(report(rng, names) for _ in range(rng.choice([1] * 9 + [2, 0]))))
    operands, stdin, files = words.operands(rng, text)
    return Case('stackcollapse-ljp', options.mixed(rng, [], operands), stdin, files)
