#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""interrupt.py BIN: what the collapsers print when SIGINT or SIGTERM comes while they read a pipe.

A sample that the signal cuts is lost; those before it are printed.
"""
import signal
import subprocess

from harness import check, main, ours, wait_until_read

VSPROF = b'Level,Function Name,Inclusive Samples,Module Name,\n1,"main","8,735","app",\n2,"draw",700,"app",\n2,"lo'
VTUNE = b'Function Stack,Module,CPU Time:Total,CPU Time:Self\nmain,app,4.85,0.5\n draw,app,4.85,0.02\n load,app,4.8'
VTUNE_MC = (b'Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module\n'
            b'main,8,0,1,app\n load,64,0,4,app\n draw,64,0,1')
TRACE = (b'[{"pid":1,"tid":2,"ts":4,"ph":"X","name":"load","dur":12},\n'
         b'{"pid":1,"tid":2,"ts":6,"ph":"X","name":"parse","dur":5}')
CUT = b',\n{"pid":1,"tid":2,"ts":9,"ph":"X","na'
TRACE_FOLDED = b'load;parse 5.0\nload 7.0\n'
XCTRACE = (b'<trace-query-result><node><row><backtrace><frame name="leaf"/><frame name="main"/></backtrace></row>\n'
           b'<row><backtrace><frame name="lost"/></backtr')
XDEBUG = (b'TRACE START [2007-05-06 18:29:01]\n1\t0\t0\t0.25\t1\t{main}\t1\ta.php\t0\n1\t0\t1\t0.75\t1\n'
          b'1\t1\t0\t1.25\t1\tlost')

CASES = [('stackcollapse-vsprof', VSPROF, b'main;draw 700\n'),
         ('stackcollapse-vtune', VTUNE, b'app!main 500\napp!main;app!draw 20\n'),
         ('stackcollapse-vtune-mc', VTUNE_MC, b'main(app) 1\nmain(app);load(app) 4\n'),
         ('stackcollapse-chrome-tracing', TRACE + CUT, TRACE_FOLDED),
         ('stackcollapse-chrome-tracing', TRACE + b']', TRACE_FOLDED),
         ('stackcollapse-chrome-tracing', b'{"traceEvents":' + TRACE + CUT, TRACE_FOLDED),
         ('stackcollapse-chrome-tracing', b'{"otherData":', b''),
         ('stackcollapse-xctrace', XCTRACE, b'main;leaf 1\n'),
         ('stackcollapse-xdebug', XDEBUG, b'{main} 500000\n')]


def interrupted(program, data, number):
    """The exit status and outputs of a program that gets a signal after `data`."""
    with subprocess.Popen(ours(program), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL)) as process:
        process.stdin.write(data)
        process.stdin.flush()
        wait_until_read(process)
        process.send_signal(number)
        out, err = process.stdout.read(), process.stderr.read()
        return subprocess.CompletedProcess(process.args, process.wait(60), out, err)


def cases():
    for program, data, stdout in CASES:
        for number in (signal.SIGINT, signal.SIGTERM):
            result = interrupted(program, data, number)
            check('%s at signal %d' % (program, number),
                  result.returncode == 128 + number and result.stdout == stdout
                  and result.stderr.count(b'\n') == 1 and b'interrupted' in result.stderr, result)


if __name__ == '__main__':
    main(cases)
