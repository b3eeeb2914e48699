#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""io.py BIN: what happens when the world does not cooperate: full disks, closed pipes, odd files."""
import os
import resource
import signal
import subprocess
import time

from harness import BIN, SANITIZED, WRAPPER, check, main, ours, run, scratch, wait_until_read

PERF = b'app 1 2.5: 5 cycles:\n\t 1 f (m)\n\n'
FOLDED = b'a;b 500\n'
PROGRAMS = [('stackcollapse-perf', [], PERF), ('flamegraph', [], FOLDED), ('difffolded', ['-', '/dev/null'], FOLDED)]


def full_disk():
    for program, args, data in PROGRAMS + [('flamegraph', ['--help'], b''), ('difffolded', ['--version'], b'')]:
        with open('/dev/full', 'wb') as full:
            result = run(ours(program, *args), data, stdout=full)
        check('%s %s on a full disk' % (program, args),
              result.returncode == 1 and b'cannot write standard output: No space left' in result.stderr, result)


def closed_output():
    for program, args, data in PROGRAMS:
        result = run(ours(program, *args), data, stdout=None, preexec_fn=lambda: os.close(1))
        check('%s with standard output closed' % program,
              result.returncode == 1 and b'cannot write' in result.stderr, result)


def closed_input():
    """A closed standard input is an error at once: no file of ours takes its place."""
    for program, args, data in PROGRAMS:
        result = subprocess.run(ours(program, *args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                                preexec_fn=lambda: os.close(0))
        check('%s with standard input closed' % program, result.returncode in (1, 2)
              and b"cannot read 'standard input': Bad file descriptor" in result.stderr, result)


def broken_pipe():
    """Neither by the signal nor with the signal ignored is anything said."""
    for program, args, data in PROGRAMS:
        for handler in (signal.SIG_DFL, signal.SIG_IGN):
            reader, writer = os.pipe()
            os.close(reader)
            result = run(ours(program, *args), data, stdout=writer,
                         preexec_fn=lambda: signal.signal(signal.SIGPIPE, handler))
            os.close(writer)
            check('%s into a closed pipe' % program,
                  result.returncode in (-signal.SIGPIPE, 141) and result.stderr.count(b'\n') <= 1
                  and b'write' not in result.stderr, result)


def unreadable():
    for program, args, data in PROGRAMS[:2]:
        result = run(ours(program, '/nosuch', '-'), data)
        check('%s reads on after a missing file' % program,
              result.returncode == 1 and result.stdout and b"cannot open '/nosuch'" in result.stderr, result)
        result = run(ours(program, '/', '-'), data)
        check('%s reads on after a directory' % program,
              result.returncode == 1 and result.stdout and b"cannot read '/'" in result.stderr, result)
        result = run(ours(program, '', '-'), data)
        check('%s with an empty name' % program,
              result.returncode == 1 and b"cannot open ''" in result.stderr, result)
    result = run(ours('difffolded', '/dev/null', '/'))
    check('difffolded with a directory', result.returncode == 2 and not result.stdout, result)


def never_a_command():
    with scratch() as folder:
        for name in ('> made', '>made', '| touch made', 'touch made |', '+>made'):
            for program, args, data in PROGRAMS:
                run(ours(program, name, name), data, cwd=folder)
        check('no operand is a command or a mode', os.listdir(folder) == [])


def palette_is_safe():
    """A palette.map that cannot be written stays as it was."""
    with scratch() as folder:
        palette = os.path.join(folder, 'palette.map')
        with open(palette, 'w') as f:
            f.write('b->rgb(1,2,3)\n')
        os.chmod(palette, 0o640)
        run(ours('flamegraph', '--cp'), FOLDED, cwd=folder)
        with open(palette) as f:
            text = f.read()
        check('palette.map is updated', 'b->rgb(1,2,3)\n' in text and 'a->rgb(' in text)
        check('palette.map keeps its mode', os.stat(palette).st_mode & 0o777 == 0o640)
        check('nothing is left beside it', os.listdir(folder) == ['palette.map'])
        os.rename(palette, os.path.join(folder, 'shared'))
        os.symlink('shared', palette)
        run(ours('flamegraph', '--cp'), b'new 500\n', cwd=folder)
        with open(os.path.join(folder, 'shared')) as f:
            check('palette.map may be a link', os.path.islink(palette) and 'new->rgb(' in f.read())
        os.remove(palette)
        os.mkdir(palette)
        refused('a folder', folder)
        os.rmdir(palette)
        os.mkfifo(palette)
        refused('a pipe', folder)
        os.remove(palette)
        os.symlink('palette.map', palette)
        result = run(ours('flamegraph', '--cp'), FOLDED, cwd=folder)
        check('palette.map that is a link to itself', result.returncode == 1 and b"'palette.map'" in result.stderr, result)
        os.remove(palette)
        os.mkdir(os.path.join(folder, 'sub'))
        os.symlink('sub/real', palette)
        os.symlink('../new', os.path.join(folder, 'sub', 'real'))
        result = run(ours('flamegraph', '--cp'), FOLDED, cwd=folder)
        check('palette.map may be a link to a link to nothing', result.returncode == 0 and os.path.islink(palette)
              and os.path.isfile(os.path.join(folder, 'new')), result)


def refused(what, folder):
    """Nothing is drawn, and nothing is left, where the colors could not be kept."""
    before = sorted(os.listdir(folder))
    result = run(ours('flamegraph', '--cp'), FOLDED, cwd=folder, timeout=60)
    check('palette.map that is %s' % what, result.returncode == 1 and b'palette.map' in result.stderr and not result.stdout
          and sorted(os.listdir(folder)) == before, result)


def palette_of_others():
    """What somebody else put into a folder that everybody can write to leads nowhere."""
    if os.geteuid() != 0:
        return
    with scratch() as folder:
        shared, mine = os.path.join(folder, 'shared'), os.path.join(folder, 'mine')
        palette = os.path.join(shared, 'palette.map')
        os.mkdir(shared)
        for target, content in ((mine, b'precious\n'), (os.path.join(folder, 'new'), None)):
            if content:
                with open(mine, 'wb') as f:
                    f.write(content)
            os.symlink(target, palette)
            os.lchown(palette, 65534, 65534)
            for mode, follows in ((0o1777, False), (0o777, False), (0o755, True)):
                os.chmod(shared, mode)
                os.chown(shared, 65533, 65533)
                if follows:
                    result = run(ours('flamegraph', '--cp'), FOLDED, cwd=shared)
                    check('a link of others where they cannot write', result.returncode == 0 and os.path.exists(target), result)
                else:
                    refused('a link of others in a folder of mode %o' % mode, shared)
                    with open(mine, 'rb') as f:
                        check('what it leads to', f.read() == b'precious\n' if content else not os.path.exists(target))
            os.remove(palette)
        os.link(mine, palette)
        os.chown(mine, 65534, 65534)
        with open(mine, 'rb') as f:
            before = f.read()
        run(ours('flamegraph', '--cp'), b'other 500\n', cwd=shared)
        with open(mine, 'rb') as f:
            check('a second name of a file is replaced, the file is not', f.read() == before)


def not_quadratic():
    """Small inputs that made loops within loops; each takes the processor about a second."""
    deep = ['%s 0\n' % ';'.join([chr(97 + i)] * 40000) for i in range(20)] + ['zz 5\n']
    inputs = [('flamegraph', [], ''.join(deep)),
              ('flamegraph', ['--colors', 'chain'], 'a' + ';--;' * 300000 + 'b 5\n'),
              ('stackcollapse-perf', ['--all'], 'app 1 2.5: 5 cycles:\n\t1 ' + '->' * 300000 + 'x (m)\n\n'),
              ('stackcollapse-perf', [], 'app 1 2.5: 5 cycles:\n\t1 ' + '(' * 300000 + ' (m)\n\n'),
              ('stackcollapse-perf', ['--srcline'], 'app 1 2.5: 5 cycles:\n\t1 f (m)\n' + '[' * 300000 + '\n\n')]
    for program, args, data in inputs:
        result = run(ours(program, *args), data.encode(), timeout=None,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (30, 30)))
        check('%s %s' % (program, data[:20]), result.returncode == 0 and result.stdout, result)


