# SPDX-License-Identifier: MIT
"""Cases for stackcollapse: stacks that DTrace prints."""
import options
import words
from trial import Case

HEAD = [b'CPU     ID                    FUNCTION:NAME', b'  0  64091                        :tick-60s ', b'', b'', b'              unix`idle+0x114', b'   12']
MODULES = [b'unix`', b'genunix`', b'libc.so.1`', b'', b'', b'jvm`', b'a.out`']
OFFSETS = [b'+0x1f', b'+0x1f', b'+0xcafe', b'', b'', b'+', b'+0x1+0x2', b'+x y', b'++', b'+\r']
FRAMES = [b'0x8053a1b', b'libstdc++.so.6`std::string::append(char const*)+0x1', b'operator+(int)', b'a::operator<(b::c<d>)', b'Foo::bar<int>(x) const',
          b'x(::a', b'::(', b':::<', b'a(b)::c', b'LFoo;::bar->LBaz;::qux', b'a->b->c', b'->', b'->->', b'->a', b'a->', b'a->->b', b'a-->', b'L', b'LL',
          b'L->L', b'+0x1', b'a;b', b'L;', b'-', b'12x', b'1 2', b'-5', b'3.5', b'a->b::c(d)->e+0x5', b'->L::<']


def frame(rng, names):
    if rng.random() < 0.3:
        return rng.choice(FRAMES)
    return rng.choice(MODULES) + rng.choice(names) + rng.choice(OFFSETS)


def stack(rng, names):
    lines = [rng.choice([b'              ', b'              ', b' ', b'\t', b'']) + frame(rng, names)
             for _ in range(words.size(rng) if rng.random() < 0.9 else 0)]
    if rng.random() < 0.05:
        lines.insert(rng.randint(0, len(lines)), rng.choice([b'', b'  ', b'\t', b'junk']))
    if rng.random() < 0.95:
        count = words.integer(rng) if rng.random() < 0.95 else words.count(rng)
        lines.append(rng.choice([b'                ', b' ', b'', b'\t']) + count + rng.choice([b''] * 15 + [b' ', b'\r']))
    return lines + rng.choice([[b'']] * 5 + [[], [b'', b'']])


def document(rng):
    names = words.vocabulary(rng)
    lines = HEAD[:3] if rng.random() < 0.7 else [rng.choice(HEAD) for _ in range(rng.choice([0, 1, 2, 3, 4]))]
    stacks = [stack(rng, names) for _ in range(words.size(rng))]
    for _ in range(2 * len(stacks)):
        lines = lines + rng.choice(stacks)
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    text = words.damaged(rng, document(rng))
    groups = [options.spell(rng, 'stackcollapse', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse', options.mixed(rng, groups, operands), stdin, files, env)
