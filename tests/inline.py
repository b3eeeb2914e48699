#!/usr/bin/env python3
"""inline.py BIN: --inline and --context of stackcollapse-perf, on a program compiled here.

The names have to be those that addr2line gives when it is asked for each address on its own, joined as the
Perl script joins them; where FLAMEGRAPH_PERL names the Perl scripts, theirs. One process has to do for each
module, whatever its name is, and whatever goes wrong has to be told once and to leave the symbols.
"""
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

BIN = os.path.abspath(sys.argv[1])
PERL = os.environ.get('FLAMEGRAPH_PERL')
WRAPPER = shlex.split(os.environ.get('TEST_WRAPPER', ''))

SOURCE = r'''
#include <stdio.h>
static inline __attribute__((always_inline)) int inner(int x) { for (int i = 0; i < x; i++) x ^= i * x; return x; }
static inline __attribute__((always_inline)) int middle(int x) { return inner(x) + inner(x + 1); }
__attribute__((noinline)) int outer(int x) { return middle(x) * 3; }
int main(int argc, char **argv) { (void)argv; printf("%d\n", outer(argc)); return 0; }
'''

# Functions without linkage names, for which addr2line's answers depend on what it was asked before.
SOURCE_CPP = r'''
#include <algorithm>
#include <cstdio>
#include <vector>
namespace {
struct Item { int key; double price; };
double weigh(const Item &i, int k) { return i.price * k + i.key % 7; }
template <class F> double fold(const std::vector<Item> &v, F f) { double s = 0; for (auto &i : v) s += f(i); return s; }
__attribute__((noinline)) double report(std::vector<Item> &v, int k)
{
    std::sort(v.begin(), v.end(), [k](const Item &a, const Item &b) { return weigh(a, k) < weigh(b, k); });
    if (v.empty()) throw "nothing";
    return fold(v, [k](const Item &i) { return weigh(i, k) + (i.key > 3 ? throw 1, 0 : 1); });
}
}
static double run(int n) { std::vector<Item> v; for (int i = 0; i < n; i++) v.push_back({i % 3, i * 0.5}); return report(v, n); }
int main(int argc, char **) { try { printf("%f\\n", run(argc * 9)); } catch (int) { puts("int"); } return 0; }
'''

passed = failed = 0


def check(name, condition, *details):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print('failed:', name, *details)


def addresses(module, step, is_wanted):
    """(address, symbol+0xoffset) at every `step` bytes of the symbols that nm tells a size of."""
    frames = []
    for line in subprocess.check_output(['nm', '-S', module], text=True).splitlines():
        words = line.split()
        if len(words) == 4 and is_wanted(*words[2:]) and int(words[1], 16) < 10000:
            start, size = int(words[0], 16), int(words[1], 16)
            frames += [('%x' % (start + i), '%s+0x%x' % (words[3], i)) for i in range(0, size, step)]
    return frames


def build(folder):
    """-> the module's file, and (address, symbol) in and beside its functions"""
    source, module = os.path.join(folder, 'a.c'), os.path.join(folder, 'a.out')
    with open(source, 'w') as f:
        f.write(SOURCE)
    subprocess.run([os.environ.get('CC', 'cc'), '-O2', '-g', '-o', module, source], check=True)
    frames = addresses(module, 3, lambda kind, name: name in ('main', 'outer'))
    # Addresses of which addr2line knows nothing: by the symbol, and not at all.
    frames += [('7fff00000%03x' % i, 'outer+0x%x' % i) for i in range(0, 30, 7)]
    frames += [('7fff00001000', 'nosuch+0x1'), ('7fff00002000', '[unknown]'), ('ffffffffffffffff', 'x'),
               ('zz', 'main+0x1')]
    return module, frames


def build_cpp(folder):
    source, module = os.path.join(folder, 'b.cc'), os.path.join(folder, 'b.out')
    with open(source, 'w') as f:
        f.write(SOURCE_CPP)
    subprocess.run([os.environ.get('CXX', 'c++'), '-O2', '-g', '-o', module, source], check=True)
    frames = addresses(module, 11, lambda kind, name: kind in 'tTwW')
    random.Random(1).shuffle(frames)
    return module, frames[:400]


def text_of(frames, module):
    return ''.join('app %d 1.5: 1 cycles:\n\t%s %s (%s)\n\n' % (i + 1, pc, symbol, module)
                   for i, (pc, symbol) in enumerate(frames)).encode()


def run(arguments, data, **env):
    return subprocess.run(WRAPPER + [os.path.join(BIN, 'stackcollapse-perf')] + arguments, input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, **env), timeout=300)


