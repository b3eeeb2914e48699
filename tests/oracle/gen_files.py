# SPDX-License-Identifier: MIT
"""Cases for files: trees of files. Links and other file systems are in tests/files.py."""
from trial import Case

NAMES = [b'a', b'b.txt', b'log 1', b'x_y', b'A-1', b'\xc3\xa9', b'\xff', b'a;b', b'.hidden', b'..x', b"it's", b'a\nb', b'*', b'0', b'-x', b' ', b'~', b'x=1', b'Z9']


def tree(rng, folder, files, depth):
    """Fills `files` with what is in a folder, whose name ends in a slash or is empty."""
    for name in rng.sample(NAMES, rng.randint(0, 4)):
        if depth < 3 and rng.random() < 0.4:
            files[folder + name] = None
            tree(rng, folder + name + b'/', files, depth + 1)
        else:
            files[folder + name] = b'x' * rng.choice([0, 1, 17, 4096, 5000, 100000 if rng.wild else 3])


def operand(rng, files):
    kind = rng.random()
    if kind < 0.4 or not files:
        return b'.'
    if kind < 0.9:
        name = rng.choice(sorted(files))
        if files[name] is None:
            name += rng.choice([b''] * 6 + [b'/', b'//', b'/.'])
        return rng.choice([b''] * 6 + [b'./', b'.//']) + name
    return rng.choice([b'./', b'nosuch', b'', b'b.txt/', b'nosuch/x', b'.//', b'-'])


def generate(rng):
    files = {}
    tree(rng, b'', files, 0)
    argv = [operand(rng, files) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    if rng.random() < 0.2:
        argv.insert(rng.randint(0, len(argv)), b'--xdev')
    if rng.random() < 0.04:
        argv = rng.choice([[], argv + [b'--help'], [b'-h'] + argv, [b'--nosuch'] + argv, [b'--version'], argv + [b'--'], [b'--xdev'], [b'--help']])
    return Case('files', argv, b'', files)
