# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-elfutils: the text of eu-stack."""
import options
import words
from trial import Case

NUMBERS = [b'0', b'1', b'10', b'', b'00', b'x', b'7', b'12']
GAPS = [b'  ', b'  ', b' ', b'   ', b'', b'\t']
ADDRESSES = [b'0x00007fe364ea3f16'] * 6 + [b'0x', b'0xABC', b'0x12G', b'00x1', b'x12', b'7fe364', b'0x1-']
NAMES = [b'- 1', b'- 1 main', b'std::thread::join()', b'__libc_start_main@@GLIBC_2.34', b'main - /srv/app/shop', b'a;b', b';', b'', b' ', b' x', b'f\r',
         b'long walk<(anonymous namespace)::Handle<market::Engine> >((anonymous namespace)::Handle<market::Engine>, int)']
HEADS = [b'PID 1837 - process', b'PID 12 - core', b'PID ', b'PID', b'PID x', b'PID  7', b'pid 7', b' PID 7', b'PID 007']
THREADS = [b'TID 1837:', b'TID 1838:', b'TID ', b'TID', b'TID 1a', b'TID 0', b'tid 1:', b' TID 1:', b'TID  3:']
OTHERS = [b'', b' ', b'    /srv/app/shop.cpp:40:35', b'junk', b'# comment', b'#', b'#0', b'#1 main', b'eu-stack: dwfl_thread_getframes: no error', b'-----', b'#0  0x12\r']


def frame(rng, names):
    name = rng.choice(names) if rng.random() < 0.8 else rng.choice(NAMES)
    return b'#' + rng.choice(NUMBERS) + rng.choice(GAPS) + rng.choice(ADDRESSES) + rng.choice([b' '] * 9 + [b'', b'  ', b'\t']) + name


def process(rng, names):
    lines = [rng.choice(HEADS[:2] if rng.random() < 0.9 else HEADS)] if rng.random() < 0.9 else []
    for _ in range(rng.choice([0, 1, 1, 2, 3, 5])):
        if rng.random() < 0.9:
            lines.append(rng.choice(THREADS[:2] if rng.random() < 0.85 else THREADS))
        lines += [frame(rng, names) if rng.random() < 0.95 else rng.choice(OTHERS) for _ in range(min(12, words.size(rng)))]
    return lines


def generate(rng):
    names = words.vocabulary(rng)
    processes = [process(rng, names) for _ in range(rng.choice([0, 1, 1, 2, 3, 4]))]
    lines = [line for _ in range(2 * len(processes)) for line in rng.choice(processes)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-elfutils', name) for name in ('pid', 'tid', 'pid')
              for _ in range(words.choose(rng, [(0, 6), (1, 4), (2, 1)]))]
    if rng.random() < 0.01:
        groups.append(options.spell(rng, 'stackcollapse-elfutils', 'help'))
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-elfutils', options.mixed(rng, groups, operands), stdin, files, env)
