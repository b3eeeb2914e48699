#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fault.py BIN [-e EVERY] [-n CASES] [-c CALL] [SCENARIO...]: calls of libc that fail, one after another.

For each scenario, each call of CALLS, and N = 1, 2, ...: the N-th call fails, once or from then on, until the
program ends without getting that far. It then has to end with the right output, files and status, or with a message
and a status that is not 0. It must not crash, hang, leave a process or a file behind, or end with status 0 and
another output. With EVERY only each EVERY-th N is tried, from a different one for each call.

A scenario is one of more_scenarios(), or the name of a program, whose smallest CASES (2) are run from a pipe and from
a file; with 1 case only one of these.
"""
import argparse
import collections
import errno
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path += [os.path.join(HERE, '..', 'cases'), os.path.join(HERE, '..', 'perfdata')]
from case import OWN, all_cases
from perfdata_writer import CALLCHAIN, IP, PERIOD, TID, TIME, USER, Recording

SKIPPED = 77
SECONDS = 60        # until a program hangs
E = errno
MEMORY, IO = [E.ENOMEM], [E.EIO]
SHORT = 0
# The call, and the errors that it can end with.
CALLS = {
    'malloc': MEMORY, 'calloc': MEMORY, 'realloc': MEMORY,
    'read': [E.EIO, E.EINTR, E.EAGAIN, SHORT], 'pread': [E.EIO, E.EINTR, SHORT],
    'write': [E.EIO, E.ENOSPC, E.EPIPE, E.EINTR, E.EAGAIN, SHORT],
    'open': [E.EMFILE, E.EIO], 'openat': [E.EMFILE], 'close': [E.EIO, E.ENOSPC], 'fopen': [E.EMFILE],
    'fstat': [E.EIO], 'stat': [E.EIO], 'lstat': [E.EIO], 'fstatat': [E.EIO], 'access': [E.EIO], 'lseek': [E.ESPIPE],
    'mmap': MEMORY, 'ftruncate': IO, 'fsync': IO, 'fchmod': IO, 'rename': IO, 'unlink': IO, 'mkstemp': [E.EMFILE, E.ENOSPC],
    'readlink': IO, 'opendir': [E.EMFILE], 'fdopendir': MEMORY, 'readdir': IO,
    'pthread_create': [E.EAGAIN], 'pipe': [E.EMFILE], 'fcntl': [E.EMFILE], 'dup': [E.EMFILE], 'dup2': [E.EMFILE],
    'poll': [E.EINTR, E.ENOMEM], 'waitpid': [E.EINTR, E.ECHILD], 'execvp': [E.ENOMEM], 'sigaction': [E.EINVAL],
    'posix_spawnp': [E.EAGAIN, E.ENOMEM], 'posix_spawn_file_actions_init': MEMORY,
    'posix_spawn_file_actions_adddup2': MEMORY, 'posix_spawn_file_actions_addopen': MEMORY, 'posix_spawnattr_init': MEMORY,
    'posix_spawnattr_setsigdefault': [E.EINVAL], 'posix_spawnattr_setflags': [E.EINVAL],
}
# A signal may come at any call; these stand for all.
SIGNALS = [-signal.SIGINT, -signal.SIGTERM, -signal.SIGHUP]
SIGNALLED = ['read', 'write', 'open', 'close', 'malloc', 'rename', 'mkstemp', 'poll', 'waitpid', 'posix_spawnp']
# Failing again and again, these would be waited for without end, as they should be.
ONCE_ONLY = {E.EINTR, E.EAGAIN, *SIGNALS}
Scenario = collections.namedtuple('Scenario', 'name program args stdin from_file files env')
Outcome = collections.namedtuple('Outcome', 'status stdout stderr files left')
counts = collections.Counter()


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def build(folder):
    """The library; ends the test where it cannot be made."""
    path = os.path.join(folder, 'fault.so')
    done = subprocess.run([os.environ.get('CC') or 'cc', '-shared', '-fPIC', '-O1', '-o', path,
                           os.path.join(HERE, 'fault.c'), '-ldl'], stderr=subprocess.PIPE)
    if done.returncode != 0:
        print('skipped: tests/fault/fault.c needs glibc')
        print(done.stderr.decode(errors='replace'))
        sys.exit(1 if os.environ.get('TESTS_REQUIRED') else SKIPPED)
    return path


def has_input(case):
    return bool(case.stdin() or set(os.listdir(case.folder)) - OWN)


def size_of(case):
    paths = map(case.path, os.listdir(case.folder))
    return len(case.stdin()) + sum(os.path.getsize(path) for path in paths if os.path.isfile(path))


def scenarios_of_cases(tools, most):
    """The smallest cases of each program that print something, those with an input first."""
    for tool, cases in itertools.groupby(all_cases(tools), lambda case: case.tool):
        good = [c for c in cases if c.status() == 0 and c.read('stdout')]
        good.sort(key=lambda c: (not has_input(c), size_of(c), c.name))
        for case in good[:most]:
            env = dict(line.split('=', 1) for line in case.read('env').decode().splitlines())
            files = {n: read(case.path(n)) for n in set(os.listdir(case.folder)) - OWN if os.path.isfile(case.path(n))}
            ways = [False, True] if case.stdin() else [False]
            for from_file in ways if most > 1 else ways[zlib.crc32(tool.encode()) % len(ways):][:1]:
                yield Scenario('%s/%s%s' % (tool, case.name, ' <' if from_file else ''), tool, case.args(), case.stdin(),
                               from_file, files, env)


PERF = b''.join(b'app %d 1.%d: 1 cycles:\n\t401%03x f%d+0x1 (/bin/app)\n\t402000 main+0x2 (/bin/app)\n\n' % (i, i, i % 16, i % 7)
                for i in range(60))
LONG = b''.join(b'app 1 1.%d: 1 cycles:\n\t401000 f%d%s+0x1 (/bin/app)\n\n' % (i, i % 40, b'x' * 40000) for i in range(60))
STACKS = b''.join(b'a;b%d;c%d %d\n' % (i % 5, i, i + 1) for i in range(12))
# The recording of a program with inlined functions, which is made by build_inlined().
INLINED = 'inlined'
# A stand-in for perf script, which prints half of the text for each of two slices.
STAND_IN = b'''#!/bin/sh
first() { printf 'app 1 1.0: 1 cycles:\\n\\t1 f (/app)\\n\\t2 main (/app)\\n\\n'; }
last() { printf 'app 1 2.0: 1 cycles:\\n\\t3 g (/app)\\n\\t2 main (/app)\\n\\n'; }
case "$*" in
*'-i - '*|*'-i -') cat > /dev/null ;;
esac
case "$*" in
*'--time ,'*) first ;;
*--time*) last ;;
*) first; last ;;
esac
'''


def recorded(pipe=False, samples=12, more=0):
    """A recording of a program and of code that was compiled at run time; each sample has so many bytes more."""
    data = Recording(pipe=pipe)
    data.event(IP | TID | TIME | CALLCHAIN | PERIOD, name='cycles')
    data.comm(10, 10, 'app')
    data.mmap2(10, 10, 0x401000, 0x1000, 0x1000, '/app')
    data.mmap2(10, 10, 0x9000, 0x1000, 0, '//anon')
    for i in range(samples):
        data.sample(pid=10, tid=10, time=1000 * (i + 1), ip=0x401106,
                    chain=[USER, 0x401106 + i % 4 * 8, 0x9004, 0x401120] + [0x9004] * (more // 8))
    return data.content()


def recordings():
    """Recordings that are read directly and through perf."""
    half = recorded(samples=70, more=60000)     # of two slices
    tree = {'bin/perf': STAND_IN, 'root/tmp/perf-10.map': b'9000 100 jitted\n'}
    yield Scenario('recorded', 'stackcollapse-perf', ['--via=direct', '--symfs=root', 'perf.data'], b'', False,
                   dict(tree, **{'perf.data': recorded()}), {})
    yield Scenario('recorded <', 'stackcollapse-perf', ['--symfs=root', '--threads=1'], recorded(), True, tree, {})
    yield Scenario('recorded pipe', 'stackcollapse-perf', ['--via=direct', '--symfs=root'], recorded(pipe=True), False, tree, {})
    yield Scenario('script', 'stackcollapse-perf', ['--via=perf', '--threads=1', 'perf.data'], b'', False,
                   dict(tree, **{'perf.data': recorded()}), {})
    yield Scenario('script feed', 'stackcollapse-perf', ['--via=perf', '--threads=1'], recorded(pipe=True), False, tree, {})
    yield Scenario('script spool', 'stackcollapse-perf', ['--via=perf', '--threads=1'], recorded(), False, tree, {})
    yield Scenario('script slices', 'stackcollapse-perf', ['--via=perf', '--threads=2', 'perf.data'], b'', False,
                   dict(tree, **{'perf.data': half}), {})


def more_scenarios():
    yield Scenario('threads', 'stackcollapse-perf', ['--threads=3', '--block-size=700'], PERF, False, {}, {})
    yield Scenario('threads <', 'stackcollapse-perf', ['--threads=3', '--block-size=700'], PERF, True, {}, {})
    # With --cp, files can be opened to the end, as fault.c does. The file is read twice.
    yield Scenario('lines', 'flamegraph', ['--cp', '--threads=3', '--block-size=50', 'a'], b'', False,
                   {'a': b'a 1000000\nno count\n' + b''.join(b'a;b%d;c;d;e 1\n' % (i * 7 % 60) for i in range(60))}, {})
    yield Scenario('cp', 'flamegraph', ['--cp'], STACKS, False, {'palette.map': b'a->rgb(1,2,3)\nold->rgb(4,5,6)\n'}, {})
    yield Scenario('cp-new', 'flamegraph', ['--cp'], STACKS, False, {}, {})
    yield Scenario('diff', 'flamegraph', ['--diff', 'a', 'b'], b'', False, {'a': STACKS, 'b': STACKS.replace(b'c1 ', b'd ')}, {})
    yield Scenario('compact', 'flamegraph', ['--compact', '--minwidth=0'], STACKS + b'wide 1000000\n', False, {}, {})
    yield Scenario('empty', 'flamegraph', [], b'', False, {}, {})
    yield Scenario('merge-o', 'foldedmerge', ['-o', 'out', 'a', 'b'], b'', False,
                   {'a': STACKS, 'b': b'x 1\n' + STACKS, 'out': b'old 1\n'}, {})
    yield Scenario('max-memory', 'stackcollapse-perf', ['--max-memory=1', '--threads=1'], LONG, False, {}, {})
    yield Scenario('merge-table', 'foldedmerge', ['--max-memory=1', 'a', 'b'], b'', False,
                   {'a': STACKS, 'b': b'z%s 1\n' % (b'z' * 1200000) + STACKS}, {})
    yield Scenario('guess', 'stackcollapse-guess', [], PERF, False, {}, {})
    yield Scenario('guess <', 'stackcollapse-guess', [], PERF, True, {}, {})
    yield Scenario('check', 'foldedcheck', ['--max-growth=1%', 'a', 'b', '--', 'a', 'b'], b'', False,
                   {'a': STACKS, 'b': STACKS}, {})
    procstack = b'#!/bin/sh\nprintf "%s: app\\n0x1 f(??) + 4\\n" "$1"\n'
    yield Scenario('aix', 'aix-perf', ['-u', 'root', '-r', '1', '-t', '0.001'], b'', False,
                   {'bin/procstack': procstack, 'bin/ps': b'#!/bin/sh\necho 11\necho 12\n'}, {})
    yield Scenario('files', 'files', ['tree'], b'', False, {'tree/a': b'1', 'tree/b/c': b'22'}, {})
    yield from recordings()
    if shutil.which('addr2line') and shutil.which('cc'):
        yield Scenario(INLINED, 'stackcollapse-perf', ['--inline'], b'', False, {}, {})


def build_inlined(folder):
    """A program with an inlined function, and a recording of it."""
    source = os.path.join(folder, 'inlined.c')
    with open(source, 'w') as f:
        f.write('volatile int n;\nstatic inline __attribute__((always_inline)) void inner(void) { n++; }\n'
                '__attribute__((noinline)) void outer(void) { inner(); }\nint main(void) { outer(); return 0; }\n')
    program = os.path.join(folder, 'inlined')
    subprocess.run(['cc', '-g', '-O1', '-no-pie', '-o', program, source], check=True)
    symbols = subprocess.run(['nm', program], stdout=subprocess.PIPE, check=True).stdout.decode().split('\n')
    outer, main = (int(line.split()[0], 16) for name in ('outer', 'main') for line in symbols if line.endswith(' T ' + name))
    return ('app 1 1.0: 1 cycles:\n\t%x outer+0x0 (%s)\n\t%x main+0x4 (%s)\n\n'
            'app 1 1.0: 1 cycles:\n\t%x gone+0x4 (%s)\n\n' % (outer, program, main + 4, program, 0xfffff, program)).encode()


def run(bin_folder, scenario, fault, scratch):
    """Runs a scenario in a fresh folder; `fault` is what fault.c reads from the environment."""
    work = tempfile.mkdtemp(dir=scratch)
    for name, content in scenario.files.items():
        path = os.path.join(work, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(content)
        os.chmod(path, 0o755)
    env = dict(os.environ, TMPDIR=work, **scenario.env, **fault)
    env['PATH'] = os.path.join(work, 'bin') + ':' + bin_folder + ':' + env['PATH']
    stdin_path = os.path.join(work, 'stdin')
    with open(stdin_path, 'wb') as f:
        f.write(scenario.stdin)
    with open(stdin_path, 'rb') as f:
        os.unlink(stdin_path)
        process = subprocess.Popen([os.path.join(bin_folder, scenario.program), *scenario.args], cwd=work, env=env,
                                   stdin=f if scenario.from_file else subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
        try:
            out, err = process.communicate(None if scenario.from_file else scenario.stdin, timeout=SECONDS)
            status = process.returncode
        except subprocess.TimeoutExpired:
            end_processes(process.pid)
            out, err = process.communicate()
            status = 'hangs'
    left = processes_left(process.pid)
    files = {}
    for folder, _, names in os.walk(work):
        for name in names:
            files[os.path.relpath(os.path.join(folder, name), work)] = read(os.path.join(folder, name))
    shutil.rmtree(work)
    return Outcome(status, out.replace(work.encode(), b'WORK'), err, files, left)


def processes_of(session):
    """The processes of a session that run, in whatever group."""
    for name in os.listdir('/proc'):
        try:
            if name.isdigit() and os.getsid(int(name)) == session and b') Z ' not in read('/proc/%s/stat' % name):
                yield int(name)
        except (ProcessLookupError, FileNotFoundError):
            continue


def processes_left(session):
    """Whether a process of the session still runs a moment later."""
    for _ in range(100):
        if not any(processes_of(session)):
            return False
        time.sleep(0.02)
    end_processes(session)
    return True


def end_processes(session):
    for pid in processes_of(session):
        os.kill(pid, signal.SIGKILL)


def problem(scenario, right, outcome, error):
    """What is wrong with an outcome under a fault, or None."""
    if outcome.left:
        return 'a child is left'
    if outcome.status == 'hangs':
        return 'hangs'
    if error in SIGNALS and outcome.status in (error, 128 - error):
        outcome = outcome._replace(status=128 - error, stderr=b'a signal')
    if outcome.status < 0:
        return 'killed by signal %d' % -outcome.status
    if outcome.status == 139 or outcome.status == 134:
        return 'a crash'
    if outcome.files != right.files:
        changed = {n for n in set(outcome.files) | set(right.files) if outcome.files.get(n) != right.files.get(n)}
        if not all(outcome.files.get(n) == scenario.files.get(n) or b"cannot remove '" in outcome.stderr for n in changed):
            return 'files are left or damaged: ' + ' '.join(sorted(changed))
        if outcome.status == right.status:
            return 'files are not written, and the status is %d' % outcome.status
    if outcome.stdout == right.stdout and outcome.status == right.status:
        return None
    if outcome.status == right.status:
        return 'another output with status %d' % outcome.status
    if outcome.status == 0:
        return 'status 0, not %d' % right.status
    if not outcome.stderr and outcome.status != 141:
        return 'no message with status %d' % outcome.status
    return None


def environment(tools, call, number, error):
    return {'LD_PRELOAD': os.path.basename(tools.preload), 'LD_LIBRARY_PATH': os.path.dirname(tools.preload),
            'FAULT_CALL': call, 'FAULT_AT': str(number), 'FAULT_ERROR': str(error),
            'FAULT_MARK': os.path.join(tools.scratch, 'mark')}


def calls_made(scenario, tools):
    """The calls that a scenario makes at all; those of allocation not where regular expressions are used:
    glibc's regcomp() frees twice and its regexec() finds nothing where there is no memory."""
    run(tools.bin, scenario, environment(tools, '?', 0, 0), tools.scratch)
    mark = os.path.join(tools.scratch, 'mark')
    made = set(read(mark).decode().split())
    os.remove(mark)
    if any(word.startswith(('--frame', '--per')) and not word.startswith('--period') for word in scenario.args):
        made -= {'malloc', 'calloc', 'realloc'}
    return made