def out_of_memory():
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (64 << 20, 64 << 20))
    # As many threads as there are processors might not fit in the first place.
    for program, args in (('stackcollapse-perf', ['--threads=2']), ('flamegraph', [])):
        result = run(ours(program, *args), b'a' * (100 << 20) + b' 5\n', preexec_fn=limit)
        check('%s without memory' % program,
              result.returncode == 1 and b'out of memory' in result.stderr, result)


def interrupted():
    """A signal while it reads a pipe ends the input; one that was ignored is ignored."""
    for program, args, data in PROGRAMS[:1] + [('stackcollapse-perf', ['--threads=2'], PERF * 100000)]:
        for number in (signal.SIGINT, signal.SIGTERM):
            result, out = signalled(program, args, data, number, signal.SIG_DFL)
            check('%s prints what it has at signal %d' % (program, number),
                  result.returncode == 128 + number and out == b'app;f %d\n' % (data.count(b'app') * 5)
                  and b'interrupted' in result.stderr.read(), None)
            result, out = signalled(program, args, data, number, signal.SIG_IGN)
            check('%s ignores signal %d' % (program, number), result.returncode == 0 and out, None)


def signalled(program, args, data, number, handler):
    """Sends a signal once the data is read; if it is to be ignored, the input ends a moment later."""
    process = subprocess.Popen(ours(program, *args), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(number, handler))
    process.stdin.write(data)
    process.stdin.flush()
    wait_until_read(process)
    process.send_signal(number)
    if handler == signal.SIG_IGN:
        time.sleep(0.1)
        process.stdin.close()
    out = process.stdout.read()
    process.wait(60)
    return process, out


