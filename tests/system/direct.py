#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""direct.py BIN PRINT-PERFDATA: stackcollapse-perf reads recordings without perf.

For hand-made recordings it prints what it prints for their text; and functions have the names that files give them.
"""
import os
import re
import signal
import subprocess
import sys
import time

from harness import check, main, ours, run, scratch, wait_until_read

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'perfdata'))
from perfdata_samples import ALL, MODULE, TEXT, recordings     # noqa: E402
from perfdata_writer import BUILD_ID, COMPRESSED, IN_KERNEL, KERNEL, USER, Recording     # noqa: E402

PRINT = os.path.abspath(sys.argv[2])
NO_PERF = dict(os.environ, PERF='/no/such/perf')
FUNCTIONS = re.compile(rb'functions .*')
BPF = re.compile(rb'\[unknown\] \((bpf_\w+)\)')
# No process has it.
PID = 10 ** 9 + os.getpid()
OPTIONS = [], ['--all', '--tid'], ['--addrs'], ['--fix'], ['--counts', '--inline']


def fold(folder, *words, data=b'', env=NO_PERF):
    os.makedirs(os.path.join(folder, 'root'), exist_ok=True)
    return run(ours('stackcollapse-perf', '--symfs=root', *words), data, cwd=folder, env=env)


def write(folder, name, content):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(content)
    return path


def odd():
    """Names that make a sample look like another."""
    data = Recording()
    data.event(ALL, name='cycles')
    for pid, comm in enumerate(('two\n\nlines', 'a 1 2.0: 3 b:', '', '\t1 f (x)'), 1):
        data.comm(pid, pid, comm)
        data.mmap2(pid, pid, 0x1000, 0x1000, 0, '/bin/' + comm)
        data.mmap2(pid, pid, 0x2000, 0x1000, 0, '/bin/app (deleted)')
    data.mmap2(2, 2, 0x3000, 0x1000, 0, '/bin/two\n\nlines')
    data.sample(pid=2, tid=2, time=5, chain=[USER, 0x3004, 0x2004])
    for pid in range(1, 5):
        for chain in [USER, 0x2004], [USER, 0x1004, 0x2004], []:
            data.sample(pid=pid, tid=pid, time=pid, chain=chain)
    return data


def texts():
    with scratch() as folder:
        for name, content in (*recordings(), ('odd names', odd().content())):
            path = write(folder, 'perf.data', content)
            text = run([PRINT, path]).stdout
            text = BPF.sub(rb'\1+0x0 (\1)', text)
            if name.startswith('tracepoint'):
                continue    # whose fields are not printed
            for options in OPTIONS:
                expected = run(ours('stackcollapse-perf', *options), text)
                result = fold(folder, *options, path)
                check('%s %s' % (name, options), result.stdout == expected.stdout and result.stdout, result, expected)


def named(pipe=False, samples=2):
    """Functions of the kernel, of a program of bpf, and of code that was compiled at run time; one of a file that is missing."""
    data = Recording(pipe=pipe)
    data.event(ALL, name='cycles')
    data.comm(PID, PID, 'app')
    data.mmap(-1, 0, TEXT, 0x100000, 0, '[kernel.kallsyms]_text', misc=IN_KERNEL)
    data.ksymbol(MODULE, 0x100, 'bpf_prog_1')
    data.mmap(PID, PID, 0x9000, 0x1000, 0, '//anon')
    data.mmap2(PID, PID, 0x1000, 0x1000, 0, '/bin/gone')
    for i in range(samples):
        data.sample(pid=PID, tid=PID, time=1000 + i, chain=[KERNEL, MODULE + 4, TEXT + 4, USER, 0x9004, 0x1004])
    return data


def names():
    path = '/tmp/perf-%d.map' % PID
    folded = b'app;[gone];jitted;[[kernel.kallsyms]]_[k];bpf_prog_1 2\n'
    said = [b"functions of a file have no names: '/bin/gone': no such file",
            b'functions of the kernel have no names: there is no vmlinux below the root folder']
    no_map = b"functions compiled at run time have no names: '%s': no such file" % path.encode()
    with scratch() as folder:
        write(folder, 'perf.data', named().content())
        result = fold(folder, '--kernel', 'perf.data')
        check('without a map', result.returncode == 0 and result.stdout == folded.replace(b'jitted', b'[perf-%d.map]' % PID)
              and FUNCTIONS.findall(result.stderr) == [*said, no_map], result)
        with open(path, 'w') as file:
            file.write('9000 100 jitted\n')
        try:
            for words, data in (['perf.data'], b''), (['-'], named(True).content()), ([], named(True).content()):
                result = fold(folder, '--via=direct', '--kernel', *words, data=data)
                check('names %s' % words, (result.returncode, result.stdout) == (0, folded) and FUNCTIONS.findall(result.stderr) == said, result)
        finally:
            os.remove(path)


def build_ids():
    """A file that was replaced is not the one that ran."""
    data = Recording()
    data.event(ALL, name='cycles')
    data.features[BUILD_ID] = data.build_id('/bin/app', b'12345678901234567890')
    data.mmap(1, 1, 0x1000, 0x1000, 0, '/bin/app')
    data.sample(pid=1, tid=1, chain=[USER, 0x1004])
    with scratch() as folder:
        write(folder, 'perf.data', data.content())
        write(folder, 'root/bin/app', b'\x7fELF\2\1\1' + bytes(57))
        result = fold(folder, 'perf.data')
        check('another build-id', result.returncode == 0 and result.stdout == b':1;[app] 1\n' and result.stderr.endswith(
            b"functions of a file have no names: '/bin/app': not the file that was recorded: its build-id is another\n"), result)


def left():
    """What is found late, and what takes perf from the beginning."""
    for label, change, reason in (('a newer record', lambda data: data.record(22, b'', event=0), b'it has records that are newer than this program'),
                                  ('a compressed one', lambda data: data.record(81, bytes(8)), b'it is compressed (perf record -z)'),
                                  ('a feature', lambda data: data.features.update({COMPRESSED: b''}), b'it is compressed (perf record -z)')):
        for pipe in False, True:
            data = named(pipe)
            change(data)
            with scratch() as folder:
                write(folder, 'perf.data', data.content())
                result = fold(folder, '--via=direct', 'perf.data')
                check('%s, directly' % label, (result.returncode, result.stdout) == (1, b'') and result.stderr ==
                      b'stackcollapse-perf: perf.data: cannot be read without perf: %s; use --via perf\n' % reason, result)
                result = fold(folder, 'perf.data')
                check('%s, by perf' % label, (result.returncode, result.stdout) == (1, b'') and b'perf.data: read through perf script: '
                      + reason + b'\n' in result.stderr and b"cannot run '/no/such/perf'" in result.stderr, result)


def ends():
    with scratch() as folder:
        write(folder, 'perf.data', named(samples=0).content())
        result = fold(folder, 'perf.data')
        check('no samples', (result.returncode, result.stdout) == (0, b'') and result.stderr.endswith(b'the recording has no samples\n'), result)
        content = named(True).content()
        for n, stacks, said in (8, 1, b'what comes before is printed'), (300, 0, b'no stacks come before'):
            write(folder, 'perf.data', content[:-n])
            result = fold(folder, '--via=direct', 'perf.data')
            check('cut', result.returncode == 1 and b'perf.data: the recording is cut in a record, at byte ' in result.stderr
                  and b'; ' + said + b'\n' in result.stderr and result.stdout.endswith(b'bpf_prog_1 1\n' * stacks)
                  and result.stdout.count(b'\n') == stacks, result)


def interrupts():
    """What came before the signal is printed."""
    data = named(True)
    data.round()
    data.round()
    for number in signal.SIGINT, signal.SIGTERM:
        with subprocess.Popen(ours('stackcollapse-perf', '--symfs=/no', '--via=direct'), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
            process.stdin.write(data.content())
            process.stdin.flush()
            wait_until_read(process)
            time.sleep(0.3)
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        check('signal %d' % number, process.returncode == 128 + number and out.endswith(b' 2\n') and b'interrupted' in err, out, err)


main(texts, names, build_ids, left, ends, interrupts)
