#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""foldedmerge.py BIN: what has to be true of any merge.

The merge of any split is the whole; it is associative and commutative; unsorted files are
merged as sorted ones; the number of files that may be open changes nothing; nothing is left
in TMPDIR, and nothing under the final name, whatever happens.
"""
import collections
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

BIN = os.path.abspath(sys.argv[1])
failed = passed = 0


def check(name, good, shown=''):
    global failed, passed
    passed += bool(good)
    failed += not good
    if not good:
        print('%s: %s' % (name, shown))


def merge(*names, open_files=None, **more):
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))) if open_files else None
    return subprocess.run([os.path.join(BIN, 'foldedmerge'), *names], capture_output=True, preexec_fn=limit, **more)


def write(name, lines):
    with open(name, 'wb') as file:
        file.writelines(lines)
    return name


def text(stacks):
    return [b'%s %d\n' % (stack, count) for stack, count in sorted(stacks.items())]


def some_stack(rng):
    frames = [rng.choice([b'a', b'a b', b'b', b'', b'a!', b'\xff', b'a\x01', b'long_name' * 9, b'0'])
              for _ in range(rng.randint(1, 9))]
    return b';'.join(frames) + (b'x' if frames[-1][-1:] == b'0' else b'')


def splits(rng):
    """The lines of one profile, dealt to files."""
    lines = [(some_stack(rng), rng.choice([0, 1, 7, 10 ** 17])) for _ in range(rng.choice([1, 9, 300, 3000]))]
    files = [[] for _ in range(rng.choice([1, 2, 3, 8, 40]))]
    whole = collections.Counter()
    for stack, count in lines:
        rng.choice(files).append((stack, count))
        whole[stack] += count
    return text(whole), files


def sums(lines):
    total = collections.Counter()
    for stack, count in lines:
        total[stack] += count
    return text(total)


def properties(rng):
    whole, files = splits(rng)
    whole = b''.join(whole)
    names = [write('s%d' % i, sums(lines)) for i, lines in enumerate(files)]
    check('the merge of a split is the whole', merge(*names).stdout == whole, names)
    shuffled = rng.sample(names, len(names))
    check('commutative', merge(*shuffled).stdout == whole, names)
    at = rng.randint(0, len(names))
    parts = [names[:at], names[at:]]
    results = [write('p%d' % i, []) for i in range(2)]
    for i, part in enumerate(parts):
        if part:
            merge('-o', 'p%d' % i, *part)
    check('associative', merge(*results).stdout == whole, parts)
    unsorted = [write('u%d' % i, [b'%s %d\n' % line for line in lines]) for i, lines in enumerate(files)]
    check('unsorted files', merge(*unsorted).stdout == whole, unsorted)
    mixed = [rng.choice(pair) for pair in zip(names, unsorted)]
    check('few open files', merge(*mixed, open_files=rng.randint(18, 24)).stdout == whole, mixed)


def many_files():
    names = [write('m%d' % i, [b'all 1\n', b'one;%05d %d\n' % (i, i)]) for i in range(3000)]
    want = b'all 3000\n' + b''.join(b'one;%05d %d\n' % (i, i) for i in range(3000))
    result = merge(*names)
    check('3000 files', result.stdout == want, result.stderr)
    result = merge(*names, open_files=19)
    check('3000 files, 19 open', result.stdout == want, result.stderr)


def large_rounds():
    """Results that are longer than what is kept in memory, over three rounds, one file unsorted."""
    rng = random.Random(3)
    stacks = sorted({b'%s;%08d' % (b'frame;' * 20, rng.randrange(10 ** 6)) for _ in range(20000)})
    names = [write('l%d' % i, [b'%s %d\n' % (stack, i) for stack in stacks]) for i in range(10)]
    write('l0', [b'%s 0\n' % stack for stack in reversed(stacks)])
    want = b''.join(b'%s 45\n' % stack for stack in stacks)
    for limit in (None, 18, 20):
        result = merge(*names, open_files=limit)
        check('rounds with files, %s' % limit, result.stdout == want, result.stderr)
    write('cut', [want[:-3]])
    result = merge('cut', *names)
    check('nothing is printed of a cut file', result.returncode == 2 and result.stdout == b'', result)


def whatever_happens(temporary):
    """Killed while it reads: no temporary file, and the final name as it was."""
    rng = random.Random(4)
    lines = sorted(b'%s;%09d 1\n' % (b'frame;' * 20, rng.randrange(10 ** 9)) for _ in range(50000))
    write('big', lines)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        write('kept', [b'old 1\n'])
        child = subprocess.Popen([os.path.join(BIN, 'foldedmerge'), '-o', 'kept', 'big', '-'], stdin=subprocess.PIPE)
        child.stdin.write(b''.join(lines[:40000]))
        child.stdin.flush()
        time.sleep(0.05)
        child.send_signal(number)
        child.wait()
        child.stdin.close()
        check('killed', child.returncode == -number, child.returncode)
        check('the final name is as it was', open('kept', 'rb').read() == b'old 1\n')
        check('no file is left', not os.listdir(temporary) and not [n for n in os.listdir('.') if n.startswith('.')],
              os.listdir(temporary))
    result = merge('big', env=dict(os.environ, TMPDIR='/nosuch'))
    check('no TMPDIR', result.returncode == 1 and result.stdout == b'', result.stderr)
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
    child = subprocess.run([os.path.join(BIN, 'foldedmerge'), '-o', 'kept', 'l1'], preexec_fn=limit,
                           stderr=subprocess.DEVNULL, check=False)
    check('no room', child.returncode != 0 and open('kept', 'rb').read() == b'old 1\n', child.returncode)
    os.symlink('kept', 'link')
    merge('-o', 'link', 'l1')
    check('a link is followed', os.path.islink('link') and os.path.getsize('kept') == os.path.getsize('l1'))
    os.mkdir('far')
    os.symlink('../far/new', 'far/second')
    os.symlink('far/second', 'first')
    merge('-o', 'first', 'l1')
    check('a link to a file that is not there yet', os.path.islink('first') and os.path.islink('far/second')
          and os.path.getsize('far/new') == os.path.getsize('l1'))
    os.symlink('round', 'round')
    check('a link to itself', merge('-o', 'round', 'l1').returncode != 0 and os.path.islink('round'))
    os.symlink('nowhere/new', 'astray')
    check('a link to no folder', merge('-o', 'astray', 'l1').returncode != 0 and os.path.islink('astray'))
    check('a device is not replaced', merge('-o', '/dev/stdout', 'm1').stdout == b'all 1\none;00001 1\n')


def killed_while_it_writes():
    """A signal at the moment at which the temporary is there leaves none."""
    os.mkdir('one')
    for _ in range(40):
        child = subprocess.Popen([os.path.join(BIN, 'foldedmerge'), '-o', 'one/kept', 'big'])
        while child.poll() is None and not os.listdir('one'):
            pass
        child.send_signal(signal.SIGINT)
        child.wait()
        left = [name for name in os.listdir('one') if name != 'kept']
        check('no temporary is left', not left, left)
        for name in os.listdir('one'):
            os.unlink(os.path.join('one', name))


def main():
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        os.environ['TMPDIR'] = temporary
        os.chdir(folder)
        for seed in range(60):
            properties(random.Random(seed))
        many_files()
        large_rounds()
        whatever_happens(temporary)
        killed_while_it_writes()
        os.chdir('/')
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
