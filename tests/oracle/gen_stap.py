# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-stap: stacks and counts of SystemTap."""
import options
import words
from trial import Case

FRAMES = [b' 0xffffffff8103ce3b : %s+0xb/0x10 [kernel]', b' 0xffffffff8103ce3b : %s+0xb/0x10 [kernel]', b' 0x7f2ab98f7205 : %s+0x15/0x60 [/lib/libc-2.17.so]',
          b'%s', b'%s+0xb/0x10', b' 0xffffffff8103ce3b : %s [kernel]', b'0x1 : 0x2 : %s+0x1', b' : %s', b'%s : ', b'%s : +0x1', b'%s+', b'+%s', b'%s +0x1+0x2 ',
          b'\t\v%s', b'%s :+1', b'%s:x']
ODD = [b'', b' ', b'\t', b'+', b' +0x1', b' : ', b'0x0 : ', b'0xffffffff81000000 : +0x1', b'a + b : c', b'1 2', b'12a', b'0x12', b'-1', b'1.5', b'12 ', b'12\r']
FORMATS = [b'printf%s', b'a%d', b'%', b'%%', b'100%', b'%c : %x', b'a%-5sb', b'%2$s', b'%v02x', b'%n', b'operator%', b'operator%=', b'%z']


def stack(rng, frames):
    lines = []
    for _ in range(words.size(rng)):
        lines.append(rng.choice(frames) if rng.random() < 0.95 else rng.choice(ODD if rng.random() < 0.8 else FORMATS))
    if rng.random() < 0.97:
        lines.append(rng.choice([b'\t', b'\t', b'', b'   ', b' \f ']) + words.integer(rng))
    return lines + [b''] * words.choose(rng, [(0, 80), (1, 10), (2, 4)])


def generate(rng):
    frames = [(rng.choice(FRAMES[:3]) if rng.random() < 0.7 else rng.choice(FRAMES)).replace(b'%s', name) for name in words.vocabulary(rng)]
    lines = [line for _ in range(words.size(rng)) for line in stack(rng, frames)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-stap', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-stap', options.mixed(rng, groups, operands), stdin, files, env)
