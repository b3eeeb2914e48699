#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""limits.py BIN [--full]: long lines, many stacks, deep stacks, many files, large sums, little memory, odd descriptors.

Without --full the sizes are small, and what is checked is that memory stays below a multiple of the input. With --full
the sizes are those of docs/LIMITS.md: the processor's time and the memory of each run are printed beside those of half
the size. That needs 16 GB of memory, and half an hour.
"""
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time

from harness import BIN, PERL, SANITIZED, WRAPPER, check, main, ours, run, scratch, skip

FULL = '--full' in sys.argv
PERF_HEAD = b'app 1 1.0: 1 cycles:\n'
MB = 1024 * 1024
TRACED = SANITIZED or bool(WRAPPER)     # what such a program takes is not its own
PART = 8 if TRACED else 1

# The program, and what its memory may be as a multiple of a long line: each part is repeated.
LONG_NAMES = [
    ('stackcollapse-perf', [], PERF_HEAD + b'\t401000 ', b'x', b'+0x1 (/bin/app)\n\n', 2.1),
    ('flamegraph', [], b'', b'x', b' 1\n', 1.1),
    ('stackcollapse-recursive', [], b'', b'x', b' 1\n', 2.1),
    ('difffolded', ['-', '/dev/null'], b'', b'x', b' 1\n', 2.1),
    ('foldedmerge', ['-'], b'', b'x', b' 1\n', 2.1),
    ('foldedcheck', ['--max-share=99%', '-'], b'', b'x', b' 1\n', 3.1),
]
DEEP = [
    ('stackcollapse-perf', [], PERF_HEAD, b'\t401000 f+0x1 (/bin/app)\n', b'\n'),
    ('flamegraph', ['--minwidth', '0.1'], b'', b'f;', b'f 1\n'),
    ('stackcollapse-recursive', [], b'', b'f;', b'f 1\n'),
    ('difffolded', ['-', '/dev/null'], b'', b'f;', b'f 1\n'),
    ('foldedmerge', ['-'], b'', b'f;', b'f 1\n'),
    ('foldedcheck', ['--max-share=99%', '-'], b'', b'f;', b'f 1\n'),
    ('stackcollapse', [], b'\n', b'  app`f+0x1\n', b'  1\n\n'),
    ('stackcollapse-bpftrace', [], b'@[\n', b'    f+1\n', b']: 1\n'),
    ('stackcollapse-gdb', [], b'Thread 1 (LWP 1):\n', b'#0  0x1 in f ()\n', b'\n'),
    ('stackcollapse-jstack', [], b'"t" tid=0x1 nid=0x1 runnable\n   java.lang.Thread.State: RUNNABLE\n', b'\tat a.b.f(F.java:1)\n', b'\n'),
]


def measure(command, pieces, **more):
    """Runs a command on pieces of input; returns its status, the bytes of its memory, its processor's seconds, its messages."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=more.pop('stdout', subprocess.DEVNULL),
                          stderr=subprocess.PIPE, **more) as process:
        def feed():
            try:
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
            except BrokenPipeError:
                pass
        feeder = threading.Thread(target=feed)
        feeder.start()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        feeder.join()
    return process.returncode, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime, errors