def on_terminal(args):
    """What a run of more than a second shows on a terminal."""
    terminal, end = os.openpty()
    process = subprocess.Popen([os.path.join(BIN, 'stackcollapse-perf')] + args, stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=end, env=dict(os.environ, TERM='xterm'))
    os.close(end)
    block = PERF * 40000
    for _ in range(8):
        process.stdin.write(block)
        process.stdin.flush()
        time.sleep(0.2)
    process.stdin.close()
    shown = b''
    try:
        while True:
            shown += os.read(terminal, 4096)
    except OSError:
        os.close(terminal)
    process.wait(60)
    return shown


def progress():
    shown = on_terminal([])
    check('progress is shown', b' samples, 1 distinct stacks' in shown and b' MB/s' in shown)
    check('progress is erased', shown.endswith(b'\r\x1b[K\r'))
    check('--no-progress', on_terminal(['--no-progress']) == b'')


def waiting():
    """A program that waits at a terminal says so."""
    for program, words, says in (('flamegraph', [], True), ('difffolded', ['-', os.devnull], True), ('stackcollapse-guess', [], True),
                                 ('stackcollapse-go', [], True), ('stackcollapse-perf', [], True), ('range-perf', ['1', '2'], True),
                                 ('stackcollapse-go', ['--no-progress'], False), ('stackcollapse-perf', ['--no-progress'], False)):
        terminal, end = os.openpty()
        process = subprocess.Popen(ours(program, *words), stdin=end, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        os.close(end)
        os.write(terminal, b'\x04')
        err = process.communicate(timeout=60)[1]
        os.close(terminal)
        check('%s %s at a terminal' % (program, words), (b'reading standard input' in err) == says, err)


def order_of_messages():
    """Messages come in the order of the input, with any number of threads."""
    inputs = {'stackcollapse-perf': PERF * 3000 + b'junk\n\n' + PERF,
              'flamegraph': b'a;b;c 9\n\xff;d;e 1\n' * 3000 + b'junk\na\xff 1\nb 1 2\na;d;e;f;g 1e2'}
    with scratch() as directory:
        first, last = os.path.join(directory, 'first'), os.path.join(directory, 'last')
        for program, data in inputs.items():
            for name in (first, last):
                with open(name, 'wb') as file:
                    file.write(data)
            for files in ([first, '/nosuch', last], ['/nosuch', '/', first], [first, '/', last, '/nosuch']):
                alone = run(ours(program, '--threads=1', *files))
                for _ in range(5):
                    result = run(ours(program, '--threads=4', '--block-size=5000', *files))
                    check('%s: order of messages' % program, result.stderr == alone.stderr
                          and result.stdout == alone.stdout and result.returncode == 1, result)


if __name__ == '__main__':
    parts = [full_disk, closed_output, closed_input, broken_pipe, unreadable, order_of_messages, never_a_command, palette_is_safe, palette_of_others, interrupted,
             waiting]
    if not WRAPPER:
        parts += [progress, not_quadratic]
        if not SANITIZED:
            parts.append(out_of_memory)
    main(*parts)
