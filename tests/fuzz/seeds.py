#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""seeds.py PROGRAM FOLDER DICTIONARY: what a fuzzer of a program starts from.

Writes an input for each case of testdata/PROGRAM into the folder, in the form of program.c,
and the words of the program's sources as a dictionary. Cases that are large are cut to the
lines that fit, as the fuzzer is slow on them.
"""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECTION, PART = b'\x1e', b'\x1f'
# What a case expects, not what it gives to the program.
EXPECTED = {'args', 'stdin', 'stdin.path', 'env', 'stdout', 'status', 'stderr', 'deviation', 'answers'}
MOST_BYTES = 6000
# More of the sources whose words a program reads, beside those of its own row in CMake.
SOURCES = {
    'flamegraph': ['flamegraph', 'common/folded'],
    'foldedcheck': ['difffolded/check', 'common/folded'],
    'foldedmerge': ['difffolded/merge', 'common/folded'],
    'difffolded': ['common/folded'],
    'stackcollapse-perf': ['stackcollapse/perf', 'stackcollapse/perf/inline', 'common/perfscript'],
    'stackcollapse-guess': ['common/recognize'],
    'range-perf': ['common/perfscript'],
    'pkgsplit-perf': ['common/perfscript'],
    'stackcollapse-ibmjava': ['stackcollapse'],
    'stackcollapse-jstack': ['stackcollapse'],
    'stackcollapse-xctrace': ['common/documents'],
    'stackcollapse-chrome-tracing': ['common/documents'],
}


def read(*path):
    try:
        with open(os.path.join(*path), 'rb') as file:
            return file.read()
    except FileNotFoundError:
        return b''


def clipped(text):
    """The first lines that fit."""
    if len(text) <= MOST_BYTES:
        return text
    return text[:text.rfind(b'\n', 0, MOST_BYTES) + 1 or MOST_BYTES]


def files_of(case):
    for folder, folders, names in os.walk(case):
        if folder == case and 'after' in folders:
            folders.remove('after')
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), case)
            if path not in EXPECTED:
                yield path.encode() + PART + clipped(read(case, path))


def seed(case):
    words = read(case, 'args').rstrip(b'\n').replace(b'\n', PART)
    path = read(case, 'stdin.path').decode().strip()
    given = read(TOP, 'testdata', path) if path else read(case, 'stdin')
    return SECTION.join([words, clipped(given), *files_of(case)])


def write(folder, name, content):
    with open(os.path.join(folder, name), 'wb') as file:
        file.write(content)


def sources(program):
    """The files of the program's row in a CMakeLists.txt, and of the folders above."""
    short = program.replace('stackcollapse-', '')
    for folder, _, names in os.walk(TOP):
        if 'CMakeLists.txt' not in names or '/build' in folder or '/tests' in folder:
            continue
        for kind, row in re.findall(r'flamegraph_(collapser|program)\(([^)]*)\)',
                                    read(folder, 'CMakeLists.txt').decode()):
            name, *rest = row.split()
            if name == (short if kind == 'collapser' else program):
                yield from (os.path.join(folder, file) for file in rest if file.endswith('.c'))
    for folder in SOURCES.get(program, []):
        yield from (os.path.join(TOP, folder, name) for name in sorted(os.listdir(os.path.join(TOP, folder)))
                    if name.endswith('.c'))


def unescaped(match):
    code = match.group(1)
    plain = {b'n': b'\n', b't': b'\t', b'r': b'\r', b'f': b'\f', b'v': b'\v', b'0': b'\0'}
    return bytes([int(code[1:], 16)]) if len(code) > 1 else plain.get(code, code)


def words(program):
    """String literals that are not messages, and options as they are typed."""
    found = {b'--fix', b'--help'}
    for path in sources(program):
        text = re.sub(rb'/\*.*?\*/|#include[^\n]*', b'', read(path), flags=re.S)
        for literal in re.findall(rb'OPTION\("([^"]+)"', text):
            found.add(b'\x1f--' + literal if len(literal) > 1 else b'\x1f-' + literal)
        for literal in re.findall(rb'"((?:[^"\\\n]|\\.)*)"', text):
            word = re.sub(rb'\\(x[0-9a-f]{2}|.)', unescaped, literal)
            if 1 < len(word) <= 32 and b'%' not in word:
                found.add(word)
    return sorted(found)


def main():
    program, folder, dictionary = sys.argv[1:]
    cases = os.path.join(TOP, 'testdata', program)
    names = sorted(os.listdir(cases)) if os.path.isdir(cases) else []
    kept = os.path.join(TOP, 'testdata', 'fuzz', program)
    seeds = {seed(os.path.join(cases, name)): name for name in names if os.path.isdir(os.path.join(cases, name))}
    for name in sorted(os.listdir(kept)) if os.path.isdir(kept) else []:
        seeds[read(kept, name)] = 'kept-' + name
    for content, name in (seeds or {b'-u\x1fweb': 'first'}).items():
        write(folder, name, content)
    with open(dictionary, 'w', encoding='ascii') as file:
        for word in words(program):
            file.write('"%s"\n' % ''.join(chr(c) if 32 < c < 127 and c not in b'"\\' else '\\x%02x' % c for c in word))


if __name__ == '__main__':
    main()
