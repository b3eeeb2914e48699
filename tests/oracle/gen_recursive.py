# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-recursive: folded stacks."""
import options
import words
from trial import Case

LINES = [b'', b'  ', b'0 5', b'0;0 5', b' 5', b'; 5', b';; 5', b'a', b'5', b'a 5 ', b'a;a  7', b'a;a 1 2', b'# comment', b'00 3', b'a\t4', b'a\v4', b'0 0 5', b'a;\r 4']


def stack(rng, names):
    frames = []
    for _ in range(words.size(rng)):
        frames += [rng.choice(names)] * rng.choice([1, 1, 1, 2, 3, 9])
    if rng.random() < 0.1:
        frames.insert(rng.choice([0, len(frames), rng.randint(0, len(frames))]), b'')
    return rng.choice([b''] * 20 + [b';', b';;']) + b';'.join(frames) + rng.choice([b''] * 20 + [b';', b';;'])


def line(rng, stacks):
    if rng.random() < 0.08:
        return rng.choice(LINES)
    return rng.choice(stacks) + rng.choice([b' '] * 20 + [b'  ', b'\t', b'', b' \t ']) + words.count(rng) + rng.choice([b''] * 20 + [b' ', b'\r', b' 3'])


def generate(rng):
    names = words.vocabulary(rng)
    stacks = [stack(rng, names) for _ in range(max(1, words.size(rng)))]
    lines = [line(rng, stacks) for _ in range(2 * words.size(rng))]
    text = words.damaged(rng, b''.join(one + b'\n' for one in lines))
    groups = [options.spell(rng, 'stackcollapse-recursive', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-recursive', options.mixed(rng, groups, operands), stdin, files, env)
