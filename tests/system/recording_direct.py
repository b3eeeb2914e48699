#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recording_direct.py BIN: recordings of programs of many kinds, read without perf, give what the text of perf script gives."""
import os
import shutil

from harness import check, main, needs, ours, run, scratch, skip

PERF = os.environ.get('PERF', 'perf')
CLOCK = ['-e', 'cpu-clock', '-F', '3000', '-g']
LOOP = 'i=0; while [ $i -lt 25 ]; do ls -l / >/dev/null; i=$((i+1)); done'
SHELL = ['sh', '-c', LOOP]
C = r'''
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
volatile unsigned long sum;
__attribute__((noinline)) static void burn(int n) { for (long i = 0; i < n * 100000L; i++) sum += i * i; }
__attribute__((noinline)) void deep(int depth) { if (depth > 0) deep(depth - 1); else burn(40); sum++; }
__attribute__((noinline)) void exported(void) { burn(20); sum++; }
void alias(void) __attribute__((alias("exported")));
void *thread(void *name) { prctl(PR_SET_NAME, name); deep(3); return NULL; }
int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(int argc, char **argv)
{
    static int list[200000];
    pthread_t id;
    if (argc > 1) { deep(2); return 0; }
    for (int i = 0; i < 200000; i++) list[i] = i * 7919 % 100003;
    qsort(list, 200000, sizeof *list, compare);
    pthread_create(&id, NULL, thread, "a thread");
    pthread_join(id, NULL);
    if (fork() == 0) { prctl(PR_SET_NAME, "child"); deep(60); execl(argv[0], argv[0], "again", (char *)NULL); }
    wait(NULL);
    deep(130);
    alias();
    return (int)(strlen(argv[0]) * sum) & 0;
}
'''
CXX = r'''
#include <algorithm>
#include <map>
#include <string>
#include <vector>
namespace shop { template <typename K, typename V> struct Cart {
    std::map<K, V> items;
    __attribute__((noinline)) void add(const K &key, V value) { items[key] += value; }
    __attribute__((noinline)) V total() const { V v{}; for (auto &i : items) v += i.second; return v; }
    bool operator<(const Cart &other) const { return total() < other.total(); }
}; }
int main()
{
    std::vector<shop::Cart<std::string, double>> carts(40);
    for (int i = 0; i < 40000; i++) carts[i % 40].add("item " + std::to_string(i % 977), i);
    auto less = [](const auto &a, const auto &b) { return a < b; };
    std::sort(carts.begin(), carts.end(), less);
    return carts[0].total() < 0;
}
'''
RUST = r'''
use std::collections::HashMap;
trait Shape { fn area(&self, n: u64) -> u64; }
struct Square<T>(T);
impl<T: Copy + Into<u64>> Shape for Square<T> {
    #[inline(never)]
    fn area(&self, n: u64) -> u64 { (0..n).fold(self.0.into(), |a, b| a ^ (b.wrapping_mul(a | 1))) }
}
fn main() {
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square(3u8)), Box::new(Square(5u32))];
    let mut map = HashMap::new();
    for i in 0..60000u64 { *map.entry(i % 997).or_insert(0u64) ^= shapes[(i % 2) as usize].area(i % 300); }
    println!("{}", map.len());
}
'''
GO = r'''
package main

import ("fmt"; "sort"; "strings")

type byLength []string

func (b byLength) Len() int           { return len(b) }
func (b byLength) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLength) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	list := make([]string, 60000)
	for i := range list { list[i] = strings.Repeat("x", i*7919%97) + fmt.Sprint(i) }
	sort.Sort(byLength(list))
	fmt.Println(len(list[0]))
}
'''
JAVA = 'public class Work { static long f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); } public static void main(String[] a) { System.out.println(f(34)); } }'
NODE = 'function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); } console.log(f(27), [..."abc".repeat(20000)].sort().length)'
PYTHON = 'def f(n): return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(20), len(sorted(str(i) for i in range(60000))))'

