#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""linear.py BIN [-e EVERY] [PROGRAM...]: no input makes a program do much more work than its size.

Each program reads a short text again and again: parts of its own cases, and what makes parsers look far ahead or back.
Its instructions are counted by valgrind, so that the result depends neither on the machine nor on its load. Four times
the input may take six times the instructions, or a few for each byte that is printed, since calls that never end make
stacks that grow; a loop over the input within a loop over it takes sixteen times.

With EVERY, each EVERY-th pair of program and text is run.
"""
import argparse
import os
import re
import subprocess
import sys
import zlib

from harness import needs, scratch
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cases'))
from case import all_cases

SMALL, FACTOR, MOST, PRINTING = 16000, 4, 6, 40
TEXTS = [b'\t', b' ', b'a\t', b'.0', b'0', b'1 ', b';', b'a;', b'a b', b'(', b')', b'()', b'[', b'{', b'}', b'"', b'\\"', b"'", b'<',
         b'<a>', b'<!--', b'&', b'&a;', b'/', b'->', b'+0x1', b'0x1 ', b'@', b'#', b'=', b',', b':', b'-', b'`', b'a\r', b'\xff',
         b'\n', b'\n\n', b'a\n', b'a 1\n', b'\t1 a\n', b'  a\n', b'{"a":', b'{"a":1}\n']
# Words that a program needs to read standard input; None: it reads none.
WORDS = {'files': None, 'aix-perf': None, 'difffolded': ['-', os.devnull], 'foldedcheck': ['--max-share=50%', '-'],
         'range-perf': ['0', '9'], 'jmaps': None, 'stackcollapse-guess': None}


def instructions(program, data, folder):
    """How many a run takes beside printing, or None where the program was ended."""
    path = os.path.join(folder, 'input')
    with open(path, 'wb') as f:
        f.write(data)
    with open(path, 'rb') as f:
        done = subprocess.run(['valgrind', '--tool=cachegrind', '--cachegrind-out-file=/dev/null', '--cache-sim=no',
                               os.path.join(BIN, program), *WORDS.get(program, [])], stdin=f, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
    found = re.search(rb'I\s+refs:\s+([\d,]+)', done.stderr)
    if not found or done.returncode < 0:
        return None
    return int(found[1].replace(b',', b'')) - PRINTING * len(done.stdout)


def texts_of(program):
    """What is repeated: a beginning, which is not, and a text."""
    for text in TEXTS:
        yield b'', text
    cases = sorted((case.stdin() for case in all_cases([program]) if case.stdin() and case.status() == 0), key=len)
    for data in cases[-1:]:
        lines = data.splitlines(True)
        head = b''.join(lines[:8])      # with what some formats begin with
        for text in TEXTS:
            yield head, text
        for line in sorted(set(lines), key=lines.index)[:12]:
            yield head, line
            yield b'', line.rstrip(b'\n')
    for data in cases[len(cases) // 2:][:3]:
        yield b'', data[:2000]


def check(program, folder, every):
    """The numbers of pairs, and of those that take too much."""
    nothing = instructions(program, b'', folder)
    run = wrong = 0
    for head, text in texts_of(program):
        if not text or zlib.crc32(program.encode() + head + text) % every:
            continue
        sizes = [head + text * (size // len(text) + 1) for size in (SMALL, SMALL * FACTOR)]
        small, large = (instructions(program, data, folder) for data in sizes)
        run += 1
        if small is None or large is None or large - nothing > MOST * max(small - nothing, 10 * SMALL):
            wrong += 1
            print('%s: %r after %r: %s instructions for %d bytes, %s for %d' % (
                program, text[:60], head[:60], small, len(sizes[0]), large, len(sizes[1])), flush=True)
    return run, wrong


def main():
    global BIN
    parser = argparse.ArgumentParser()
    parser.add_argument('bin')
    parser.add_argument('programs', nargs='*')
    parser.add_argument('-e', '--every', type=int, default=1)
    a = parser.parse_args()
    BIN = os.path.abspath(a.bin)
    needs('valgrind')
    programs = a.programs or sorted(p for p in os.listdir(BIN) if not p.startswith('.') and os.access(os.path.join(BIN, p), os.X_OK))
    total = [0, 0]
    with scratch() as folder:
        for program in programs:
            if WORDS.get(program, []) is not None and os.path.isfile(os.path.join(BIN, program)):
                total = [x + y for x, y in zip(total, check(program, folder, a.every))]
    print('%d inputs, %d wrong' % tuple(total))
    sys.exit(total[1] > 0 or total[0] == 0)


if __name__ == '__main__':
    main()
