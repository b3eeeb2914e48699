# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-vsprof: call trees of Visual Studio's profiler as CSV."""
import options
import words
from trial import Case

HEADER = b'Level,Function Name,Inclusive Samples,Exclusive Samples,Inclusive Samples %,Exclusive Samples %,Module Name,'
NAMES = [b'"main"', b'"a,b"', b'"std::map<int,int>::find"', b'plain', b'pl ain', b'""', b'"', b'"x', b'x"', b'"x"y', b' "x"', b'"x" ',
         b'\t', b'x"y"z', b'"a b c"', b'"a;b"', b'[ntdll.dll]', b'"a","b"', b'"\xc3\xa9"', b'"a"b,c"', b'"a,b"c', b'" "', b'" x "']
COUNTS = [b'"8,735"', b'"8.735"', b'"1 234"', b'"1,234,567"', b'""', b'"', b'"12', b'12"', b' 12', b'12 ', b'1e3', b'-5', b'-0', b'"-0.4"', b'0x10',
          b'x', b'', b'inf', b'nan', b'"12"x', b'1\t2', b'\t7', b'+8', b'"1,0","2,0"', b'"99,999,999,999,999,999,999"', b'1_000', b'00', b'\xa05', b'1e400']
LEVELS = [b'0', b'00', b'', b'x', b'1.5', b'-1', b'99', b'99999999999999999999', b'18446744073709551617', b'1 ', b'01']


def row(rng, names, level):
    number = b'%d' % level if rng.random() < 0.99 else rng.choice(LEVELS)
    name = rng.choice(names)
    if rng.random() < 0.95 and not name.startswith(b'"'):
        name = b'"' + name.replace(b'"', b'') + b'"'
    count = words.integer(rng) if rng.random() < 0.9 else rng.choice(COUNTS)
    if rng.random() < 0.3 and count.isdigit() and len(count) > 3:
        separator = rng.choice([b',', b'.', b' '])
        count = b'"' + count[:-3] + separator + count[-3:] + b'"'
    tail = rng.choice([b',0,100.00,0.00,"app.exe",'] * 12 + [b',', b'', b',0', b',"'])
    return rng.choice([b''] * 12 + [b' ', b'\t']) + number + b',' + name + b',' + count + tail


def tree(rng):
    names = words.vocabulary(rng)
    if rng.random() < 0.3:
        names.append(rng.choice(NAMES))
    lines, level = [HEADER] if rng.random() < 0.95 else [], 0
    for _ in range(words.size(rng)):
        deeper = 1 if rng.random() < 0.995 else 2
        level = level + deeper if level == 0 or rng.random() < 0.55 else rng.randint(1, level)
        lines.append(row(rng, names, level))
        if rng.random() < 0.01:
            lines.append(rng.choice([b'', b' ', b'junk', b'\r']))
    return b'\n'.join(lines) + b'\n'


def one_file(rng, text, name):
    """(words, standard input, files) for a script that reads the one file it is given."""
    files = {name: text, b'folder': None, b'b.csv': b'x\n'}
    kind = rng.random()
    if kind < 0.9:
        return [name], b'', files
    if kind < 0.95:
        return rng.choice([[], [b'-']]), text, files
    return rng.choice([[b'nosuch'], [b''], [b'folder'], [name, b'b.csv'], [name, name], [b'-', name], [b' ' + name]]), text, files


def generate(rng):
    text = words.damaged(rng, tree(rng), 0.2)
    groups = [[rng.choice([b'--help', b'--version'])]] if rng.random() < 0.01 else []
    operands, stdin, files = one_file(rng, text, b'tree.csv')
    return Case('stackcollapse-vsprof', options.mixed(rng, groups, operands), stdin, files)
