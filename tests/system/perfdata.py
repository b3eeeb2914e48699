#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""perfdata.py BIN PRINT-PERFDATA [perf]: recordings of perf, read without perf.

Small recordings have the text in tests/perfdata/expected/, whatever their byte order and form, and if they are cut
anywhere, its beginning. With perf, recordings made on the spot are printed as by `perf script`, but for the
names of functions.
"""
import os
import re
import struct
import subprocess
import sys

from harness import check, main, needs, run, scratch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'perfdata'))
import perfdata_samples     # noqa: E402
import perfdata_writer      # noqa: E402
import perfdata_wrong       # noqa: E402

PRINT = os.path.abspath(sys.argv[2])
FAILED, NEEDS_PERF = 2, 3
FRAME = re.compile(rb'^(\t *[0-9a-f]+|.*: +[0-9a-f]+) (?:\[unknown\]|.*?\+0x[0-9a-f]+) (\(.*\))$')
TRACE = re.compile(rb'(: +\w+:\w+:) .*')
PROGRAM = r'''
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile unsigned long sink;
__attribute__((noinline)) static void burn(unsigned long n) { for (unsigned long i = 0; i < n; i++) sink += i * i; }
__attribute__((noinline)) static void deep(int n) { if (n > 0) { deep(n - 1); sink++; } else burn(20000000); }
static void *work(void *name) { prctl(PR_SET_NAME, name); burn(20000000); return 0; }
int main(int argc, char **argv)
{
    pthread_t thread;
    (void)argv;
    if (argc > 1) { prctl(PR_SET_NAME, "after exec"); burn(20000000); return 0; }
    pthread_create(&thread, 0, work, "wo rk;12 x");
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            if (i == 2) execl("/proc/self/exe", "program", "again", (char *)0);
            prctl(PR_SET_NAME, i > 0 ? "(child)" : "child 12 b");
            deep(i > 0 ? 200 : 5);
            _exit(0);
        }
    pthread_join(thread, 0);
    while (wait(0) > 0) continue;
    deep(10);
    return 0;
}
'''


def expected(name):
    """A text for all, or for those of one byte order or one form."""
    make, order, form = name.split('.')
    for text in make + '.' + order, make + '.' + form, make:
        path = os.path.join(HERE, '..', 'perfdata', 'expected', text + '.txt')
        if os.path.exists(path):
            with open(path, 'rb') as file:
                return file.read()
    return None


def small():
    with scratch() as folder:
        path = os.path.join(folder, 'perf.data')
        for name, content in perfdata_samples.recordings():
            with open(path, 'wb') as file:
                file.write(content)
            result = run([PRINT, path])
            if name.startswith('tracepoint') and name.endswith('pipe'):
                check(name, result.returncode == NEEDS_PERF, result)
                continue
            check(name, result.stdout == expected(name), result)
            piped = run([PRINT, '-'], content)
            check(name + ' through a pipe', name.endswith('file') or piped.stdout == result.stdout, piped)


def build_ids():
    """What is asked of the resolver: each module once, with the build-id that it has by itself, or that its file has."""
    with scratch() as folder:
        for order in '<', '>':
            for pipe in False, True:
                _, result = print_content(folder, perfdata_samples.build_ids(order, pipe).content(), '--modules')
                check('modules %s %s' % (order, pipe), (result.returncode, result.stdout.decode().split('\n')) == (0, MODULES), result)
        # The features of a machine with longs of 4 bytes, and with longs of an unknown size.
        for features in {}, {perfdata_writer.HOSTNAME: None}:
            data = perfdata_samples.build_ids('>', False, word=4)
            data.features.update(features)
            _, result = print_content(folder, data.content(), '--modules')
            check('modules %s' % features, (result.returncode, result.stdout.decode().split('\n')) == (0, MODULES), result)


def cut():
    """What is whole is kept, and there is one message."""
    with scratch() as folder:
        path = os.path.join(folder, 'perf.data')
        for name, content in perfdata_samples.recordings():
            text = expected(name)
            for n in range(0, len(content), 487):
                with open(path, 'wb') as file:
                    file.write(content[:n])
                result = run([PRINT, path])
                check('%s cut at %d' % (name, n), result.returncode in (0, 2, NEEDS_PERF)
                      and (name.startswith(('rounds', 'events', 'names')) or text.startswith(result.stdout))
                      and result.stderr.count(b'\n') == (result.returncode != 0), result)


def many():
    """More events than are read, and events that share many ids."""
    with scratch() as folder:
        path = os.path.join(folder, 'perf.data')
        for events, ids, message in (20000, 1, b'too many events'), (40, 500000, b'malformed'):
            data = perfdata_writer.Recording()
            for i in range(events):
                data.event(perfdata_samples.ALL | perfdata_writer.IDENTIFIER, ids=[i + 1] if ids == 1 else [])
            content = bytearray(data.content())
            if ids > 1:
                content += bytes(8 * ids)
                for i in range(events):     # after the 112 bytes of attributes
                    struct.pack_into('<QQ', content, 104 + 128 * i + 112, 104, 8 * ids)
            with open(path, 'wb') as file:
                file.write(content)
            result = run([PRINT, path])
            check('%d events with %d ids' % (events, ids), result.returncode == 2 and message in result.stderr, result)


def print_content(folder, content, *options):
    path = os.path.join(folder, 'perf.data')
    with open(path, 'wb') as file:
        file.write(content)
    return path, run([PRINT, *options, path])


def left_to_perf():
    """All that perf has to read, with the reason; what is next to it is read."""
    with scratch() as folder:
        for name, data, reason in perfdata_wrong.left_to_perf():
            path, result = print_content(folder, data.content())
            if reason is None:
                check(name, result.returncode == 0 and not result.stderr and result.stdout.count(b'0.000001: ') == 1, result)
            else:
                check(name, (result.returncode, result.stdout) == (NEEDS_PERF, b'')
                      and result.stderr.decode() == '%s: %s\n' % (path, reason), result)


def fails(name, folder, content, message, position, samples=0):
    path, result = print_content(folder, content)
    check(name, result.returncode == FAILED and result.stderr.decode() == '%s: %s, at byte %d\n' % (path, message, position)
          and result.stdout.count(b'0.000001: ') == samples, message, position, result)


def wrong():
    """What is wrong, and where, is told; the samples before it are printed."""
    with scratch() as folder:
        for order in '<', '>':
            for pipe in False, True:
                for name, data, at, message, samples in perfdata_wrong.wrong_records(order, pipe):
                    name += ' %s%s' % (order, 'pipe' if pipe else 'file')
                    if message is not None:
                        fails(name, folder, data.content(), message, data.at(at), samples)
                        continue
                    _, result = print_content(folder, data.content())
                    check(name, result.returncode == 0 and result.stdout.count(b'0.000001: ') == samples, result)
            for name, content, position, message in perfdata_wrong.wrong_headers(order):
                fails(name + order, folder, content, message, position)
            for feature, section in perfdata_wrong.wrong_sections(order):
                data = perfdata_wrong.recording(order, False, {feature: section}, name=None)
                after = len(data.string('host')) if feature < perfdata_writer.HOSTNAME else 0
                fails('feature %d, %r' % (feature, section[:40]), folder, data.content(), perfdata_wrong.MALFORMED,
                      len(data.content()) - len(section) - after)
        result = run([PRINT, '-'], perfdata_wrong.recording().content())
        check('a file through a pipe', result.returncode == FAILED and not result.stdout
              and b'this form of recording has to be in a file, not in a pipe, at byte 0' in result.stderr, result)


def plain(text):
    """The lines without names of functions and fields of tracepoints."""
    lines = []
    for line in text.split(b'\n'):
        frame = FRAME.match(line)
        lines.append((frame.group(1) + frame.group(2) if frame else TRACE.sub(rb'\1', line)).rstrip())
    return lines


MODULES = [
    'reference _text ffffffff81000000',
    'kernel [kernel.kallsyms] ' + '00' * 20,
    'kernel module [nf_nat] ' + '01' * 20,
    'kernel module [nf] ',
    'bpf bpf_prog_1 ',
    'file /no/app ' + '02' * 20,
    'file /no/old ' + '04' * 20,
    'cached vdso [vdso] ' + '05' * 20,
    'file /no/none ',
    'file /no/short ' + '66' * 8,
    'file /no/older ' + '77' * 15 + '00',
    'file /no/own ' + b'owns'.hex(),
    'file /no/own ' + '06' * 20,
    '',
]
RECORDINGS = [
    ['-F', '2000', '-g'],
    ['-F', '999', '-g', '-a'],
    ['-F', '999', '-g', '-e', 'cpu-clock,page-faults,context-switches'],
    ['-F', '999', '-g', '-e', 'cpu-clock:u,task-clock:k', '-a', '-d', '-W'],
    ['-F', '999', '-e', 'cpu-clock,faults/call-graph=no/', '--call-graph', 'fp'],
    ['-F', '999', '-e', 'cpu-clock'],
    ['-c', '500000', '-g', '-e', 'cpu-clock'],
    ['-F', '999', '-g', '--no-timestamp'],
    ['-F', '999', '-g', '--buildid-mmap'],
    ['-F', '999', '-g', '-a', '--switch-events', '--namespaces', '--all-cgroups'],
    ['-g', '-e', 'sched:sched_switch,sched:sched_process_exec,cpu-clock'],
]


def record(folder, options, to):
    return subprocess.run(['perf', 'record', '-q', '-o', to, *options, '--', './program'], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)


def as_perf_script():
    needs('perf', 'cc')
    with scratch() as folder:
        with open(os.path.join(folder, 'program.c'), 'w', encoding='utf-8') as file:
            file.write(PROGRAM)
        subprocess.run(['cc', '-D_GNU_SOURCE', '-O1', '-fno-omit-frame-pointer', '-fno-optimize-sibling-calls', '-pthread',
                        'program.c', '-o', 'program'], cwd=folder, check=True)
        path = os.path.join(folder, 'perf.data')
        for options in RECORDINGS:
            name = 'perf record ' + ' '.join(options)
            if record(folder, options, 'perf.data').returncode != 0:
                print('not recorded:', name)
                continue
            theirs = run(['perf', 'script', '--no-inline', '-i', path])
            ours = run([PRINT, '--kernel', path])
            check(name, plain(theirs.stdout) == plain(ours.stdout), ours.stderr)
            check(name + ' has samples', theirs.stdout.count(b'\n') > 10, theirs)
        for options in RECORDINGS[:3]:
            recorded = record(folder, options, '-').stdout
            theirs, ours = run(['perf', 'script', '--no-inline', '-i', '-'], recorded), run([PRINT, '--kernel', '-'], recorded)
            check('pipe of ' + ' '.join(options), plain(theirs.stdout) == plain(ours.stdout), ours.stderr)


main(*((as_perf_script,) if sys.argv[3:] == ['perf'] else (small, build_ids, cut, many, left_to_perf, wrong)))
