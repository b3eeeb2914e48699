#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""guess.py BIN: stackcollapse-guess never guesses wrong.

Every input in testdata/, of the corpus that FLAMEGRAPH_CORPUS names, and an example of each format, as its
documentation shows it, comes from a file and from a pipe that is cut at random. The answer is the program
that the input is for, or none: "not sure" and "unknown" are no wrong answers, except for the examples.
"""
import glob
import os
import random
import re
import subprocess

from harness import BIN, SANITIZED, WRAPPER, check, main, ours, run, scratch, write_script

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TESTDATA = os.path.join(TOP, 'testdata')
HEAD = 64 * 1024

# The program that reads the inputs of another.
READS = {'stackcollapse-perf-sched': 'stackcollapse-perf', 'pkgsplit-perf': 'stackcollapse-perf',
         'range-perf': 'stackcollapse-perf', 'stackcollapse-recursive': 'flamegraph', 'difffolded': 'flamegraph',
         'foldedmerge': 'flamegraph', 'foldedcheck': 'flamegraph'}
# In the corpus: the folder, or what follows the first dot.
CORPUS = {'perf': 'stackcollapse-perf', 'folded': 'flamegraph', 'gopprof': 'stackcollapse-go', 'jstack': 'stackcollapse-jstack',
          'javaexc': 'stackcollapse-java-exceptions', 'bpftrace': 'stackcollapse-bpftrace', 'perf-sched': 'stackcollapse-perf',
          'xdebug': 'stackcollapse-xdebug', 'eustack': 'stackcollapse-elfutils', 'gdb': 'stackcollapse-gdb',
          'faulthandler': 'stackcollapse-faulthandler', 'chrome-trace': 'stackcollapse-chrome-tracing',
          'txt': 'stackcollapse'}

# An example of each format, and of its variants; all have to be known.
EXAMPLES = [
    ('flamegraph', 'main;run;f 12\nmain;run;g 3\nmain 1\n'),
    ('flamegraph', 'main;' + 'a_long_name_of_a_frame;' * 60 + 'f 7\n'),
    ('flamegraph', 'main;f 12 15\nmain;g 0 3\n'),
    ('flamegraph', 'main;f 12\r\nmain;g 3.5\r\n'),
    ('stackcollapse-perf', 'java 19983 cycles:\n\t7f10 f+0x1 (/lib/x.so)\n\t7f11 g (/lib/x.so)\n\n'),
    ('stackcollapse-perf', '1/1 5.5: 1 cycles:u:\n\t7f10 f+0x1 (/lib/x.so)\n\n'),
    ('stackcollapse-perf', 'app 12/13 [001] 5.500000: 100 cycles:P: \n\tffff81 f+0x1 ([kernel.kallsyms])\n\n'),
    ('stackcollapse-perf', '  webapp 16273 [004] 42.3: 250000 cycles:P:  ffff8103 halt ([kernel.kallsyms])\n' * 3),
    ('stackcollapse-perf', 'app 12 5.5: 100 cycles: \n\tffff81 [unknown] (/a b (deleted))\n\n'),
    ('stackcollapse-faulthandler', 'Fatal Python error: Segmentation fault\n\nStack (most recent call first, approximate line numbers):\n'
     '  File "app.py", line 12 in run\n  File "app.py", line 30 in <module>\n'),
    ('stackcollapse-faulthandler', 'Thread 0x00007f12 (most recent call first):\n  File "a.py", line 3 in f\n'),
    ('stackcollapse', '  shop`main\n  libc.so.1`_start\n    5\n\n  shop`work\n  shop`main\n    7\n'),
    ('stackcollapse', 'CPU     ID                    FUNCTION:NAME\n  0  45  :tick-1s\n\n  a`f+0x1\n  3\n'),
    ('stackcollapse-jstack', '"main" #1 [4711] prio=5 os_prio=0 cpu=1.0ms elapsed=2.0s tid=0x00007f nid=4711 runnable  [0x1]\n'
     '   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(B.java:1)\n\tat java.lang.Thread.run(Thread.java:2)\n'),
    ('stackcollapse-java-exceptions', 'java.lang.Error: x\n\tat a.B.c(B.java:7)\n\tat a.B.d(B.java:8)\n'),
    ('stackcollapse-gdb', 'Thread 2 (Thread 0x7f (LWP 78)):\n#0  0x7f in read () from libc\n#1  0x80 in main ()\n'),
    ('stackcollapse-gdb', '#0  spin (n=1) at a.c:3\n#1  0x0000 in main () at a.c:9\n'),
    ('stackcollapse-elfutils', 'PID 77 - process\nTID 77:\n#0  0x00007f12 read\n#1  0x00005512 main\n'),
    ('stackcollapse-bpftrace', '@[\n    read+5\n    main+24\n]: 3\n'),
    ('stackcollapse-bpftrace', 'Attaching 1 probe...\n@[f+0\nmain+1\n, app]: 3\n'),
    ('stackcollapse-bpftrace', '{"type": "map", "data": {"@": {"main+1\\n": 3}}}\n'),
    ('stackcollapse-jstack', '{"threadDump":{"processId":"1","threadContainers":[]}}'),
    ('stackcollapse-jstack', '4711\n2026-01-01T10:00:00Z\n21.0.1+12\n\n#1 "main"\n      java.base/java.lang.Object.wait0(Native Method)\n'
     '      app.Main.main(Main.java:3)\n\n#9 "Reference Handler"\n      java.base/java.lang.ref.Reference.run(Reference.java:1)\n'),
    ('stackcollapse-go', 'PeriodType: cpu nanoseconds\nPeriod: 10000000\nSamples:\nsamples/count cpu/nanoseconds\n  1  10: 1 2\nLocations\n'),
    ('stackcollapse-chrome-tracing', '[{"name":"a","ph":"X","ts":1,"dur":2,"pid":1,"tid":1},\n'),
    ('stackcollapse-chrome-tracing', '{"traceEvents":[{"name":"a","ph":"B"}]}'),
    ('stackcollapse-xctrace', '<?xml version="1.0"?>\n<trace-query-result><node/></trace-query-result>'),
    ('stackcollapse-xdebug', 'Version: 3.2\nFile format: 4\nTRACE START [2026-01-01]\n1\t0\t0\t0.1\n'),
    ('stackcollapse-instruments', 'Running Time\tSelf (ms)\t\tSymbol Name\n1.0ms  100.0%\t0,0\t \tmain\n'),
    ('stackcollapse-instruments', 'Weight\tSelf Weight\t\tSymbol Name\n1.00 s  100.0%\t0 s\t \tmain\n'),
    ('stackcollapse-vsprof', 'Level,Function Name,Inclusive Samples,Exclusive Samples\n0,main,3,1\n'),
    ('stackcollapse-vtune', 'Function Stack,CPU Time:Self,Module\n"main",1,a\n'),
    ('stackcollapse-vtune-mc', 'Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self\nmain,1,2,3\n'),
    ('stackcollapse-ghcprof', '\tSun Nov 22 2026 Time and Allocation Profiling Report  (Final)\n\nCOST CENTRE MODULE SRC no.\n'),
    ('stackcollapse-ibmjava', '0SECTION       TITLE subcomponent dump routine\nNULL\n3XMTHREADINFO      "main" J9VMThread:0x00\n'),
    ('stackcollapse-aix', '77: /usr/bin/app\n---------- tid# 1 ----------\n0x00000001000003fc  main() + 0x1c\n'),
    ('stackcollapse-sample', 'Analysis of sampling app (pid 77) every 1 millisecond\nCall graph:\n    3 Thread_1\n'),
    ('stackcollapse-wcp', 'Full stacks:\n\n61.250% ===== (49 samples)\n\n    main:1 f\n'),
    ('stackcollapse-pmc', '@ CPU_CLK [12 samples]\n\n12.50%  [3]        f @ /srv/shop\n 100.0%  [3]         main @ /srv/shop\n'),
    ('stackcollapse-stap', ' 0xffffffff81 : do_work+0x40/0x90 [kernel]\n 0xffffffff82 : main+0x1/0x2 [kernel]\n\t\t12\n'),
    ('stackcollapse-ljp', ' 9 2  shop.Cart.add(Cart.java:17)\n      shop.Main.main(Main.java:8)\n'),
]

# None of our formats, or too little of one: no program may be run.
OTHERS = [b'hello\nworld 5 times\n', b'some log line\n' * 5000 + b'a;b 1\n', b'some log line\n' * 300 + b'a;b 1\n', b'{"a":1}\n', b'[1,2]\n',
          b'\x1f\x8b\x08\0\0\0', b'PK\3\4\x14\0\0\0', b'FLR\0\0\2\0\0', b'PERFILE2h\0\0\0', b'\xff\xfea\0;\0b\0 \0001\0', b'\x7fELF\2\1\1',
          b'<svg xmlns="x"><title>a (5 samples)</title></svg>', b'<!DOCTYPE html><html>', b'a,b,c\n1,2,3\n', b'int main(void)\n{\n    return f(a; b);\n}\n',
          b'total 12\n-rw-r--r-- 1 a a 5 Jan 1 12:00 x\n', b'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nError: 5\n',
          b'step 3 done: 5\nstep 4 done: 6\n', b'2026-01-01 12:00:00 INFO main: served 5; failed 3\n' * 5 + b'2026-01-01 WARN x\n' * 9]

random.seed(11)
EVERY = 20 if WRAPPER else 5 if SANITIZED else 1    # of the files


def answer(result):
    """The program that an input is for, or None."""
    said = re.search(rb'running (?:.*/)?([\w-]+)$', result.stderr, re.M)
    if said:
        return said.group(1).decode()
    return 'flamegraph' if b': copied as they are' in result.stderr else None


def from_pipe(command, data):
    """Writes the data in pieces of random sizes, which the reader sees one by one, or not."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, bufsize=0)
    at = 0
    try:
        while at < len(data):
            size = random.choice([1, 2, 7, 100, 4096, 65536, 1000000]) if at < 2 * HEAD else len(data)
            process.stdin.write(data[at:at + size])
            at += size
        process.stdin.close()
    except BrokenPipeError:
        pass
    err = process.stderr.read()
    return subprocess.CompletedProcess(command, process.wait(), b'', err)


