# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-go: the text of `go tool pprof -raw`."""
import options
import words
from trial import Case

HEAD = [b'PeriodType: cpu nanoseconds', b'Period: 10000000', b'Time: 2017-01-16 20:11:38', b'Duration: 5.1', b'# comment', b'']
TITLES = [b'samples/count cpu/nanoseconds', b'samples/count', b'samples/count[dflt] cpu/nanoseconds', b'Samples:', b'']
FILES = [b':0 s=0', b'/usr/go/src/runtime/proc.go:123 s=110', b'<unknown>:0 s=0', b'a b c', b'', b'/x.go:1:0 s=0(f)']
EXTRAS = [b'             main.inlined /srv/x.go:3 s=1', b'     [F] x', b'                label:[a b]', b'  bytes:[64]', b'junk', b'# c', b'   ']


def identifier(rng):
    return rng.choice([b'%d' % rng.randint(0, 8)] * 12 + [b'0', b'00', b'01', b'', b'123456789012345678901'])


def sample(rng):
    columns = b'%s   %s' % (words.integer(rng), words.integer(rng))
    if rng.random() < 0.12:
        columns = rng.choice([words.integer(rng), b'1 2 3', b'', b'-1 5', b'1.5 2', b'x 1', b'12'])
    stack = rng.choice([b' ', b' ', b' ', b' ', b'  ']).join(identifier(rng) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4, 6])))
    return rng.choice([b'     ', b' ', b'', b'\t']) + columns + rng.choice([b': '] * 12 + [b':', b':  ', b' : ']) + stack + \
        rng.choice([b' ', b' ', b'', b'  ', b' x', b'\t'])


def location(rng, names):
    address = rng.choice([b'0x58b265', b'0x0', b'0x', b'0xABC', b'58b265', b'0x1f '] if rng.random() < 0.15 else [b'0x58b265'])
    module = rng.choice([b'', b'M=1 ', b'M=1 ', b'M=12 ', b'M= ', b'M=x ', b'M=1', b'M=1 M=2 '])
    return rng.choice([b'     ', b' ', b'', b'\t']) + identifier(rng) + rng.choice([b': '] * 9 + [b':', b':  ']) + address + b' ' + \
        module + rng.choice(names) + rng.choice([b' '] * 9 + [b'', b'  ']) + rng.choice(FILES)


def profile(rng, names):
    lines = [rng.choice(HEAD) for _ in range(rng.randint(0, 3))]
    if rng.random() < 0.95:
        lines += [rng.choice([b'Samples:'] * 9 + [b'samples:', b' Samples: x', b'Samples'])]
        lines += [rng.choice(TITLES)]
    for _ in range(words.size(rng)):
        lines.append(sample(rng) if rng.random() < 0.95 else rng.choice(EXTRAS))
    if rng.random() < 0.95:
        lines.append(rng.choice([b'Locations'] * 9 + [b'locations', b' Locations: x']))
    for _ in range(words.size(rng)):
        lines.append(location(rng, names) if rng.random() < 0.9 else rng.choice(EXTRAS + [b'1: 2 3: 1']))
    if rng.random() < 0.85:
        lines += [rng.choice([b'Mappings'] * 9 + [b' Mappings:', b'mappings']), b'1: 0x400000/0x1000000/0x0 /bin/x  [FN]']
    return lines


def generate(rng):
    names = words.vocabulary(rng)
    lines = [line for _ in range(rng.choice([1] * 9 + [2, 0])) for line in profile(rng, names)]
    text = words.damaged(rng, b'\n'.join(lines) + b'\n')
    groups = [options.spell(rng, 'stackcollapse-go', 'help')] if rng.random() < 0.02 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-go', options.mixed(rng, groups, operands), stdin, files, env)
