# SPDX-License-Identifier: MIT
"""Cases for difffolded: two folded files; and folded text for flamegraph."""
import words
from trial import Case

HEXES = [b'0x1f', b'0xDEADbeef', b'f+0x12', b'0x', b'0x1g', b'00x1', b'0X1f', b'a0x1b0x2', b'[0x7f]', b'0x0x1']
ODD_LINES = [b'', b' ', b'5', b' 5', b'  5', b'a', b'a5', b'a 5 ', b'a\t5', b'a  5', b'a 5 6', b'# a 5', b'a;b', b'; 5', b';; 5', b'a; 5', b';a 5',
             b'a;;b 5', b' a 5', b'a 5.', b'a .5', b'a 1e5', b'a -5', b'a 5 x', b'a 5\r', b'a\x0b5', b'a\xc2\xa05', b'a\xe3\x80\x805',
             b'a 5\xd9\xa3', b'a \xd9\xa3', b'a \xef\xbc\x91', b'a\xe2\x80\xa85 6', b'a 1 2 3', b'a 0', b'a 0 0', b'a\x855', b'a\xc2\x855', b'a 5\xc2\xa0']


def folded_line(rng, names, two_columns):
    frames = [rng.choice(names) for _ in range(rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 8, 1, 2, 3, 30 if rng.random() < 0.1 else 2]))]
    line = b';'.join(frames)
    for _ in range(2 if two_columns else 1):
        line += rng.choice([b' '] * 30 + [b'  ', b'\t', b'', b'\v', b'\xc2\xa0']) + words.count(rng)
    return line


def folded(rng, names, two_columns=0.0):
    lines = []
    for _ in range(words.size(rng)):
        if rng.random() < 0.04:
            lines.append(rng.choice(ODD_LINES))
        else:
            lines.append(folded_line(rng, names, rng.random() < two_columns))
    if lines and rng.random() < 0.2:
        lines.append(rng.choice(lines))
    return b'\n'.join(lines) + (b'\n' if lines else b'')


def command_line(rng):
    """The option words, mostly right."""
    words_ = [rng.choice([b'-n', b'-s', b'-ns', b'-sn', b'-n -s', b'-nns', b'-s -s']) for _ in range(rng.choice([0, 1, 1, 1, 2]))]
    result = [part for word in words_ for part in word.split(b' ')]
    if rng.random() < 0.06:
        result.append(rng.choice([b'--', b'-h', b'-x', b'-nx', b'-nh', b'--help', b'--version', b'-n-', b'-', b'', b'-N', b'-1', b'--n', b'-s5', b'+n']))
    return result


def generate(rng):
    names = words.vocabulary(rng)
    if rng.random() < 0.3:
        names += [rng.choice(HEXES) for _ in range(3)]
    two = rng.choice([0, 0, 0, 0, 0.3])
    before, after = (words.damaged(rng, folded(rng, names, two), 0.25) for _ in range(2))
    if rng.random() < 0.1:
        after = before
    files = {b'before': before, b'after': after, b'folder': None}
    pair, stdin = [b'before', b'after'], b''
    if rng.random() < 0.1:
        stdin = before
        pair[rng.randrange(2)] = b'-'
    elif rng.random() < 0.06:
        pair[rng.randrange(2)] = rng.choice([b'nosuch', b'', b'folder', b'-', b' before', b'<before', b'echo a 1|', b'after\n'])
    if rng.random() < 0.04:
        pair = rng.choice([pair[:1], [], pair + [b'more'], pair + [b'-n'], [pair[0], b'-s', pair[1]], [b'-', b'-']])
        stdin = before
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.01 else {}
    return Case('difffolded', command_line(rng) + pair, stdin, files, env)