def both(data):
    """The answers for a file and for a pipe."""
    with scratch() as folder:
        path = os.path.join(folder, 'input')
        with open(path, 'wb') as f:
            f.write(data)
        command = ours('stackcollapse-guess')
        return answer(run(command + [path], stdout=subprocess.DEVNULL)), answer(from_pipe(command, data))


def hold(name, data, expected, must):
    file, pipe = both(data)
    check('%s: the same from a pipe' % name, file == pipe, file, pipe)
    check('%s: not wrong' % name, file in ([expected] if must else [expected, None]), file, expected)


def inputs_of(case):
    """Standard input and the files of a case."""
    for name in sorted(os.listdir(case)):
        path = os.path.join(case, name)
        if name == 'stdin.path':
            with open(path) as f:
                yield os.path.join(TESTDATA, f.read().strip())
        elif os.path.isfile(path) and name not in ('args', 'env', 'stdout', 'status', 'stderr', 'deviation', 'palette.map', 'attributes'):
            yield path


def is_foreign(case):
    """Whether the case is about an input for another program."""
    path = os.path.join(case, 'stderr')
    if not os.path.exists(path):
        return False
    with open(path, 'rb') as f:
        text = f.read()
    return b'looks like' in text or b'use stackcollapse' in text


def testdata():
    seen = set()
    for case in sorted(glob.glob(os.path.join(TESTDATA, '*', '*', '')))[::EVERY]:
        tool = case.split(os.sep)[-3]
        if tool in ('recordings', 'files', 'stackcollapse-guess') or is_foreign(case):
            continue
        for path in inputs_of(case):
            with open(path, 'rb') as f:
                data = f.read()
            if (tool, data) not in seen:
                seen.add((tool, data))
                hold(os.path.relpath(path, TESTDATA), data, READS.get(tool, tool), False)


