#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""faultless.py BIN: made-up profiles without a fault, in every format.

The folded stacks are those that the profile was made from; nothing is said; --fix and FLAMEGRAPH_FIX change nothing.
"""
import collections
import json
import os
import random

from harness import BIN, SANITIZED, WRAPPER, check, main, run

ROUNDS = 1 if WRAPPER else 3 if SANITIZED else 12
NAMES = ['main', 'run', 'alloc', 'free_list', 'parse2', 'Queue_push', 'read', 'écrire', 'loop', 'x', 'poll_once', 'hash']


def join(stack):
    return ';'.join(stack)


def make_stacks(rng):
    """(frames, the root first; count)"""
    return [(tuple(rng.choice(NAMES) for _ in range(rng.randint(1, 9))), rng.randint(1, 5000)) for _ in range(rng.randint(1, 30))]


def fold(stacks, root=(), one=False):
    total = collections.Counter()
    for frames, count in stacks:
        total[join(tuple(root) + tuple(frames))] += 1 if one else count
    return total


def leaf_first(frames):
    return list(enumerate(reversed(frames)))


# One function a format: (the program's words, the text, the folded stacks).

def perf(stacks, rng, header='app %d/%d [%03d] %d.%06d: %10d cycles:P: \n'):
    text = ''
    for i, (frames, count) in enumerate(stacks):
        text += header % (77, 78, rng.randint(0, 3), 10 + i, rng.randint(0, 999999), count)
        text += ''.join('\t%16x %s+0x%x (/srv/app)\n' % (0x7f00 + k, name, k) for k, name in leaf_first(frames)) + '\n'
    return ['stackcollapse-perf'], text, fold(stacks, ['app'])


def perf_ids(stacks, rng):
    words, text, _ = perf(stacks, rng)
    return words + ['--tid', '--addrs'], text, fold(stacks, ['app-77/78'])


def perf_sched(stacks, rng):
    text = ''
    for i, (frames, count) in enumerate(stacks):
        text += 'app 77 [000] %d.000000: sched:sched_switch: prev_comm=app prev_pid=77 prev_prio=120 prev_state=S ==> next_comm=b\n' % i
        text += ''.join('\t%x %s+0x1 ([kernel.kallsyms])\n' % (0x7f00 + k, name) for k, name in leaf_first(frames)) + '\n'
        text += 'b 78 [000] %d.500000: sched:sched_stat_sleep: comm=app pid=77 delay=%d [ns]\n\t7f00 wake+0x1 ([kernel.kallsyms])\n\n' % (i, count * 1000)
    return ['stackcollapse-perf-sched'], text, fold([([n + '+0x1' for n in f], c) for f, c in stacks], ['app'])


def go_text(stacks, title, values_of):
    ids = {name: i + 1 for i, name in enumerate(NAMES)}
    text = 'PeriodType: cpu nanoseconds\nPeriod: 10000000\nSamples:\n' + title + '\n'
    for frames, count in stacks:
        text += ''.join(' %10d' % value for value in values_of(count)) + ': %s \n' % ' '.join(str(ids[n]) for n in reversed(frames))
    text += 'Locations\n' + ''.join('%6d: 0x%x M=1 pkg.%s /srv/a.go:%d:0 s=%d\n' % (i, 0x400000 + i, name, i, i) for name, i in ids.items())
    return text + 'Mappings\n1: 0x400000/0x70d000/0x0 /srv/app  [FN]\n', fold([(['pkg.' + n for n in f], c) for f, c in stacks])


def go(stacks, _):
    return ['stackcollapse-go'], *go_text(stacks, 'samples/count cpu/nanoseconds', lambda count: [count, count * 10000000])


def go_one(stacks, _):
    return ['stackcollapse-go'], *go_text(stacks, 'goroutine/count', lambda count: [count])


def go_four(stacks, _):
    title = 'alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes[dflt]'
    return ['stackcollapse-go', '--value=inuse_objects'], *go_text(stacks, title, lambda count: [7, 4096, count, 512])


def java_frames(frames):
    return ['org.app.C.' + name for name in frames]


def jstack(stacks, _):
    text = '2024-05-01 10:00:00\nFull thread dump OpenJDK 64-Bit Server VM (17.0.15 mixed mode, sharing):\n\n'
    for i, (frames, _) in enumerate(stacks):
        text += '"worker-%d" #%d prio=5 os_prio=0 tid=0x00007f%04x nid=0x%x runnable  [0x00007f00]\n   java.lang.Thread.State: RUNNABLE\n' % (i, i, i, i)
        text += ''.join('\tat %s(C.java:%d)\n' % (name, k + 1) for k, name in leaf_first(java_frames(frames))) + '\n'
    return ['stackcollapse-jstack', '--no-include-tname'], text, fold([(java_frames(f), 1) for f, _ in stacks])


def ibmjava(stacks, _):
    text = '0SECTION       THREADS subcomponent dump routine\nNULL           =====\n'
    for i, (frames, _) in enumerate(stacks):
        text += '3XMTHREADINFO      "worker-%d" J9VMThread:0x0F%06x, omrthread_t:0x7F, java/lang/Thread:0xE0, state:R, prio=5\n' % (i, i)
        text += '3XMTHREADINFO1            (native thread ID:0x%x, native priority:0x5, native policy:UNKNOWN)\n3XMTHREADINFO3           Java callstack:\n' % i
        text += ''.join('4XESTACKTRACE                at org/app/C.%s(C.java:%d)\n' % (name, k + 1) for k, name in leaf_first(frames))
        text += '3XMTHREADINFO3           Native callstack:\n4XENATIVESTACK               (0x00007F00 [libc.so.6+0x1])\nNULL\n'
    return (['stackcollapse-ibmjava', '--no-include-tname', '--no-include-tid'], text,
            fold([(['org/app/C.' + n for n in f], 1) for f, _ in stacks]))


def java_exceptions(stacks, _):
    text = ''
    for i, (frames, _) in enumerate(stacks):
        text += '2024-05-01 10:00:%02d ERROR row was refused\njava.io.IOException: row\n' % i
        text += ''.join('\tat %s(C.java:%d)\n' % (name, k + 1) for k, name in leaf_first(java_frames(frames)))
    return ['stackcollapse-java-exceptions'], text, fold([(java_frames(f), 1) for f, _ in stacks])


def dtrace(stacks, _):
    text = 'CPU     ID                    FUNCTION:NAME\n  0  64091                        :tick-60s\n\n\n'
    for frames, count in stacks:
        text += ''.join('              app`%s+0x%x\n' % (name, k + 1) for k, name in leaf_first(frames)) + '%17d\n\n' % count
    return ['stackcollapse'], text, fold([(['app`' + n for n in f], c) for f, c in stacks])


def aix(stacks, _):
    text = ''
    for frames, _ in stacks:
        text += '6553690: /srv/app/server -d\n---------- tid# 12345678 (pthread ID: 1) ----------\n'
        text += ''.join('0x%016x  %s(??, ??) + 0x%x\n' % (0x100000520 + k, name, k) for k, name in leaf_first(frames))
    return ['stackcollapse-aix'], text, fold(stacks, ['/srv/app/server'], one=True)


def bpftrace(stacks, _):
    text = 'Attaching 1 probe...\n'
    for frames, count in stacks:
        text += '@[\n' + ''.join('    %s+%d\n' % (name, k + 1) for k, name in leaf_first(frames)) + ']: %d\n' % count
    offsets = [([name + '+%d' % (len(frames) - k) for k, name in enumerate(frames)], count) for frames, count in stacks]
    return ['stackcollapse-bpftrace'], text, fold(offsets)


def chrome(stacks, _):
    events, start = [], 0
    for frames, count in stacks:
        for k, name in enumerate(frames):
            events.append({'pid': 1, 'tid': 2, 'ts': start + k, 'ph': 'X', 'name': name, 'dur': count * 10 + 100 - 2 * k})
        start += count * 10 + 200
    return ['stackcollapse-chrome-tracing'], json.dumps({'traceEvents': events}), None


def chrome_marks(stacks, _):
    """Begins and ends, whose times are exact."""
    events, time = [], 0
    for frames, count in stacks:
        events += [{'pid': 'app', 'tid': 2, 'ts': time, 'ph': 'B', 'name': name} for name in frames]
        time += count
        events += [{'pid': 'app', 'tid': 2, 'ts': time, 'ph': 'E'} for _ in frames]
    return ['stackcollapse-chrome-tracing'], json.dumps(events)[:-1], None


def elfutils(stacks, _):
    text = ''
    for frames, _ in stacks:
        text += 'PID 1837 - process\nTID 1837:\n' + ''.join('#%-2d 0x%016x %s\n' % (k, 0x7fe3 + k, name) for k, name in leaf_first(frames))
    return ['stackcollapse-elfutils'], text, fold(stacks, one=True)


def faulthandler(stacks, _):
    text = ''.join('Thread 0x00007f90014ea6c0 (most recent call first):\n'
                   + ''.join('  File "/srv/app.py", line %d in %s\n' % (7, name) for _, name in leaf_first(frames)) + '\n' for frames, _ in stacks)
    return ['stackcollapse-faulthandler'], text, fold([(['/srv/app.py:7:' + n for n in f], 1) for f, _ in stacks])


def gdb(stacks, _):
    text = ''.join('Thread 1 (Thread 0x7f2a (LWP 4711) "app"):\n'
                   + ''.join('#%-2d 0x%016x in %s (this=0x7ffd, n=3) at app.cpp:%d\n' % (k, 0x55f1 + k, name, k + 1) for k, name in leaf_first(frames)) + '\n'
                   for frames, _ in stacks)
    return ['stackcollapse-gdb'], text, fold(stacks, one=True)


def ljp(stacks, _):
    text = ''.join('%6d %3d  %s' % (count, len(frames), '            '.join('%s(C.java:%d)\n' % (name, k + 1) for k, name in leaf_first(java_frames(frames))))
                   for frames, count in stacks)
    return (['stackcollapse-ljp'], text + 'Total trace count = %d\n' % sum(c for _, c in stacks), fold([(java_frames(f), c) for f, c in stacks]))


def stap(stacks, _):
    text = ''.join(''.join(' 0x%x : %s+0x%x/0x100 [kernel]\n' % (0xffffffff810a2c4e, name, k + 1) for k, name in leaf_first(frames)) + '\t%d\n' % count
                   for frames, count in stacks)
    return ['stackcollapse-stap'], text, fold(stacks)


def wcp(stacks, _):
    text = 'Report:\n\nFull stacks with at least one sample:\n\n'
    for frames, count in stacks:
        text += '  4.878%% %s (%d samples)\n' % ('=' * 37, count)
        text += ''.join('%10d: %s   (at app.c:%d)\n' % (k + 1, name, k) for k, name in leaf_first(frames)) + '\n\n'
    places = [([name + '   (at app.c:%d)' % (len(frames) - 1 - k) for k, name in enumerate(frames)], count) for frames, count in stacks]
    return ['stackcollapse-wcp'], text, fold(places)


def pmc(stacks, _):
    text = '@ unhalted-cycles [214 samples]\n\n'
    for frames, count in stacks:
        text += ''.join('%s50.00%%  [%d]       %s%s\n' % (' ' * k, count, name, ' @ /boot/kernel/kernel' if k == 0 else '')
                        for k, name in leaf_first(frames))
    return ['stackcollapse-pmc'], text, fold(stacks)


def sample(stacks, _):
    text = 'Analysis of sampling app (pid 4711) every 1 millisecond\n\nCall graph:\n'
    for frames, count in stacks:
        text += '    %d Thread_%d\n' % (count, 4711)
        text += ''.join('    %s%d %s  (in app) + %d  [0x7fff%x]\n' % ('  ' * (k + 1), count, name, k + 1, k) for k, name in enumerate(frames))
    return ['stackcollapse-sample'], text + '\nTotal number in stack (recursive counted multiple, when >=5):\n', fold([(['app`' + n for n in f], c) for f, c in stacks], ['Thread_4711'])


def recursive(stacks, _):
    def shorten(frames):
        return [n for i, n in enumerate(frames) if i == 0 or frames[i - 1] != n]
    text = ''.join('%s %d\n' % (join(frames), count) for frames, count in stacks)
    return ['stackcollapse-recursive'], text, fold([(shorten(f), c) for f, c in stacks])


def tree(stacks):
    """(depth, name, the node's own count) in the order of an indented tree."""
    counts, rows = fold(stacks), []
    paths = sorted({tuple(stack.split(';')[:k + 1]) for stack in counts for k in range(stack.count(';') + 1)})
    for path in paths:
        rows.append((len(path) - 1, path[-1], counts.get(join(path), 0)))
    return rows, collections.Counter({join(path): counts.get(join(path), 0) for path in paths})


def fold_tree(stacks, name, count=lambda own: own):
    """The stacks of a tree, with their frames and counts as a format prints them."""
    return collections.Counter({join(map(name, stack.split(';'))): count(own) for stack, own in tree(stacks)[1].items()})


def instruments(stacks, _):
    rows, _ = tree(stacks)
    text = 'Running Time\tSelf\t\tSymbol Name\n' + ''.join('9.00 s  1.0%%\t%d.00 ms\t \t%s%s\n' % (count, ' ' * depth, name) for depth, name, count in rows)
    return ['stackcollapse-instruments'], text, tree(stacks)[1]


def ghcprof(stacks, _):
    text = ('\tWed May  1 10:00 2024 Time and Allocation Profiling Report  (Final)\n\n\t   app +RTS -p -RTS\n\n'
            'COST CENTRE MODULE SRC %time %alloc\n\nmain Main Main.hs:1:1 1.0 1.0\n\n\n'
            '                                   individual      inherited\n'
            'COST CENTRE  MODULE  SRC  no.  entries  %time %alloc   %time %alloc\n\n')
    rows, _ = tree(stacks)
    text += ''.join('%s%s  Main  Main.hs:1:1-9  %d  1  %d.0  1.0  9.0  9.0\n' % (' ' * depth, name, i, count) for i, (depth, name, count) in enumerate(rows))
    return ['stackcollapse-ghcprof'], text, fold_tree(stacks, lambda name: 'Main.' + name, lambda own: own * 10)


def vsprof(stacks, _):
    rows, _ = tree([(('all',) + f, c) for f, c in stacks])
    text = 'Level,Function Name,Number of Samples,Elapsed Exclusive Time %,Module Name,\n'
    text += ''.join('%d,"%s","%d",1.00,"app.exe",\n' % (depth + 1, name, count) for depth, name, count in rows)
    leaves = [i for i, row in enumerate(rows) if i + 1 == len(rows) or rows[i + 1][0] <= row[0]]
    folded_leaves, path = collections.Counter(), []
    for i, (depth, name, count) in enumerate(rows):
        path[depth:] = [name]
        if i in leaves:
            folded_leaves[join(path)] += count
    return ['stackcollapse-vsprof'], text, folded_leaves


def vtune(stacks, _):
    rows, _ = tree(stacks)
    text = 'Function Stack,Module,CPU Time:Total,CPU Time:Self\n' + ''.join('%s%s,app,9.5,%d.125\n' % (' ' * depth, name, count) for depth, name, count in rows)
    return ['stackcollapse-vtune'], text, fold_tree(stacks, lambda name: 'app!' + name, lambda own: own * 1000 + 125)


def xctrace(stacks, _):
    text = '<?xml version="1.0"?>\n<trace-query-result>\n<node xpath="//table"><schema name="time-profile"></schema>'
    for i, (frames, _) in enumerate(stacks):
        text += '<row><weight id="%d" fmt="1.00 ms">1000000</weight><backtrace id="%d">' % (i * 100 + 1, i * 100 + 2)
        text += ''.join('<frame id="%d" name="%s" addr="0x1"/>' % (i * 100 + 3 + k, name) for k, name in leaf_first(frames)) + '</backtrace></row>\n'
    return ['stackcollapse-xctrace'], text + '</node></trace-query-result>\n', fold(stacks, one=True)


def xdebug(stacks, _):
    text, time, number = 'Version: 3.2.0\nFile format: 4\nTRACE START [2026-11-22 20:22:10.526138]\n', 0.0, 0
    for frames, _ in stacks:
        first = number + 1
        for k, name in enumerate(frames):
            number += 1
            text += '%d\t%d\t0\t%.6f\t402152\t%s\t1\t\t/srv/a.php\t3\t0\n' % (k + 1, number, time, name)
            time += 0.001
        for k in reversed(range(len(frames))):
            text += '%d\t%d\t1\t%.6f\t402152\n' % (k + 1, first + k, time)
            time += 0.001
    return ['stackcollapse-xdebug'], text + '\t\t\t%.6f\t402152\nTRACE END   [2026-11-22 20:22:11.000000]\n\n' % time, None


def vtune_mc(stacks, _):
    rows, _ = tree(stacks)
    text = 'Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module\n'
    text += ''.join('%s%s,%d,0,1,app\n' % (' ' * depth, name, count) for depth, name, count in rows)
    return ['stackcollapse-vtune-mc'], text, fold_tree(stacks, lambda name: name + '(app)', lambda own: 1)


def folded(stacks, _):
    return ['flamegraph', '--hash', '--title', 'x'], ''.join('%s %d\n' % (join(f), c + 100) for f, c in stacks), None


FORMATS = [perf, perf_ids, perf_sched, go, go_one, go_four, jstack, ibmjava, java_exceptions, dtrace, aix, bpftrace, chrome, chrome_marks, elfutils, faulthandler, gdb, ljp, stap,
           wcp, pmc, sample, recursive, instruments, ghcprof, vsprof, vtune, vtune_mc, xctrace, xdebug, folded]
# Here --fix removes what the script keeps of any profile: the offsets of functions.
CHANGED_BY_FIX = {bpftrace, perf_sched}


def read_folded(output):
    total = collections.Counter()
    for line in output.decode().splitlines():
        stack, _, count = line.rpartition(' ')
        total[stack] += int(count)
    return total


def check_format(make, seed):
    rng = random.Random('%s %d' % (make.__name__, seed))
    words, text, expected = make(make_stacks(rng), rng)
    command, data = [os.path.join(BIN, words[0])] + words[1:], text.encode()
    env = {name: value for name, value in os.environ.items() if name != 'FLAMEGRAPH_FIX'}
    plain = run(command, data, env=env)
    title = '%s %d' % (make.__name__, seed)
    check(title, plain.returncode == 0 and plain.stdout and not plain.stderr, plain)
    if expected is not None:
        check('%s: the stacks' % title, read_folded(plain.stdout) == expected, (plain.stdout, expected))
    fixed = [run(command + ['--fix'], data, env=env), run(command, data, env=dict(env, FLAMEGRAPH_FIX='1'))]
    check('%s: --fix' % title, all(one.returncode == 0 and not one.stderr and one.stdout == fixed[0].stdout
                                   and (make in CHANGED_BY_FIX or one.stdout == plain.stdout) for one in fixed), fixed)


def checks():
    for make in FORMATS:
        for seed in range(ROUNDS):
            check_format(make, seed)


if __name__ == '__main__':
    main(checks)
