#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""stand_ins.py PROGRAM WORD...: what the documents call and a test cannot: perf, cmake, and so on.

Each takes the options that the documents need and no others, and prints a bundled recording where the program would
print what it recorded.
"""
import getopt
import json
import os
import re
import struct
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDINGS = os.path.join(SOURCE, 'testdata/recordings')

# What `perf record` is told, and which recording that is; the first that is found counts.
PERF = (('sched:sched_', 'sched-sleep.perf.txt'), ('java', 'java-index.perf.txt'), ('node', 'node-render.perf.txt'),
        ('python3', 'python-report.perf.txt'), (' -a', 'system-make.perf.txt'), ('', 'demo.perf.txt'))
NO_STACKS = 'leaf-only.perf.txt'

# The fields of `perf script` that documents ask for, and what they change in a header.
FIELDS = {'': ('', ''), '-period': (r'^(\S.*\d\.\d+:) +\d+ ', r'\1 '), '+pid': (r'^(\S.* )(\d+)( .*\d\.\d+:)', r'\1\2/\2\3'),
          'time,comm,pid,tid,event,ip,sym,dso,trace': ('', '')}


def fail(message):
    sys.exit('%s: %s' % (sys.argv[1], message))


def show(name):
    with open(os.path.join(RECORDINGS, name), encoding='utf-8') as file:
        sys.stdout.write(file.read())


def write(path, text='made by a stand-in\n'):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def options(words, short, long=(), operands=None):
    """The options as a dictionary, and the operands, of which there have to be `operands`."""
    try:
        found, rest = getopt.getopt(words, short, list(long))
    except getopt.GetoptError as error:
        fail(error)
    if operands is not None and len(rest) != operands:
        fail('operands: %r' % rest)
    return dict(found), rest


def write_recording(path, name):
    """A recording that only perf can read, since it is compressed: the name of a text."""
    record = name.encode().ljust(64, b'\0')
    with open(path, 'wb') as file:
        file.write(b'PERFILE2' + struct.pack('=QIHH', 16, 81, 0, 8 + len(record)) + record)


def recorded(path):
    """The name in such a file."""
    try:
        with open(path, 'rb') as file:
            return file.read()[24:].rstrip(b'\0').decode()
    except OSError as error:
        fail('failed to open %s: %s' % (path, error.strerror))


def perf_record(words):
    given, command = options(words, 'F:gap:o:e:k:c:', ['call-graph='])
    if not command and not {'-a', '-p'} & set(given):
        fail('nothing to record')
    method = given.get('--call-graph', 'fp')
    if not re.fullmatch(r'fp(,\d+)?|lbr|dwarf(,\d+)?', method):
        fail('no call graph %r' % method)
    told = ' ' + ' '.join(words)
    name = next(name for word, name in PERF if word in told)
    write_recording(given.get('-o', 'perf.data'), name if {'-g', '--call-graph'} & set(given) else NO_STACKS)


def perf_inject(words):
    given, _ = options(words, 'ji:o:', operands=0)
    write_recording(given['-o'], recorded(given['-i']))


def perf_script(words):
    given, _ = options(words, 'fi:F:', ['no-inline', 'time='], 0)
    name = recorded(given.get('-i', 'perf.data'))
    fields = given.get('-F', '')
    if fields not in FIELDS:
        fail('no fields %r' % fields)
    with open(os.path.join(RECORDINGS, name), encoding='utf-8') as file:
        sys.stdout.write(re.sub(*FIELDS[fields], file.read(), flags=re.M))


def perf(words):
    commands = {'record': perf_record, 'inject': perf_inject, 'script': perf_script}
    if words[:1] == [] or words[0] not in commands:
        fail('no command %r' % words[:1])
    commands[words[0]](words[1:])


def go(words):
    if words[:3] != ['tool', 'pprof', '-raw']:
        fail('words: %r' % words)
    given, rest = options(words[3:], '', operands=1)
    show('go-heap.pprof.txt' if 'heap' in rest[0] else 'go-cpu.pprof.txt')


def bpftrace(words):
    options(words, 'e:c:', operands=0)
    show('make.bpftrace.txt')


def jstack(words):
    options(words, '', operands=1)
    show('java-desk.jstack.txt')


def profiler_that_folds(words):
    """async-profiler and py-spy, which write folded stacks."""
    if words[:1] == ['record']:
        given, _ = options(words[1:], '', ['format=', 'output=', 'pid='], 0)
        right, path = given.get('--format') == 'raw' and '--pid' in given, given['--output']
    else:
        given, _ = options(words, 'd:o:f:', operands=1)
        right, path = given.get('-o') == 'collapsed', given['-f']
    if not right:
        fail('words: %r' % words)
    write(path, 'main;load 30\nmain;sort;compare 70\n')


def cmake(words):
    """Looks whether the tree has the presets, targets and variables; it builds nothing."""
    if '--preset' in words:
        with open(os.path.join(SOURCE, 'CMakePresets.json'), encoding='utf-8') as file:
            presets = json.load(file)
        kind = 'workflowPresets' if '--workflow' in words else 'configurePresets'
        if words[-1] not in [preset['name'] for preset in presets[kind]]:
            fail('no preset %r' % words[-1])
    elif '--build' in words or '--install' in words:
        given, _ = options(words, 'j:', ['build=', 'install=', 'target=', 'prefix=', 'component='], 0)
        if '--target' in given and given['--target'] not in ('package_source', 'demo'):
            fail('no target %r' % given['--target'])
    else:
        variables(words)


def variables(words):
    known = ''
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = set(folders) - {'.git', 'build', 'testdata', 'node_modules'}
        for name in names:
            if name == 'CMakeLists.txt' or name.endswith('.cmake'):
                with open(os.path.join(folder, name), encoding='utf-8') as file:
                    known += file.read()
    for word in words:
        match = re.fullmatch(r'-D(\w+)(:\w+)?=.*', word)
        if match and not match[1].startswith(('CMAKE_', 'BUILD_')) and not re.search(
                r'(option\(|set\()%s\b' % match[1], known):
            fail('no variable %s' % match[1])
    options([word for word in words if not word.startswith('-D')], 'B:S:G:', operands=0)


PROGRAMS = {'asprof': profiler_that_folds, 'bpftrace': bpftrace, 'cmake': cmake, 'go': go, 'jstack': jstack, 'perf': perf,
            'py-spy': profiler_that_folds}

if __name__ == '__main__':
    PROGRAMS[sys.argv[1]](sys.argv[2:])