def name_of(error):
    return signal.Signals(-error).name if error < 0 else errno.errorcode.get(error, 'short')


def faults(scenario, right, call, every, tools):
    """Tries the N-th call for each N."""
    signals = SIGNALS if call in SIGNALLED else []
    for error, on in itertools.product(CALLS[call] + signals, (False, True)):
        if on and error in ONCE_ONLY:
            continue
        if error == E.EPIPE and scenario.name in ('guess', INLINED):
            continue    # the program that it feeds may end; its status counts
        first = 1 + zlib.crc32(('%s %s %d' % (scenario.name, call, error)).encode()) % every
        for n in itertools.count(first, every):
            mark = os.path.join(tools.scratch, 'mark')
            fault = environment(tools, call, n, error)
            if on:
                fault['FAULT_ON'] = '1'
            outcome = run(tools.bin, scenario, fault, tools.scratch)
            happened = read(mark)
            os.remove(mark)
            if not happened:
                break
            counts[scenario.program, call] += 1
            wrong = problem(scenario, right, outcome, error)
            if wrong:
                counts['wrong'] += 1
                print('%s: %s number %d: %s%s: %s\n    status %s, %r' % (
                    scenario.name, call, n, name_of(error), ', and all later ones' if on else '', wrong,
                    outcome.status, outcome.stderr[-200:]), flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('bin')
    parser.add_argument('names', nargs='*', metavar='SCENARIO')
    parser.add_argument('-e', '--every', type=int, default=1)
    parser.add_argument('-n', '--cases', type=int, default=2)
    parser.add_argument('-c', '--call', action='append')
    return parser.parse_args()


Tools = collections.namedtuple('Tools', 'bin preload scratch')


def main():
    a = arguments()
    with tempfile.TemporaryDirectory(prefix='flamegraph fault ') as scratch:
        preload = build(scratch)
        recording = build_inlined(scratch) if shutil.which('addr2line') and shutil.which('cc') else b''
        inner = os.path.join(scratch, 'runs')
        os.mkdir(inner)
        tools = Tools(os.path.abspath(a.bin), preload, inner)
        for scenario in itertools.chain(scenarios_of_cases(None, a.cases), more_scenarios()):
            if a.names and scenario.program not in a.names and scenario.name not in a.names:
                continue
            if scenario.name == INLINED:
                scenario = scenario._replace(stdin=recording)
            if scenario.name.startswith('recorded') and recording:
                scenario = scenario._replace(files=dict(scenario.files, **{'root/app': read(os.path.join(scratch, INLINED))}))
            right = run(tools.bin, scenario, {}, inner)
            again = run(tools.bin, scenario, {}, inner)
            if right._replace(stderr=b'') != again._replace(stderr=b''):
                continue        # what it prints is random
            counts['scenarios'] += 1
            made = calls_made(scenario, tools)
            if right.stdout and 'write' not in made and scenario.program != 'stackcollapse-guess':   # another writes for it
                sys.exit('%s: prints, but the library sees no write' % scenario.name)
            for call in a.call or CALLS:
                if call in made:
                    faults(scenario, right, call, a.every, tools)
    wrong, scenarios = counts.pop('wrong', 0), counts.pop('scenarios', 0)
    for number, name in ((0, 'program'), (1, 'call')):
        sums = collections.Counter()
        for key, count in counts.items():
            sums[key[number]] += count
        print('by %s: %s' % (name, ', '.join('%s %d' % item for item in sorted(sums.items()))))
    print('%d scenarios, %d faults, %d wrong' % (scenarios, sum(counts.values()), wrong))
    sys.exit(wrong > 0 or not counts)


if __name__ == '__main__':
    main()
