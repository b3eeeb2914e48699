# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-bpftrace: maps that bpftrace prints."""
import options
import words
from trial import Case

BEGINNINGS = [b'@['] * 15 + [b'@[, ', b'@[,', b'@x[', b' @[', b'@[ ', b'@', b'@[\r']
KEYS = [b'cc1', b'my app', b'', b' ', b'12', b'a]: 5', b'a]', b'a;b', b'x]: ', b'\tq', b',']
ENDINGS = [b']: %s'] * 15 + [b']:%s', b']: %sx', b']: x%s', b' ]: %s', b']: %s ]: x', b']: 4 ]: %s', b'    ]: %s', b', %s]']
FRAMES = [b'', b',', b', ', b'0x7f9696b1e798', b'f]: ', b'f]: x', b']', b'@[', b'a]: 1b', b'  ', b'_raw_spin_lock_bh+0', b'a;b']
OTHERS = [b'Attaching 2 probes...', b'', b'@x: 5', b'@[cc1]: 4', b'junk', b'#', b'@[,cc1]: 4', b'@[, , a]: 7', b'@[,\tx]: 1', b'@[, x]: y', b'@[, a]: 3]: 4z', b'@[, ]: 0']


def stack(rng, names):
    lines = [rng.choice(BEGINNINGS)]
    for _ in range(min(15, words.size(rng))):
        name = rng.choice(names) + rng.choice([b'+0', b'+215', b'']) if rng.random() < 0.93 else rng.choice(FRAMES)
        lines.append(rng.choice([b'    '] * 8 + [b'', b' ', b'\t', b'    ,']) + name)
    key = rng.choice([b''] * 3 + [b', ', b',', b' ']) + rng.choice([b''] * 8 + KEYS)
    count = words.integer(rng) if rng.random() < 0.9 else words.count(rng)
    return lines + ([key + rng.choice(ENDINGS) % count] if rng.random() < 0.96 else [])


def generate(rng):
    names = words.vocabulary(rng)
    lines = [b'Attaching 2 probes...'] if rng.random() < 0.6 else []
    for _ in range(words.size(rng)):
        if rng.random() < 0.15:
            lines.append(rng.choice(OTHERS) if rng.random() < 0.7 else b'@[, ' + rng.choice(KEYS) + rng.choice(ENDINGS) % words.count(rng))
        lines += stack(rng, names)
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-bpftrace', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-bpftrace', options.mixed(rng, groups, operands), stdin, files, env)