def names(module, pc, symbol, context):
    """What the Perl script makes of addr2line's answer for an address asked on its own."""
    answer = subprocess.run(['addr2line', '-a', pc, '-e', module, '-i', '-f', '-s', '-C'],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    lines = re.sub(r' \(discriminator \S+\)', '', answer).splitlines()[1:]
    offset = re.match(r'(.+)\+0x([0-9a-f]+)$', symbol)
    if '??\n??:0' in answer and offset:
        table = subprocess.check_output(['nm', module], text=True)
        base = re.search(r'^([0-9a-f]+) . %s$' % re.escape(offset[1]), table, re.M)
        if base:
            return names(module, '0x%x' % (int(base[1], 16) + int(offset[2], 16)), '', context)
    pairs = [(lines[i] + ':' + lines[i + 1]) if context else lines[i] for i in range(0, len(lines) - 1, 2)]
    return ';'.join(reversed(pairs))


def expected(module, frames, context):
    counts = {}
    for pc, symbol in frames:
        found = names(module, pc, symbol, context)
        if found in ('', '??', '??:??:0'):
            found = '[%s]' % os.path.basename(module) if symbol == '[unknown]' else re.sub(r'\+0x[\da-f]+$', '', symbol)
        stack = 'app;' + found
        counts[stack] = counts.get(stack, 0) + 1
    return ''.join('%s %d\n' % item for item in sorted(counts.items())).encode()


def check_cpp(module, frames):
    """The same names whatever was asked before, in whatever order."""
    for order in (frames, sorted(frames), sorted(frames, reverse=True)):
        result = run(['--inline', '--context'], text_of(order, module))
        check('C++ names', result.stdout == expected(module, order, True), result.stderr[-300:])


def check_names(module, frames):
    data = text_of(frames, module)
    for context in (False, True):
        options = ['--inline'] + ['--context'] * context
        result = run(options, data)
        check('names %s' % options, result.stdout == expected(module, frames, context), result.stdout[:500])
        check('status %s' % options, result.returncode == 0, result.stderr)
        if PERL:
            theirs = subprocess.run(['perl', os.path.join(PERL, 'stackcollapse-perf.pl')] + options,
                                    input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            check('as Perl %s' % options, result.stdout == theirs.stdout)
    check('functions are inlined', b'outer;middle;inner ' in run(['--inline'], data).stdout)


def check_modules(folder, module, frames):
    """One process a module, no shell."""
    counter = os.path.join(folder, 'counting')
    started = os.path.join(folder, 'started')
    with open(counter, 'w') as f:
        f.write('#!/bin/sh\necho x >>%s\nexec addr2line "$@"\n' % shlex.quote(started))
    os.chmod(counter, 0o755)
    odd = [os.path.join(folder, name) for name in ('b;touch made', '$(touch made)', "'`touch made`", '-x y')]
    for name in odd:
        shutil.copy(module, name)
    data = b''.join(text_of(frames, name) for name in [module] + odd)
    result = run(['--inline'], data, ADDR2LINE=counter)
    with open(started) as f:
        check('one process a module', len(f.readlines()) == 1 + len(odd))
    check('all modules answer', result.stdout.count(b'outer;middle;inner ') == 1 and result.returncode == 0)
    check('no shell', not os.path.exists(os.path.join(folder, 'made')) and not os.path.exists('made'))
    many = [os.path.join(folder, 'many%d' % i) for i in range(70)]
    for name in many:
        os.link(module, name)
    result = run(['--inline'], b''.join(text_of(frames[:1], name) for name in many + many))
    check('many modules', result.stdout.endswith(b' 140\n'), result.stdout, result.stderr[-300:])


def check_trouble(folder, module, frames):
    data = text_of(frames, module)
    plain = run([], data).stdout
    rubbish = os.path.join(folder, 'rubbish')
    with open(rubbish, 'w') as f:
        f.write('#!/bin/sh\nexec yes "0x1"\n')
    os.chmod(rubbish, 0o755)
    troubles = [('a missing addr2line', {'ADDR2LINE': '/nosuch'}, b"cannot run '/nosuch'"),
                ('one that ends', {'ADDR2LINE': 'true'}, b'no proper answer'),
                ('one that fails', {'ADDR2LINE': 'false'}, b'no proper answer'),
                ('one that prints rubbish', {'ADDR2LINE': rubbish}, b'no proper answer'),
                ('one that repeats', {'ADDR2LINE': 'cat'}, b'no proper answer')]
    for name, env, message in troubles:
        result = run(['--inline'], data, **env)
        check(name, result.stdout == plain and result.stderr.count(message) == 1 and result.returncode == 0,
              result.stderr)
    result = run(['--inline'], text_of(frames, '/nosuch/module'))
    check('a missing module', result.stdout == run([], text_of(frames, '/nosuch/module')).stdout
          and result.stderr.count(b"'/nosuch/module': No such file") == 1, result.stderr)
    result = run(['--inline'], data, NM='/nosuch')
    check('a missing nm', result.stderr.count(b"cannot run '/nosuch'") == 1 and result.returncode == 0)


def check_hostile(folder, module):
    """Texts that no perf prints: an address written as the one that nm leads to, no symbol at all, a
    module that never ends, offsets without bound, brackets without end."""
    table = subprocess.check_output(['nm', module], text=True)
    end = int(re.search(r'^([0-9a-f]+) . _end$', table, re.M)[1], 16)
    start = int(re.search(r'^([0-9a-f]+) . main$', table, re.M)[1], 16)
    fifo = os.path.join(folder, 'fifo')
    os.mkfifo(fifo)
    for frames, name in (([('0x%x' % end, '_end+0x0')], module),
                         ([('%x' % start, 'main+0x0'), ('%x' % (start + 1), '+0x1')], module),
                         ([('%x' % end, '_end+0xffffffffffffffff')], module),
                         ([('10', 'foo+0x0')], fifo), ([('10', 'foo+0x0')], '[' * 300000)):
        data = text_of(frames, name)
        result = run(['--inline'], data)
        check('hostile %s' % frames, result.returncode == 0 and result.stdout, result.returncode, result.stderr[-300:])
        if PERL and name != fifo:
            theirs = subprocess.run(['perl', os.path.join(PERL, 'stackcollapse-perf.pl'), '--inline'],
                                    input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            check('hostile as Perl %s' % frames, result.stdout == theirs.stdout, result.stdout[:200], theirs.stdout[:200])


def main():
    with tempfile.TemporaryDirectory() as folder:
        module, frames = build(folder)
        check_names(module, frames)
        check_modules(folder, module, frames)
        check_trouble(folder, module, frames)
        check_cpp(*build_cpp(folder))
        check_hostile(folder, module)
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
