#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recording_perf.py BIN: stackcollapse-perf prints for a recording, through perf script, what it prints for the text."""
import os

from harness import check, main, needs, ours, run, scratch, skip

PERF = os.environ.get('PERF', 'perf')
WORK = ['sh', '-c', 'i=0; while [ $i -lt 15 ]; do ls -l / >/dev/null; i=$((i+1)); done']
OPTIONS = [[], ['--pid'], ['--tid'], ['--kernel'], ['--jit'], ['--all'], ['--addrs'], ['--fix'], ['--event-filter=task-clock']]
RECORDINGS = (('frame pointers', ['-e', 'cpu-clock', '-F', '5000', '-g']),
              ('no stacks', ['-e', 'cpu-clock', '-F', '5000']),
              ('all processors', ['-e', 'cpu-clock', '-F', '2000', '-g', '-a']),
              ('several events', ['-e', 'cpu-clock,task-clock,page-faults', '-c', '200000', '-g']),
              ('a group', ['-e', '{cpu-clock,task-clock}:S', '-F', '5000', '-g']),
              ('one with stacks', ['-e', 'cpu-clock/call-graph=fp/,task-clock/call-graph=no/', '-F', '5000']),
              ('tracepoints', ['-e', 'sched:sched_switch,raw_syscalls:sys_enter', '-g']),
              ('DWARF', ['-e', 'cpu-clock', '-F', '5000', '--call-graph', 'dwarf,16384']),
              ('compressed', ['-e', 'cpu-clock', '-F', '5000', '--call-graph', 'dwarf,16384', '-z']))


def compare(folder, label, path):
    script = run([PERF, 'script', '-i', path], cwd=folder)
    text = script.stdout
    if script.returncode != 0:
        return      # recording_direct.py
    for options in OPTIONS if label == RECORDINGS[0][0] else [[], ['--tid', '--all', '--addrs']]:
        expected = run(ours('stackcollapse-perf', *options), text)
        for threads in ('1', '4') if not options else ('4',):
            result = run(ours('stackcollapse-perf', '--via=perf', '--threads=' + threads, *options, path), cwd=folder)
            check('%s %s, %s threads' % (label, options, threads), result.stdout == expected.stdout
                  and result.returncode == expected.returncode, result, expected)


def recordings():
    made = 0
    with scratch() as folder:
        for label, options in RECORDINGS:
            done = run([PERF, 'record', '-q', '-o', 'perf.data'] + options + WORK, cwd=folder)
            if done.returncode == 0:
                compare(folder, label, 'perf.data')
                made += 1
        done = run([PERF, 'record', '-q', '-o', '-', '-e', 'cpu-clock', '-F', '5000', '-g'] + WORK, cwd=folder)
        if done.returncode == 0 and done.stdout:
            with open(os.path.join(folder, 'pipe.data'), 'wb') as f:
                f.write(done.stdout)
            compare(folder, 'the pipe form', 'pipe.data')
            text = run([PERF, 'script', '-i', '-'], done.stdout).stdout
            check('a pipe', run(ours('stackcollapse-perf', '--via=perf'), done.stdout).stdout == run(ours('stackcollapse-perf'), text).stdout)
            made += 1
    if made == 0:
        skip('perf record may not record here')


if __name__ == '__main__':
    needs(PERF)
    main(recordings)
