# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-java-exceptions: stack traces in a log."""
import options
import words
from gen_jstack import FUNCTIONS, PLACES
from trial import Case

EXCEPTIONS = [b'java.lang.RuntimeException: cannot open orders.csv', b'Exception in thread "main" java.lang.Error', b'Caused by: java.lang.X: y',
              b'\tSuppressed: java.lang.IllegalStateException', b'java.util.concurrent.ExecutionException: at x.Y.z(Y.java:1)', b'at']
OTHERS = [b'', b'2024-05-01 10:00:00 ERROR [import-1] refused', b'\t... 6 more', b'\t- waiting on <0x1> (a x.Y)', b'waiting on ', b'waiting on',
          b'  waiting on x (y', b'\t- locked <0x1> (a x.Y)', b'[CIRCULAR REFERENCE:java.lang.X]', b'at\tx.Y.z(', b'atx.Y.z', b'At x.Y.z', b'  ',
          b'x at a.b.C.d(C.java:1)', b'Exception: waiting on x', b'\tat', b'\tat ', b'at  ']


def trace(rng, functions):
    lines = [rng.choice(EXCEPTIONS if rng.random() < 0.9 else OTHERS) for _ in range(rng.choice([0, 1, 1, 1, 2]))]
    for _ in range(min(15, words.size(rng))):
        lines.append(rng.choice([b'\tat ', b'\tat ', b'        at ', b'at ', b'\v\f\tat ']) + rng.choice(functions) + rng.choice(PLACES))
        if rng.random() < 0.06:
            lines.append(rng.choice(OTHERS))
    return lines + [rng.choice(OTHERS) for _ in range(rng.choice([0, 0, 1, 2]))]


def generate(rng):
    functions = [rng.choice(FUNCTIONS) if rng.random() < 0.8 else words.name(rng) for _ in range(rng.randint(1, 8))]
    lines = [line for _ in range(words.size(rng)) for line in trace(rng, functions)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = []
    for name in ('shorten-pkgs', 'no-pkgs'):
        for _ in range(words.choose(rng, [(0, 6), (1, 4), (2, 1)])):
            groups.append(options.spell(rng, 'stackcollapse-java-exceptions', name))
    if rng.random() < 0.01:
        groups.append(options.spell(rng, 'stackcollapse-java-exceptions', 'help'))
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-java-exceptions', options.mixed(rng, groups, operands), stdin, files, env)