def repeated(head, part, count, tail):
    """The head, so many parts, the tail, in pieces of about a megabyte."""
    many = max(1, MB // len(part))
    yield head
    for _ in range(count // many):
        yield part * many
    yield part * (count % many) + tail


def report(name, size, half, whole):
    if FULL:
        print('| %s | %s | %.1f s, %.0f MB | %.1f s, %.0f MB |' % (
            name, size, half[2], half[1] / MB, whole[2], whole[1] / MB), flush=True)


def grows(name, command, pieces, size, factor, allowed=(0,)):
    """Checks that the memory of an input is at most `factor` times its bytes, above that of half of it."""
    half, whole = measure(command, pieces(size // 2)), measure(command, pieces(size))
    report(name, size, half, whole)
    length = sum(map(len, pieces(size))) - sum(map(len, pieces(size // 2)))
    check(name + ' ends well', half[0] in allowed and whole[0] in allowed, half, whole)
    check('%s: memory' % name, TRACED or whole[1] - half[1] < factor * length + 4 * MB, half[:3], whole[:3])


def long_names():
    for program, args, head, part, tail, factor in LONG_NAMES:
        grows('%s, a name of many bytes' % program, ours(program, *args),
              lambda n: repeated(head, part, n, tail), 4096 * MB if FULL else 32 * MB // PART, factor, (0, 1))


def long_names_with_others():
    """A name of megabytes takes its buffer over, while others of the line are still read."""
    name = b'x' * (2 * MB)
    perf = PERF_HEAD + b'\t401000 ' + name + b'->short->end+0x1 (/bin/app)\n\t1 f (m)\n\n'
    sources = perf.replace(b')\n', b')\n  a.c:1\n  b.c:2\n  c.c:3\n', 1).replace(b'(m)\n', b'(m)\n  d.c:4\n')
    for args, data in (([], perf), (['--srcline'], sources), (['--fix'], perf), (['--fix', '--srcline'], perf)):
        result = run(ours('stackcollapse-perf', *args), data)
        check('stackcollapse-perf %s: short names after a long one' % args,
              result.returncode == 0 and result.stdout.startswith(b'app;f') and b';' + name in result.stdout
              and b'short' in result.stdout and b'end' in result.stdout and len(result.stdout) < len(name) + 100, result)
    folded = b'a;' + name + b';b 1\n' + b'a;' + name + b';c 2\n'
    for program in ('stackcollapse-recursive', 'foldedmerge'):
        check(program + ': short names after a long one', run(ours(program), folded).stdout == folded)


def deep_stacks():
    for program, args, head, part, tail in DEEP:
        grows('%s, a stack of many frames' % program, ours(program, *args),
              lambda n: repeated(head, part, n, tail), 1000000 if FULL else 100000 // PART, 400 / len(part), (0, 1))


def endless_input():
    """Memory depends on the distinct stacks alone."""
    block = b''.join(b'app 1 1.0: 1 cycles:\n\t401000 f%d+0x1 (/bin/app)\n\t402000 main+0x2 (/bin/app)\n\n' % (i % 99)
                     for i in range(9000))
    folded = b''.join(b'a;f%d 1\n' % (i % 99) for i in range(90000))
    for program, args, text in (('stackcollapse-perf', [], block), ('stackcollapse-perf', ['--threads=3'], block),
                                ('difffolded', ['-', '/dev/null'], folded), ('foldedmerge', ['-'], folded)):
        grows(' '.join([program, *args, 'of a long pipe']), ours(program, *args),
              lambda n: repeated(b'', text, n // len(text), b''), 100000 * MB if FULL and not args else 48 * MB // PART, 0.01)


def stack_lines(count):
    """Distinct stacks of perf, in an order that is not theirs."""
    for i in range(0, count, 1000):
        yield b''.join(b'app 1 1.0: 1 cycles:\n\t401000 f%d+0x1 (/bin/app)\n\t402000 g%d+0x1 (/bin/app)\n'
                       b'\t403000 main+0x2 (/bin/app)\n\n' % (k % 997, k * 7919 % count) for k in range(i, i + 1000))


def many_stacks():
    count = 10000000 if FULL else 96000 // PART
    grows('stackcollapse-perf, distinct stacks and names', ours('stackcollapse-perf'), stack_lines, count, 3)
    grows('the same with --max-memory 64M', ours('stackcollapse-perf', '--max-memory=%s' % ('64M' if FULL else '4M')),
          stack_lines, count, 0.2)


# A sample that takes the place of those that were kept instead of it.
MEANT = b'app 1 1.0: 1 %s:\n\t1 f (/a)\n\n'


def max_memory():
    """The same bytes, messages and status with little memory, and nothing is left."""
    count = 120000 // PART
    text = b''.join(stack_lines(count))
    lines = [b'a;f%d;g%d %d\n' % (i % 997, i * 7919 % 31, i) for i in range(count)] * 2
    random.Random(14).shuffle(lines)
    with scratch() as folder:
        env = dict(os.environ, TMPDIR=folder)
        for command, data in ((['stackcollapse-perf'], text), (['stackcollapse-perf', '--threads=3', '--block-size=9000'], text),
                              (['stackcollapse-perf', '--threads=1', '--event-filter=nothing'], text),
                              (['stackcollapse-perf', '--threads=1', '--event-filter=cycles,y'], text + MEANT % b'cycles,y'),
                              (['foldedmerge'], b''.join(lines))):
            right = run(ours(*command), data, env=env)
            for size in ('3M', '600K'):
                less = run(ours(*command, '--max-memory', size), data, env=env)
                check('%s --max-memory %s' % (' '.join(command), size), (less.returncode, less.stdout, less.stderr)
                      == (right.returncode, right.stdout, right.stderr), less, right)
            nowhere = run(ours(*command, '--max-memory=600K'), data, env=dict(env, TMPDIR='/nosuch'))
            check('%s without TMPDIR' % command, TRACED or (right.returncode == 1 and not right.stdout)
                  or (nowhere.returncode == 1 and not nowhere.stdout and b"temporary file in '/nosuch'" in nowhere.stderr), nowhere)
        check('no temporary file is left', os.listdir(folder) == [])
    for word in ('', '0', 'x', '-1', '1.5G'):
        wrong = run(ours('stackcollapse-perf', '--max-memory', word), b'')
        check('--max-memory "%s"' % word, wrong.returncode == 255 and b'--max-memory needs a size' in wrong.stderr, wrong)


def two_to_the_64():
    sample = PERF_HEAD.replace(b': 1 c', b': 9223372036854775808 c') + b'\t1 f (m)\n\n'
    other = sample.replace(b'f', b'g')
    for args in ([], ['--max-memory=1']):
        result = run(ours('stackcollapse-perf', *args), sample + other + sample + other + sample)
        check('three times 2^63 %s' % args, result.returncode == 0 and b'app;f 2.76701161105643e+19\n' in result.stdout
              and b'app;g 1.84467440737096e+19\n' in result.stdout, result)
        check('a word about rounding %s' % args, (b'last digits' in result.stderr) == bool(args), result)
    with scratch() as folder:
        for i in range(5):
            with open(os.path.join(folder, str(i)), 'wb') as file:
                file.write(b'a 9223372036854775808\n')
        result = run(ours('foldedmerge', *'01234'), cwd=folder,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (18, 18)))
        check('foldedmerge in rounds', result.stdout == b'a 4.61168601842739e+19\n', result)


def many_files():
    count = 100000 if FULL else 2000 // PART
    with scratch() as folder:
        for i in range(count):
            with open(os.path.join(folder, '%x' % i), 'wb') as file:
                file.write(b'a;f%d 1\n' % (i % 10))
        names = ['%x' % i for i in range(count)]
        for program in ('foldedmerge', 'stackcollapse-recursive', 'flamegraph'):
            limit = 10 if program != 'foldedmerge' else 20
            begin = time.time()
            result = run(ours(program, *names), cwd=folder, preexec_fn=None if TRACED else
                         lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
            check('%s of %d files, %d open' % (program, count, limit), result.returncode == 0 and b'f9' in result.stdout, result)
            if FULL:
                print('| %s | %d files | | %.2f s |' % (program, count, time.time() - begin))


def little_memory():
    """Where memory is limited the program says so; it neither crashes nor waits."""
    if TRACED:
        return
    limit = 256 * MB
    for program, args in (('flamegraph', ['/dev/zero']), ('stackcollapse-perf', ['/dev/zero']), ('foldedmerge', ['/dev/zero']),
                          ('difffolded', ['/dev/zero', '/dev/null']), ('stackcollapse-go', ['/dev/zero'])):
        result = run(ours(program, *args), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        check('%s of an endless line' % program, result.returncode in (1, 2) and b'out of memory' in result.stderr, result)


def output_is_input():
    with scratch() as folder:
        path = os.path.join(folder, 'a')
        for program, args in (('flamegraph', ['a']), ('flamegraph', ['--diff', 'a', 'a']), ('flamegraph', []), ('foldedmerge', ['a']),
                              ('difffolded', ['a', 'a']), ('stackcollapse-perf', ['a']), ('stackcollapse-recursive', []),
                              ('foldedcheck', ['--max-share=9%', 'a']), ('range-perf', ['0', '9']), ('stackcollapse-guess', ['a'])):
            with open(path, 'wb') as file:
                file.write(b'a;b 1\n')
            with open(path, 'ab') as out, open(path, 'rb') as data:
                done = subprocess.run(ours(program, *args), cwd=folder, stdin=data, stdout=out, stderr=subprocess.PIPE, timeout=60)
            with open(path, 'rb') as file:
                check('%s %s onto its input' % (program, args), file.read() == b'a;b 1\n' and done.returncode > 0
                      and b'the output is written to it' in done.stderr, done)


def closed_streams():
    """Messages and output never go into a file that took the number of a standard stream."""
    with scratch() as folder:
        for closed in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
            for program, args, data in (('flamegraph', ['--cp', 'a'], b'a;b 1\nbad\n'), ('foldedmerge', ['-o', 'out', 'a'], b'a;b 1\n'),
                                        ('stackcollapse-perf', ['a'], b'a;b 1\n')):
                for name, text in (('a', data), ('palette.map', b'a->rgb(1,2,3)\n')):
                    with open(os.path.join(folder, name), 'wb') as file:
                        file.write(text)
                done = subprocess.run(ours(program, *args), cwd=folder, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      preexec_fn=lambda: [os.close(fd) for fd in closed])
                with open(os.path.join(folder, 'palette.map'), 'rb') as file:
                    palette = file.read()
                with open(os.path.join(folder, 'a'), 'rb') as file:
                    check('%s without %s' % (program, closed), file.read() == data
                          and all(b'->rgb(' in line for line in palette.splitlines()), done, palette)


def fifos_and_readers():
    data = b''.join(b'a;f%d 1\n' % i for i in range(50000))
    with scratch() as folder:
        fifo = os.path.join(folder, 'fifo')
        os.mkfifo(fifo)
        writer = threading.Thread(target=lambda: open(fifo, 'wb').write(data))
        writer.start()
        result = run(ours('foldedmerge', fifo))
        writer.join()
        check('a fifo', result.stdout.count(b'\n') == 50000, result)
    # A reader that waits, on a pipe that does not.
    reader, end = os.pipe()
    os.set_blocking(end, False)
    right = run(ours('stackcollapse-recursive'), data)
    with subprocess.Popen(ours('stackcollapse-recursive'), stdin=subprocess.PIPE, stdout=end, stderr=subprocess.PIPE) as process:
        os.close(end)
        process.stdin.write(data)
        process.stdin.close()
        time.sleep(0.3)
        with open(reader, 'rb') as file:
            text = file.read()
        check('a slow reader', process.wait() == 0 and text == right.stdout)


if FULL and TRACED:
    skip('--full is not for sanitizers and valgrind')
if FULL:
    main(long_names, deep_stacks, many_stacks, many_files, endless_input)
main(long_names, long_names_with_others, deep_stacks, endless_input, many_stacks, max_memory, two_to_the_64, many_files, little_memory, output_is_input,
     closed_streams, fifos_and_readers)