def corpus():
    folder = os.environ.get('FLAMEGRAPH_CORPUS')
    for path in sorted(glob.glob(os.path.join(folder, '*', '*')) if folder else [])[::EVERY]:
        kind = os.path.basename(os.path.dirname(path))
        parts = os.path.basename(path).split('.')
        if path.endswith(('.expected', '.rc', '.stderr')):
            continue
        with open(path, 'rb') as f:
            hold(os.path.relpath(path, folder), f.read(), CORPUS[parts[1] if kind == 'other' else kind], False)


def examples():
    for number, (expected, text) in enumerate(EXAMPLES):
        hold('example %d, %s' % (number, expected), text.encode(), expected, True)
    for number, data in enumerate(OTHERS):
        hold('other %d' % number, data, None, True)


def passes_fix_on():
    env = {name: value for name, value in os.environ.items() if name != 'FLAMEGRAPH_FIX'}
    with scratch() as folder:
        os.symlink(os.path.join(BIN, 'stackcollapse-guess'), os.path.join(folder, 'stackcollapse-guess'))
        write_script(os.path.join(folder, 'stackcollapse-go'), 'cat >/dev/null\necho "fix: $FLAMEGRAPH_FIX"\n')
        for words, printed in ((['--fix'], b'fix: 1\n'), ([], b'fix: \n')):
            result = run(WRAPPER + [os.path.join(folder, 'stackcollapse-guess')] + words, b'PeriodType: cpu\n', env=env)
            check('--fix is passed on', result.stdout == printed, result)


main(examples, passes_fix_on, testdata, corpus)
