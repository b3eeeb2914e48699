# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-xdebug: traces of PHP's Xdebug."""
import options
import words
from trial import Case

FUNCTIONS = [b'{main}', b'fact', b'Q->__construct', b'Q::run', b'array_map', b'{closure:/srv/a.php:7-7}', b'require_once', b'a;b', b'str_repeat', b'0']
EXTRAS = [b'2\t1\tR\t\t\t6', b"2\t1\tR\t\t\t'abc'", b'1\t\tA\t\t\t\t\t\t/srv/a.php\t3\t$x = 6', b'', b'junk', b'TRACE START [x]', b'1\t2',
          b'2\t1\t1', b'2\t1\t0\t0.5', b'2\t1\t0\t0.5\t12\tf', b'1\t2\t1\t5\t6', b'1\t2\t1\t-0.5\t6', b'0']


def trace(rng, functions):
    lines = [b'Version: 3.2.0', b'File format: 4'][:rng.choice([2, 2, 1, 0])]
    if rng.random() < 0.97:
        lines.append(rng.choice([b'TRACE START [2026-11-22 20:14:01.803307]'] * 9 + [b'TRACE START', b' TRACE START']))
    time, depth, number = rng.choice([0, 242, 10870, 5 * 10 ** 9]), 0, 0
    for _ in range(2 * words.size(rng)):
        begins = rng.random() < (0.6 if depth else 0.97)
        tab = b'\t' if rng.random() < 0.95 else b'\t\t'
        line = [b'%d' % (depth + begins), b'%d' % number, b'%d' % (not begins), b'%d.%06d' % divmod(time, 10 ** 6), b'391448']
        if begins:
            line += [rng.choice(functions), rng.choice([b'1', b'0']), b'', b'/srv/a.php', b'%d' % rng.randint(1, 99), b'0']
        lines.append(tab.join(line))
        if rng.random() < 0.03:
            lines.append(rng.choice(EXTRAS))
        depth = max(0, depth + (1 if begins else -1))
        number += begins
        time = max(0, time + (rng.choice([0, 1, 2, 5, 11, 100, 12345, rng.randint(0, 10 ** 7)]) if rng.random() < 0.98 else -50))
    if rng.random() < 0.9:
        lines += [b'\t\t\t%d.%06d\t388016' % divmod(time, 10 ** 6), b'TRACE END   [2026-11-22 20:14:01.803436]', b''][rng.choice([0, 0, 1]):]
    return b'\n'.join(lines) + b'\n'


def inputs(rng, text):
    """(words, standard input, files): one file at most."""
    kind = rng.random()
    if kind < 0.1:
        return [], text, {}
    if kind < 0.15:
        return [b'-'], text, {}
    if kind < 0.95:
        name = rng.choice([b'in.xt'] * 9 + [b'c c.xt', b"it's.xt", b'-x.xt'])
        return [b'--'] * (name[:1] == b'-') + [name], b'', {name: text}
    return [rng.choice([b'nosuch', b'', b'folder'])], b'', {b'folder': None}


def generate(rng):
    functions = [rng.choice(FUNCTIONS) if rng.random() < 0.7 else words.name(rng) for _ in range(rng.randint(1, 6))]
    text = words.damaged(rng, trace(rng, functions))
    groups = [[rng.choice([b'-c', b'-t'])] for _ in range(words.choose(rng, [(0, 5), (1, 5), (2, 1)]))]
    if rng.random() < 0.02:
        groups.append([rng.choice([b'-h', b'--help', b'--version', b'-x', b'--nosuch', b'-tc', b'-C', b'--c', b'-c=1'])])
    operands, stdin, files = inputs(rng, text)
    chosen = [word for group in groups for word in group]
    behind = rng.random() < 0.05 and operands[:1] != [b'--']
    return Case('stackcollapse-xdebug', operands + chosen if behind else chosen + operands, stdin, files)
