# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-sample: call graphs of macOS' sample."""
import awk_words
import words

NAMES = [b'start', b'main', b'-[NSApplication run]', b'+[Foo bar:baz:]', b'std::vector<int>::push_back(int const&)', b'mach_msg_trap', b'read',
         b'__select', b'kevent', b'???', b'thread_start', b'operator new(unsigned long)', b'a;b', b'0x7fff']
MODULES = [b'(in libsystem_kernel.dylib)'] * 4 + [b'(in AppKit)', b'(in a.out)', b'(in lib.dylib.1.dylib)', b'(in )', b'(in x', b'', b'(inx)',
           b'load address 0x10 + 0x2']
BRANCHES = [b' '] * 4 + [b'+', b'!', b':', b'|']
HEAD = [b'Analysis of sampling app (pid 4711) every 1 millisecond', b'Process:         app [4711]', b'Path:  /bin/x', b'', b'----',
        b'    12 not yet']


def call(rng, level, names):
    indent = b''.join(rng.choice(BRANCHES) + b' ' for _ in range(level)) if rng.random() < 0.95 else b' ' * rng.randint(0, 12)
    count = words.count(rng) if rng.random() < 0.3 else b'%d' % rng.randint(1, 3000)
    return b'    ' + indent + count + rng.choice([b' ', b' ', b'  ', b'\t']) + rng.choice(names) + rng.choice([b'  ', b' ']) + \
        rng.choice(MODULES) + rng.choice([b' + 764  [0x7fff3a1f5d3e]', b'', b' + 1,2,...  [0x1,0x2]'])


def graph(rng, names):
    lines = [rng.choice(HEAD) for _ in range(rng.choice([0, 1, 3]))]
    if rng.random() < 0.95:
        lines.append(rng.choice([b'Call graph:'] * 9 + [b'Call graph', b' Call graph:', b'call graph:']))
    level = 0
    for _ in range(words.size(rng)):
        lines.append(call(rng, level, names))
        level = max(0, level + rng.choice([1, 1, 1, 0, -1, -2, -4] + [3] * rng.wild))
    lines += [b''] * rng.choice([1, 1, 0])
    if rng.random() < 0.9:
        lines.append(b'Total number in stack (recursive counted multiple, when >=5):')
        lines += [b'        5       start  (in libdyld.dylib) + 0  [0x7fff5a1e9014]'] * rng.choice([0, 1])
        lines += [b'', b'Sort by top of stack, same collapsed (when >= 5):', b'        x  (in y)        2555']
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    names = [rng.choice(NAMES) if rng.random() < 0.7 else words.name(rng) for _ in range(rng.randint(1, 8))]
    text = b''.join(graph(rng, names) for _ in range(rng.choice([1] * 9 + [2, 0])))
    return awk_words.case(rng, 'stackcollapse-sample', words.damaged(rng, text))
