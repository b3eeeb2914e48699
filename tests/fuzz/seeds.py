#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""seeds.py TARGET FOLDER DICTIONARY: what the fuzzer of a target starts from.

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
    'foldedmerge': ['common/merge', 'common/folded'],
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
    program = program.replace('-threads', '')
    short = program.replace('stackcollapse-', '')
    for folder, _, names in os.walk(TOP):
        if 'CMakeLists.txt' not in names or '/build' in folder or '/tests' in folder:
            continue
        for kind, row in re.findall(r'flamegraph_(collapser|program)\(([^)]*)\)',
                                    read(folder, 'CMakeLists.txt').decode()):
            name, *rest = row.split()
            if name == (short if kind == 'collapser' else program):
                yield from (os.path.join(folder, file) for file in rest if file.endswith('.c'))
    for folder in SOURCES.get(program, [PARTS[program][1]] if program in PARTS else []):
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


def cases_of(program):
    folder = os.path.join(TOP, 'testdata', program)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in names if os.path.isdir(os.path.join(folder, name))]


def inputs_of(*programs):
    """Standard input and files of the cases of programs."""
    for program in programs:
        for case in cases_of(program):
            yield from (text.split(PART, 1)[-1] for text in seed(case).split(SECTION)[1:] if text)


def command_lines(_):
    for program in sorted(os.listdir(os.path.join(TOP, 'testdata'))):
        yield from (read(case, 'args').rstrip(b'\n') for case in cases_of(program))


def pairs(_):
    for case in cases_of('difffolded'):
        yield b'\0' + SECTION.join(text.split(PART, 1)[-1] for text in seed(case).split(SECTION)[2:4])