# Label, source, compiler; made in a folder of their own.
PROGRAMS = (('C', 'c', ['cc', '-O1', '-fno-omit-frame-pointer', '-pthread']),
            ('C, debugging information', 'c', ['cc', '-O2', '-g', '-fno-omit-frame-pointer', '-pthread']),
            ('C, not PIE', 'c', ['cc', '-O1', '-no-pie', '-fno-omit-frame-pointer', '-pthread']),
            ('C, static', 'c', ['cc', '-O1', '-static', '-fno-omit-frame-pointer', '-pthread']),
            ('C, no build-id', 'c', ['cc', '-O1', '-Wl,--build-id=none', '-fno-omit-frame-pointer', '-pthread']),
            ('C, stripped', 'c', ['cc', '-O1', '-s', '-fno-omit-frame-pointer', '-pthread']),
            ('C, exported', 'c', ['cc', '-O1', '-s', '-rdynamic', '-fno-omit-frame-pointer', '-pthread']),
            ('C, no frame pointers', 'c', ['cc', '-O2', '-fomit-frame-pointer', '-pthread']),
            ('C++', 'cc', ['c++', '-O1', '-fno-omit-frame-pointer']),
            ('C++, clang', 'cc', ['clang++', '-O1', '-fno-omit-frame-pointer']),
            ('Rust', 'rs', ['rustc', '-O', '-C', 'force-frame-pointers=yes']),
            ('Rust, v0', 'rs', ['rustc', '-C', 'symbol-mangling-version=v0', '-C', 'force-frame-pointers=yes']),
            ('Go', 'go', ['go', 'build']))
