#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""difffolded.py BIN: two files are joined alike, however they come.

Sorted files are read side by side, others and pipes into a table: both print what a dictionary
prints. The files are sorted, nearly so or not at all, some with lines that have no count; their
stacks begin alike, end in blanks, are empty, and are as long as a buffer. A file may be given
twice, or be standard input that is read from its middle; one that is cut while it is read is
named.
"""
import os
import random
import re
import subprocess

from harness import BIN, WRAPPER, check, main, ours, run, scratch

NAMES = [b'a', b'a b', b'', b'a!', b'b', b'\xff', b'a\0', b'main', b'long_name' * 9, b'0']
LINE = re.compile(rb'(.*)[ \t\r\f\v](\d+)', re.S)


def profile(rng, longest):
    """The lines of a file, in one of three orders."""
    lines = [b'%s %d\n' % (b';'.join(rng.choice(NAMES) for _ in range(rng.randint(1, 6))), rng.choice([0, 1, 7, 10**14]))
             for _ in range(rng.choice([0, 1, 5, 40]))]
    if longest:
        lines.append(b'x' * longest + b' 3\n')
        lines.append(b'x' * longest + b';y 3\n')
    order = rng.randrange(3)
    if order > 0:
        lines.sort(key=lambda line: line.rpartition(b' ')[0])
    if order > 1 and lines:
        lines.insert(rng.randint(0, len(lines)), rng.choice([b'\n', b'none\n', b' 5\n', b'a 1\r\n'] + lines))
    return b''.join(lines)


def joined(files):
    """What difffolded prints."""
    sums = {}
    for column, text in enumerate(files):
        for line in text.split(b'\n')[:-1]:
            match = LINE.fullmatch(line)
            stack, count = (match.group(1), int(match.group(2))) if match else (b'', 0)
            sums.setdefault(stack, [0, 0])[column] += count
    return b''.join(b'%s %d %d\n' % (stack, *counts) for stack, counts in sorted(sums.items()))


def differences():
    rng = random.Random(16)
    for number in range(0, 150, 25 if WRAPPER else 1):    # valgrind takes a second for each program
        longest = rng.choice([4000, 70000, 300000]) if number % 10 == 0 else 0
        files = [profile(rng, longest) for _ in range(2)]
        for name, text in zip(('before', 'after'), files):
            with open(name, 'wb') as file:
                file.write(text)
        wanted = joined(files)
        result = run(ours('difffolded', 'before', 'after'))
        check('files %d' % number, result.stdout == wanted, result)
        result = run(ours('difffolded', '-', 'after'), files[0])
        check('a pipe and a file %d' % number, result.stdout == wanted, result)
        result = run(ours('difffolded', 'before', 'before'))
        check('a file twice %d' % number, result.stdout == joined([files[0]] * 2), result)
        at = files[1].find(b'\n') + 1
        with open('after', 'rb') as file:
            os.lseek(file.fileno(), at, os.SEEK_SET)
            result = subprocess.run(ours('difffolded', 'before', '-'), stdin=file, capture_output=True, check=False)
        check('from the middle %d' % number, result.stdout == joined([files[0], files[1][at:]]), result)


def cut():
    """A file that is cut when its stacks are in order so far, and are to be read again."""
    lines = [b'%08d;f 1\n' % i for i in range(400000)]
    with open('before', 'wb') as file:
        file.writelines(lines)
    with open('after', 'wb') as file:
        file.writelines(lines)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.close(read)
        os.close(write)
        os.dup2(os.open('messages', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 2)
        os.execv(os.path.join(BIN, 'difffolded'), ['difffolded', 'before', 'after'])
    os.close(write)
    os.read(read, 1)        # the output begins when both are read, and waits in the pipe
    os.truncate('before', 1000)
    while os.read(read, 1 << 20):
        pass
    os.close(read)
    _, status = os.waitpid(child, 0)
    with open('messages', 'rb') as file:
        messages = file.read()
    check('a file that is cut', os.waitstatus_to_exitcode(status) == 1 and b"'before'" in messages, status, messages)


with scratch() as folder:
    os.chdir(folder)
    main(differences, cut)