def elf(order, word, stripped=False):
    """A small ELF file: a function and an alias, an imported function with its entry in .plt."""
    def pack(*numbers):     # pairs of a size and a number
        return b''.join(n.to_bytes(word if size == 0 else size, order) for size, n in zip(numbers[::2], numbers[1::2]))

    def symbol(name, section, value, kind=0x12):
        return (pack(4, name, 1, kind, 1, 0, 2, section, 0, value, 0, 16) if word == 8
                else pack(4, name, 0, value, 0, 16, 1, kind, 1, 0, 2, section))
    texts = b'\0main\0_Z3foov\0puts\0'
    names = b'\0.text\0.plt\0.rela.plt\0.dynsym\0.symtab\0.strtab\0.note.gnu.build-id\0.gnu_debuglink\0'
    table = b'\0' * (3 * word if word == 8 else 16) + symbol(1, 1, 0x1000) + symbol(6, 1, 0x1000, 0x22) + symbol(14, 0, 0, 0x10)
    parts = [b'', b'\x90' * 32, b'\x90' * 48, pack(0, 0, 0, 3 << (32 if word == 8 else 8) | 7, 0, 0), table, table,
             texts, pack(4, 4, 4, 8, 4, 3) + b'GNU\0abcdefgh', b'a.debug\0\0\0\0\0', names]
    rows = [(b'', 0, 0, 0, 0, 0), (b'.text', 1, 6, 0x1000, 0, 0), (b'.plt', 1, 6, 0x1020, 0, 16), (b'.rela.plt', 4, 2, 0, 4, 3 * word),
            (b'.dynsym', 11, 2, 0, 6, 3 * word if word == 8 else 16),
            (b'.symtab', 1 if stripped else 2, 0, 0, 6, 3 * word if word == 8 else 16), (b'.strtab', 3, 0, 0, 0, 0),
            (b'.note.gnu.build-id', 7, 2, 0, 0, 0), (b'.gnu_debuglink', 1, 0, 0, 0, 0), (b'', 3, 0, 0, 0, 0)]
    header, segment, section = (64, 56, 64) if word == 8 else (52, 32, 40)
    at = header + segment + section * len(rows)
    body = b''
    sections = b''
    for (name, kind, flags, address, link, entry), part in zip(rows, parts):
        sections += pack(4, names.index(name + b'\0'), 4, kind, 0, flags, 0, address, 0, at + len(body), 0, len(part),
                         4, link, 4, 0, 0, 1, 0, entry)
        body += part
    start = at          # of .text
    load = (pack(4, 1, 4, 5, 0, start, 0, 0x1000, 0, 0x1000, 0, 999, 0, 999, 0, 1) if word == 8
            else pack(4, 1, 0, start, 0, 0x1000, 0, 0x1000, 0, 999, 0, 999, 4, 5, 0, 1))
    return (b'\x7fELF' + bytes([word // 4, 1 if order == 'little' else 2, 1]) + b'\0' * 9
            + pack(2, 3, 2, 62, 4, 1, 0, 0, 0, header, 0, header + segment, 4, 0, 2, header, 2, segment, 2, 1,
                   2, section, 2, len(rows), 2, len(rows) - 1) + load + sections + body)


def symbols(_):
    for order in 'little', 'big':
        for word in 4, 8:
            yield b'\0' + elf(order, word)
            yield b'\x04' + elf(order, word) + elf(order, word, True)
    yield b'\x05ffffffff81000000 T _text\nffffffff81000000 t start\nffffffffc0000000 t hook\t[nf]\n'
    yield b'\x027f00 10 first\n7f00 40 second name\n7f08 4 third\n'


def recordings():
    sys.path.insert(0, os.path.join(TOP, 'tests', 'perfdata'))
    import perfdata_samples
    return [content for _, content in perfdata_samples.recordings()]


def recordings_to_read(_):
    for content in recordings():
        yield from (how + content for how in (b'\0', b'\1', b'\2'))


def recordings_to_fold():
    """As standard input, which ends at the byte SECTION, and as a file; read directly, and where there is no perf."""
    for content in recordings():
        if SECTION not in content:
            yield b'--via=direct' + SECTION + content
            yield SECTION + content
            yield b'--via=direct\x1fperf.data' + SECTION * 2 + b'perf.data' + PART + content


# How the inputs of a part (parts/*.c) are made, and the folder of its words.
PARTS = {
    'differential': (pairs, 'common/folded'),
    'folded': (lambda _: inputs_of('difffolded', 'foldedmerge', 'flamegraph'), 'common/folded'),
    'json': (lambda _: inputs_of('stackcollapse-chrome-tracing', 'stackcollapse-ghcprof'), 'common/documents'),
    'nameattr': (lambda _: inputs_of('flamegraph'), 'flamegraph'),
    'numbers': (lambda _: NUMBERS, 'common/python'),
    'options': (command_lines, 'common/perl'),
    'palettemap': (lambda _: inputs_of('flamegraph'), 'flamegraph'),
    'perfdata': (recordings_to_read, 'common/perfdata'),
    'perfscript': (lambda _: (b'\x07\x01\x00' + text for text in inputs_of('stackcollapse-perf')), 'common/perfscript'),
    'replies': (lambda _: [NM + SECTION + ADDR2LINE * 6], 'stackcollapse/perf/inline'),
    'symbols': (symbols, 'common/symbols'),
    'xml': (lambda _: inputs_of('stackcollapse-xctrace'), 'common/documents'),
}
NUMBERS = [a + b'\n' + b for a in (b'12', b'-1.5e10', b'0x1f', b'inf', b'nan', b'18446744073709551616', b' 1_000 ', b'.5')
           for b in (b'1', b'1e-300', b'9223372036854775807', b'-0')]
NM = b'0000000000001000 T main\n0000000000001040 t leaf(int)\n                 U puts\n'
ADDR2LINE = (b'0x0000000000001010\nleaf(int)\napp.c:3 (discriminator 2)\nmain\napp.c:9\n'
             b'0xffffffffffffffff\n??\n??:0\n')
UNKNOWN = b'0x0000000000000010\n??\n??:0\n0xffffffffffffffff\n??\n??:0\n'
INLINED = (b'app 12 [000] 1.5: 100 cycles:\n\t1010 leaf(int)+0x10 (a.out)\n\t10 main+0x10 (b.out)\n'
           b'\t1014 main+0x14 (a.out)\n\n')
ANSWERS = SECTION + b'\x1d' + PART
# Runs that need the answers of other programs (child.c).
EXTRA = {
    'aix-perf': [
        b'-u\x1fweb\x1f-r\x1f2\x1f-t\x1f0.5' + SECTION + ANSWERS + b' 17\n 18\n\x1c\n' + b'17: java\nmain\n\x1c\n' * 5,
        b'-r\x1f3\x1f-t\x1f1' + SECTION + ANSWERS + b'1: init\n\x1c\n' * 9 + b'\x1cx\n'],
    'stackcollapse-guess': [SECTION + b'\n\n\n' + INLINED * 2 + ANSWERS + b'a 1\n'],
    'stackcollapse-perf': [
        b'--inline' + option + SECTION + INLINED + ANSWERS + ADDR2LINE * 4 + UNKNOWN * 2 + NM + b'\x1c\n' + ADDR2LINE * 9
        for option in (b'', b'\x1f--context', b'\x1f--kernel\x1f--fix')],
}


def all_seeds(target):
    if target in PARTS:
        return dict.fromkeys(PARTS[target][0](target), 'part')
    program = target.replace('-threads', '')
    seeds = {seed(case): os.path.basename(case) for case in cases_of(program)}
    extras = EXTRA.get(program, []) + (list(recordings_to_fold()) if program == 'stackcollapse-perf' else [])
    for extra in extras:
        seeds[extra] = 'extra'
    return seeds


def main():
    target, folder, dictionary = sys.argv[1:]
    seeds = all_seeds(target)
    kept = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'kept', target)
    for name in sorted(os.listdir(kept)) if os.path.isdir(kept) else []:
        seeds[read(kept, name)] = 'kept'
    for number, (content, name) in enumerate(seeds.items()):
        write(folder, '%03d-%s' % (number, name), content)
    with open(dictionary, 'w', encoding='ascii') as file:
        for word in words(target):
            file.write('"%s"\n' % ''.join(chr(c) if 32 < c < 127 and c not in b'"\\' else '\\x%02x' % c for c in word))


if __name__ == '__main__':
    main()
