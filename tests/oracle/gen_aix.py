# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-aix: the text of AIX's procstack."""
import options
import words
from trial import Case

PROCESSES = [b'6553690: /srv/app/server -d', b'12: sh', b'7: 0', b'7: a;b c', b'7:', b'7: ', b'7:x', b'7:\tx', b'7 : x', b': x', b'x: y', b'7:  two', b' 7: x', b'00: z\r']
THREADS = [b'---------- tid# 12345678 (pthread ID: 1) ----------', b'---------- tid# 7', b'---------- tid# ', b'---------- tid#7', b'--------- tid# 7',
           b'----------- tid# 7', b'---------- tid# x']
ADDRESSES = [b'0x0900000000534694'] * 8 + [b'0x', b'0xABC', b'0xabcg', b'd025ab80', b' 0x12', b'0X12']
GAPS = [b'  '] * 8 + [b' ', b'', b'   ', b'\t']
FUNCTIONS = [b'main', b'[idle]', b'[a]b', b'[', b'[]', b'[kernel text](1)', b'', b'0', b'0(x)', b'a;b', b';', b'(x)', b'f(a)g', b'00', b'\xc3\xa9', b'[a', b'x\ty']
ARGUMENTS = [b'(??, ??)', b'()', b'(0x1, 0x2ff22a40, 0x0)', b'(??)', b'', b' (?, ?)']
TAILS = [b' + 0x94'] * 8 + [b' +0x94', b' + ', b' +', b'', b' ', b'  ', b' + 0x94 x', b' - -']
OTHERS = [b'', b' ', b'junk', b'#', b'0x', b'0x12 ', b'0x12  ', b'0x12 a', b'0x12 a ', b'0x12  a', b'0x12 a b', b'0x12 a b ', b'0x12a b c d', b'0x12   ']


def frame(rng, names):
    function = rng.choice(names) if rng.random() < 0.6 else rng.choice(FUNCTIONS)
    return rng.choice(ADDRESSES) + rng.choice(GAPS) + function + rng.choice(ARGUMENTS) + rng.choice(TAILS)


def process(rng, names):
    lines = [rng.choice(PROCESSES[:3] if rng.random() < 0.8 else PROCESSES)] if rng.random() < 0.93 else []
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        if rng.random() < 0.8:
            lines.append(rng.choice(THREADS[:2] if rng.random() < 0.85 else THREADS))
        lines += [frame(rng, names) if rng.random() < 0.93 else rng.choice(OTHERS) for _ in range(min(12, words.size(rng)))]
    return lines


def generate(rng):
    names = words.vocabulary(rng)
    processes = [process(rng, names) for _ in range(rng.choice([0, 1, 2, 3, 4]))]
    lines = [line for _ in range(2 * len(processes)) for line in rng.choice(processes)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-aix', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-aix', options.mixed(rng, groups, operands), stdin, files, env)
