#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""opened.py BIN: no program opens a file that its user did not name, whatever names the input has.

strace watches a case of each program, and inputs that are full of names of files. Opened are the operands, what the
C library needs to begin, /dev/urandom (the key of the hashes), and what the manual pages say: palette.map with
--cp, /proc (aix-perf), the modules of a recording, and those with --inline (addr2line is a program of its own and is
not watched).
"""
import os
import re
import shlex
import shutil
import sys

from harness import BIN, SANITIZED, WRAPPER, check, main, needs, run, scratch, skip, write_script

for other in ('cases', 'perfdata'):
    sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', other))
from case import OWN, all_cases
import perfdata_writer

# Of the C library: shared libraries, time zones, and how much memory and how many processors there are.
SYSTEM = re.compile(r'/(etc/(ld\.so\.|localtime|ld-musl)|(usr/)?lib(64|x32)?/|usr/share/(locale|zoneinfo)/'
                    r'|sys/(devices/system/cpu|fs/cgroup)/|proc/(cpuinfo|meminfo|self/|stat))')
ALWAYS = {'/dev/urandom'}
# Calls that open a file, or make, change or remove a name.
CALLS = 'open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,' \
        'chmod,fchmodat,chown,fchownat,truncate,execve,execveat,connect,bind,prlimit64'
PATHS = ['/etc/passwd', '/etc/shadow', '../secret', 'secret', '/proc/self/mem', '/dev/zero', 'file:///etc/passwd', 'http://host/x', '|sh',
         '>made', '<secret', '~/.profile', '@secret', 'secret\\0x', '/nosuch', '.', '/']
NAMED = {'--nameattr': 1, '-o': 1, '--output': 1}


def strace(command, folder, data, env=None):
    """The result, and the paths that the program named in these calls."""
    log = folder + '.log'
    found = set()
    result = run(['strace', '-qq', '-y', '-s', '4096', '-e', 'trace=' + CALLS, '-o', log] + command, data, cwd=folder, env=env)
    with open(log, encoding='utf-8', errors='surrogateescape') as f:
        lines = f.read().splitlines()
    os.remove(log)
    for number, line in enumerate(lines):
        if 'RLIMIT_NOFILE, {rlim_cur=3' in line:
            confined.append([line for line in lines[number + 1:] if not re.match(r'(\+\+\+|---)', line)])
        if not re.match(r'(execve|\+\+\+|---)', line):
            found.update(re.findall(r'"((?:[^"\\]|\\.)*)"', line))
        elif line.startswith('execve') and lines.index(line) > 0:
            found.add('execve ' + line)
    return result, found


# What each program that gave up opening files did after that.
confined = []


def strangers(found, allowed):
    return sorted(path for path in found if path not in allowed and path not in ALWAYS and not SYSTEM.match(path))


def operands(words):
    """The words of a command line that may be files: all that are no options, and the values of those that name one."""
    return {word for word in words if not word.startswith('--')} | {word.split('=', 1)[1] for word in words if '=' in word}


def cases():
    """The smallest case of each program, and what it names."""
    seen = set()
    for case in sorted(all_cases(None), key=lambda case: (case.tool, len(case.stdin()))):
        if case.tool in seen or case.status() != 0 or case.tool in ('jmaps', 'aix-perf', 'files') or not case.read('stdout') \
                or not (case.stdin() or set(os.listdir(case.folder)) - OWN):
            continue
        seen.add(case.tool)
        with scratch() as top:
            folder = os.path.join(top, 'work')
            os.mkdir(folder)
            for name in set(os.listdir(case.folder)) - OWN:
                shutil.copy(case.path(name), folder)
            result, found = strace([os.path.join(BIN, case.tool)] + case.args(), folder, case.stdin())
            allowed = operands(case.args()) | ({'palette.map'} if '--cp' in case.args() else set())
            if case.tool == 'stackcollapse-guess':
                found = {path for path in found if not path.startswith('execve ')}
            check('%s/%s' % (case.tool, case.name), not strangers(found, allowed), strangers(found, allowed), result)
    check('most programs were watched', len(seen) >= 30, len(seen))


TEXTS = {
    'stackcollapse-perf': '{0} 1 1.0: 1 {0}:\n\t10 {0}+0x0 ({0})\n\n', 'stackcollapse': '{0}\n{0}\n 1\n\n',
    'stackcollapse-jstack': '"{0}" #1 prio=5 tid=0x7f nid=1 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat {0}({0}:1)\n\n',
    'stackcollapse-gdb': '#0 0x1 in {0} () from {0}\n#1 0x2 in {0} () at {0}:1\n\n', 'stackcollapse-elfutils': 'TID 1:\n#0 0x1 {0} - {0}\n{0}:1\n',
    'stackcollapse-go': 'Samples:\n{0}/count\n 1: 1\nLocations\n 1: 0x1 M=1 {0} {0}:1 s=0\nMappings\n1: 0x0/0x1/0x2 {0}\n',
    'stackcollapse-chrome-tracing': '[{{"name":"{0}","ph":"X","ts":1,"dur":2,"pid":1,"tid":1,"args":{{"file":"{0}"}}}}]',
    'stackcollapse-xctrace': '<?xml version="1.0"?><!DOCTYPE a SYSTEM "{0}" [<!ENTITY e SYSTEM "{0}">]><trace-query-result><node xpath="{0}">&e;'
                             '</node></trace-query-result>',
    'stackcollapse-xdebug': 'File format: 4\nTRACE START [x]\n1\t0\t0\t0.1\t1\t{0}\t1\t{0}\t{0}\t1\n1\t0\t1\t0.2\t1\n', 'flamegraph': '{0};{0} 500\n',
    'difffolded': '{0};{0} 5\n', 'foldedmerge': '{0};{0} 5\n', 'stackcollapse-recursive': '{0};{0} 5\n', 'pkgsplit-perf': ' app {0};{0} 5\n',
    'stackcollapse-bpftrace': '@[\n    {0}\n    {0}\n]: 3\n', 'stackcollapse-faulthandler': 'Thread 0x1:\n  File "{0}", line 1 in {0}\n\n',
    'range-perf': '{0} 1 1.0: 1 {0}:\n\t10 {0}+0x0 ({0})\n\n',
}


def hostile_inputs():
    for program, text in TEXTS.items():
        with scratch() as top:
            folder = os.path.join(top, 'work')
            os.mkdir(folder)
            for name in ('secret', '../secret'):
                with open(os.path.join(folder, name), 'w') as f:
                    f.write('unread 7\n')
            data = ''.join(text.format(path) for path in PATHS).encode()
            if '<?xml' in text:
                data = text.format('/etc/passwd').encode()
            with open(os.path.join(folder, 'in'), 'wb') as f:
                f.write(data)
            words = {'difffolded': ['in', 'in'], 'range-perf': ['0', '9', 'in'], 'flamegraph': ['--cp', 'in']}.get(program, ['in'])
            result, found = strace([os.path.join(BIN, program)] + words, folder, b'')
            if '--cp' in words:
                found = {path for path in found if not path.startswith('.flamegraph-c.')}
            check('%s with names of files' % program, not strangers(found, {'in', 'palette.map'}), strangers(found, {'in', 'palette.map'}), result)
            check('%s does not show them' % program, b'unread' not in result.stdout and b'root:' not in result.stdout, result)


def gives_up():
    """After its last input a program can open nothing, and does not try."""
    data = TEXTS['stackcollapse-perf'].format('main') * 50
    for program, words, given in (('stackcollapse-perf', [], True), ('stackcollapse-perf', ['in', 'in'], True),
                                  ('stackcollapse-perf', ['--inline'], False), ('stackcollapse-java-exceptions', ['in'], True),
                                  ('flamegraph', ['in'], True), ('flamegraph', ['--cp', 'in'], False)):
        with scratch() as top:
            folder = os.path.join(top, 'work')
            os.mkdir(folder)
            with open(os.path.join(folder, 'in'), 'w') as f:
                f.write(data if program != 'flamegraph' else 'main;work 500\n')
            confined.clear()
            env = dict(os.environ, ADDR2LINE='false')
            result, _ = strace([os.path.join(BIN, program)] + words, folder, data.encode(), env)
            check('%s %s gives up opening files' % (program, words), confined == ([[]] if given else []), confined, result)
            if program == 'flamegraph':
                check('%s %s draws' % (program, words), result.returncode == 0 and result.stdout.endswith(b'</svg>\n'), result)


def inline():
    """Only addr2line opens modules; what is a pipe or a device it does not get."""
    with scratch() as top:
        folder = os.path.join(top, 'work')
        os.mkdir(folder)
        write_script(top + '/addr2line', 'exit 1\n')
        env = dict(os.environ, ADDR2LINE=top + '/addr2line')
        data = ''.join(TEXTS['stackcollapse-perf'].format(path) for path in PATHS).encode()
        result, found = strace([os.path.join(BIN, 'stackcollapse-perf'), '--inline'], folder, data, env)
        check('--inline', not strangers(found, set()), strangers(found, set()), result)


def recordings():
    """What a recording names is looked up if it is a regular file, and read only."""
    for name in PATHS + ['fifo', 'loop', '-e', '$(touch made)', 'a\n']:
        with scratch() as top:
            folder = os.path.join(top, 'work')
            os.mkdir(folder)
            os.mkfifo(os.path.join(folder, 'fifo'))
            os.symlink('loop', os.path.join(folder, 'loop'))
            data = perfdata_writer.Recording()
            event = data.event(perfdata_writer.IP | perfdata_writer.TID | perfdata_writer.TIME | perfdata_writer.CALLCHAIN, name='cycles')
            data.comm(7, 7, 'app')
            data.mmap2(7, 7, 0x1000, 0x2000, 0, name)
            data.sample(event, pid=7, tid=7, time=5, ip=0x1004, chain=[perfdata_writer.USER, 0x1004, 0x1080])
            data.write(os.path.join(folder, 'in'))
            before = sorted(os.listdir(folder))
            result, found = strace([os.path.join(BIN, 'stackcollapse-perf'), '--via=direct', 'in'], folder, b'')
            allowed = {'in', name} if os.path.isfile(os.path.join(folder, name)) else {'in'}
            check('a recording of %r' % name, not strangers(found, allowed), strangers(found, allowed), result)
            check('a recording of %r changes nothing' % name, sorted(os.listdir(folder)) == before, os.listdir(folder))
            check('a recording of %r is read' % name, result.returncode == 0 and result.stdout.startswith(b'app'), result)


if __name__ == '__main__':
    if SANITIZED or WRAPPER:
        skip('sanitizers and wrappers open files of their own')
    needs('strace')
    main(cases, hostile_inputs, gives_up, inline, recordings)
