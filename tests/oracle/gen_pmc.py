# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-pmc: call graphs of pmcstat."""
import options
import words
from trial import Case

OTHERS = [b'', b'', b'@ unhalted-cycles [553 samples]', b'@ x', b'# comment', b'junk', b'03.07% [17] one_blank', b'03.07%   [17] three', b'%  [1] none', b'1%  [] none',
          b'1%  [1]', b'1%  [1] ', b'1%  [1]  \t', b'1%  [-1] a', b'1%  [1.5] a', b'\t1%  [1] a', b'1 %  [1] a', b'1%  [1]a', b'.%  [1] dot', b'1%  [2] \xc2\xa0a\x85b',
          b'.1.2.%  [1]\t\va', b'1%\t [1] a', b'x1%  [1] a', b'1%  [1 ] a', b'1%  (1) a']


def entry(rng, depth, names):
    percentage = rng.choice([b'03.07', b'70.59', b'100.0', b'08.33', b'5', b'0.00'])
    image = rng.choice([b'', b'', b'', b' @ /boot/kernel/kernel', b' @', b'\r'])
    return b' ' * depth + percentage + b'%  [' + words.integer(rng) + b']' + rng.choice([b' ' * (7 + depth), b' ', b'', b'\t']) + rng.choice(names) + image


def graph(rng, names):
    lines = [b'@ unhalted-cycles [553 samples]', b''] if rng.random() < 0.7 else []
    depth = -1
    for _ in range(rng.randint(1, 2) * words.size(rng) or rng.randint(0, 3)):
        depth = words.choose(rng, [(depth + 1, 60), (depth, 15), (rng.randint(0, depth + 1), 25), (0, 5), (depth + 2, 2), (rng.randint(0, 30), 1)])
        depth = max(depth, 0)
        lines.append(entry(rng, depth, names) if rng.random() < 0.95 else rng.choice(OTHERS))
    return lines + [b'']


def generate(rng):
    names = words.vocabulary(rng)
    lines = [line for _ in range(rng.choice([0] + [1] * 16 + [2] * 4)) for line in graph(rng, names)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-pmc', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-pmc', options.mixed(rng, groups, operands), stdin, files, env)
