# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-gdb: backtraces of gdb."""
import options
import words
from trial import Case

THREADS = [b'Thread 1 (process 4711):', b'Thread 2 (Thread 0x7f2ab8dff6c0 (LWP 4712) "worker 1"):', b'Thread', b'Threads:', b'thread 1', b' Thread 1']
OTHERS = [b'', b'', b'', b' ', b'\t', b'[New LWP 27735]', b'[Inferior 1 (process 2339) detached]', b'[Thread debugging using libthread_db enabled]',
          b'0x00007f4ce937f0bf in f (v=0x7f) at Objects/x.c:2200', b'(More stack frames follow...)', b'Backtrace stopped: frame did not save the PC',
          b'#', b'# comment', b'#0', b'#0 ', b'#0  ', b'#0   ', b'#0    ', b'#1 a', b'#1  a', b'#1  a ', b'#1  a b', b'#12a b c d', b'#x a b c', b'#  a b c d',
          b'#1\ta b c d', b'#1 0x a b', b'#1  0x a', b'#1  0x', b' #1  a () at b:1', b'##1 a b c d', b'No stack.']
PLACES = [b' at x.c:31', b' from /lib/libc.so.6', b'', b' at /srv/a b/x.c:1', b' ', b'   ', b' at']
ARGUMENTS = [b'()', b'(argc=1, argv=0x7ffd)', b'(this=<optimized out>)', b'(a=..., b=0x0)', b'(s="x y")', b'', b'(0x1 )']


def frame(rng, number, names):
    line = b'#%d' % number if rng.random() < 0.97 else b'#' + rng.choice([b'', b'0x1', b'1.', b'-1', b'00'])
    line += (b'  ' if number < 10 else b' ') if rng.random() < 0.93 else b' ' * rng.randint(0, 6)
    if rng.random() < 0.6:
        line += rng.choice([b'0x00007f4ce9381be9', b'0x0', b'0x', b'0xg', b'0X1', b'x0x1', b'10x']) if rng.random() < 0.1 else b'0x00007f4ce9381be9'
        line += rng.choice([b' in '] * 12 + [b' ', b'  in ', b' in  ', b' at '])
    if rng.random() < 0.05:
        return line + rng.choice([b'<signal handler called>', b'<function called from gdb>', b'?? ()', b'??', b'0x1 ()'])
    return line + rng.choice(names) + rng.choice([b' '] * 12 + [b'', b'  ']) + rng.choice(ARGUMENTS) + rng.choice(PLACES)


def backtrace(rng, names):
    lines = []
    if rng.random() < 0.8:
        lines.append(rng.choice(THREADS[:2] if rng.random() < 0.9 else THREADS))
    for number in range(words.size(rng)):
        lines.append(frame(rng, number, names))
        if rng.random() < 0.03:
            lines.append(rng.choice(OTHERS))
    return lines + [rng.choice(OTHERS) if rng.random() < 0.2 else b''] * words.choose(rng, [(1, 90), (0, 6), (2, 4)])


def generate(rng):
    names = words.vocabulary(rng)
    lines = [rng.choice(OTHERS) for _ in range(rng.choice([0, 0, 1, 2]))]
    for _ in range(words.size(rng)):
        lines += backtrace(rng, names)
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-gdb', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-gdb', options.mixed(rng, groups, operands), stdin, files, env)