SOURCES = {'c': C, 'cc': CXX, 'rs': RUST, 'go': GO}
EVENTS = (('a shell', CLOCK, SHELL),
          ('all processors', ['-e', 'cpu-clock', '-F', '500', '-g', '-a'], SHELL),
          ('the kernel', CLOCK, ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=64k', 'count=20000']),
          ('several events', ['-e', 'cpu-clock,task-clock,page-faults', '-c', '100000', '-g'], SHELL),
          ('user only', ['-e', 'cpu-clock:u', '-F', '3000', '-g'], SHELL),
          ('periods', ['-e', 'page-faults', '-c', '3', '-g'], SHELL),
          ('no stacks', ['-e', 'cpu-clock', '-F', '3000'], SHELL),
          ('one event without stacks', ['-e', 'cpu-clock/call-graph=fp/,task-clock/call-graph=no/', '-F', '3000'], SHELL),
          ('tracepoints', ['-e', 'sched:sched_switch', '-g'], SHELL),
          ('LBR', ['--call-graph', 'lbr'], SHELL),
          ('no times', ['-e', 'cpu-clock', '-F', '3000', '-g', '-T', '--no-timestamp'], SHELL),
          ('DWARF', ['-e', 'cpu-clock', '-F', '1000', '--call-graph', 'dwarf,8192'], SHELL),
          ('compressed', CLOCK + ['-z'], SHELL),
          ('build-ids in the records', CLOCK + ['--buildid-mmap'], SHELL),
          ('namespaces', CLOCK + ['--namespaces'], SHELL))
LANGUAGES = (('Python', ['python3', '-c', PYTHON]),
             ('Perl', ['perl', '-e', 'for (1..60000) { $x{$_ % 997} .= $_ } print length join "", sort values %x']),
             ('Node', ['node', '-e', NODE]),
             ('Node, perf map', ['node', '--perf-basic-prof', '-e', NODE]),
             ('Java, perf map', ['java', '-XX:+PreserveFramePointer', '-XX:+UnlockDiagnosticVMOptions', '-XX:+DumpPerfMapAtExit', 'Work.java']))

made = []
left = []


def remove_maps(folder, path):
    """What Node and Java wrote for perf."""
    for pid in set(run([PERF, 'script', '-F', 'pid', '-i', path], cwd=folder).stdout.split()):
        name = '/tmp/perf-%s.map' % pid.decode()
        if os.path.exists(name):
            os.remove(name)


def compare(label, folder, path='perf.data'):
    script = run([PERF, 'script', '-i', path], cwd=folder)
    text = script.stdout
    if script.returncode != 0:
        result = run(ours('stackcollapse-perf', '--via=perf', path), cwd=folder)
        check(label + ': perf fails', result.returncode == 1 and not result.stdout, result, script.stderr)
        return
    for options in [], ['--all', '--tid'], ['--addrs']:
        expected = run(ours('stackcollapse-perf', *options), text)
        result = run(ours('stackcollapse-perf', '--via=direct', *options, path), cwd=folder)
        if b'without perf' in result.stderr:
            left.append(label)
            result = run(ours('stackcollapse-perf', *options, path), cwd=folder)
        check('%s %s' % (label, options), result.stdout == expected.stdout and result.returncode == expected.returncode, result, expected)
    made.append(label)


def record(label, options, command, folder):
    done = run([PERF, 'record', '-q', '-o', 'perf.data'] + options + ['--'] + command, cwd=folder)
    return done.returncode == 0 and os.path.exists(os.path.join(folder, 'perf.data'))


def build(kind, compiler, folder):
    """The program, or None where the compiler is missing or fails."""
    if shutil.which(compiler[0]) is None:
        return None
    with open(os.path.join(folder, 'work.' + kind), 'w', encoding='utf-8') as f:
        f.write(SOURCES[kind])
    environment = {'GOCACHE': os.path.join(folder, 'cache'), 'GO111MODULE': 'off'} if kind == 'go' else None
    done = run(compiler + ['-o', 'work', 'work.' + kind], cwd=folder, env=environment and dict(os.environ, **environment))
    return os.path.join(folder, 'work') if done.returncode == 0 else None


def programs():
    for label, kind, compiler in PROGRAMS:
        with scratch() as folder:
            work = build(kind, compiler, folder)
            if work is not None and record(label, CLOCK, [work], folder):
                compare(label, folder)


def debug_files():
    """The symbols are elsewhere, or no longer there."""
    for label, commands in (('debug file by link', [['objcopy', '--only-keep-debug', 'work', 'work.debug'], ['strip', 'work'],
                                                    ['objcopy', '--add-gnu-debuglink=work.debug', 'work']]), ('replaced', []), ('removed', [])):
        with scratch() as folder:
            work = build('c', PROGRAMS[0][2], folder)
            if work is None or any(run(command, cwd=folder).returncode != 0 for command in commands) or not record(label, CLOCK, [work], folder):
                continue
            if label == 'replaced':
                run(['cc', '-O0', '-pthread', '-o', 'work', 'work.c'], cwd=folder)
            elif label == 'removed':
                os.remove(work)
            compare(label, folder)


def events():
    for label, options, command in EVENTS:
        with scratch() as folder:
            if record(label, options, command, folder):
                compare(label, folder)
    with scratch() as folder:
        done = run([PERF, 'record', '-q', '-o', '-'] + CLOCK + SHELL, cwd=folder)
        if done.returncode == 0 and done.stdout:
            with open(os.path.join(folder, 'perf.data'), 'wb') as f:
                f.write(done.stdout)
            compare('the pipe form', folder)
            text = run([PERF, 'script', '-i', '-'], done.stdout).stdout
            check('a pipe', run(ours('stackcollapse-perf', '--via=direct'), done.stdout).stdout == run(ours('stackcollapse-perf'), text).stdout)


def languages():
    for label, command in LANGUAGES:
        with scratch() as folder:
            with open(os.path.join(folder, 'Work.java'), 'w', encoding='utf-8') as f:
                f.write(JAVA)
            if shutil.which(command[0]) is not None and record(label, CLOCK, command, folder):
                compare(label, folder)
                remove_maps(folder, 'perf.data')


def recordings():
    for part in programs, debug_files, events, languages:
        part()
    print('# %d recordings: %s; left to perf: %s' % (len(made), ', '.join(made), ', '.join(sorted(set(left))) or 'none'))
    if not made:
        skip('perf record may not record here')


if __name__ == '__main__':
    needs(PERF)
    main(recordings)
