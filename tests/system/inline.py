#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""inline.py BIN: --inline and --context of stackcollapse-perf, on a program compiled here.

The names have to be those that addr2line gives when it is asked for each address on its own, joined as the
Perl script joins them; where FLAMEGRAPH_PERL names the Perl scripts, theirs. One process has to do for each
module, whatever its name is, and whatever goes wrong has to be told once and to leave the symbols.
"""
import functools
import os
import random
import re
import shlex
import shutil
import subprocess

from harness import PERL, check, main, needs, ours, run, scratch, write_script

CC = os.environ.get('CC', 'cc')
CC = [CC] if shutil.which(CC) else shlex.split(CC)

SOURCE = r'''
#include <stdio.h>
static inline __attribute__((always_inline)) int inner(int x) { for (int i = 0; i < x; i++) x ^= i * x; return x; }
static inline __attribute__((always_inline)) int middle(int x) { return inner(x) + inner(x + 1); }
__attribute__((noinline)) int outer(int x) { return middle(x) * 3; }
int main(int argc, char **argv) { (void)argv; printf("%d\n", outer(argc)); return 0; }
'''

# What a C++ compiler makes of functions in a namespace or static: symbols with C++ names, and no such names in the
# debugging information. addr2line's answers for them depend on what it was asked before.
SOURCE_CPP = r'''
#include <stdio.h>
#include <stdlib.h>
#define INLINE static inline __attribute__((always_inline))
struct item { int key; double price; };
static double report(struct item *, int, int) __asm__("_ZN12_GLOBAL__N_16reportEP4itemii");
static double run(int) __asm__("_ZL3runi");
INLINE double weigh(const struct item *i, int k) { return i->price * k + i->key % 7; }
INLINE double fold(const struct item *v, int n, int k) { double s = 0; for (int i = 0; i < n; i++) s += weigh(&v[i], k); return s; }
INLINE void swap(struct item *a, struct item *b) { struct item t = *a; *a = *b; *b = t; }
static __attribute__((noinline)) double report(struct item *v, int n, int k)
{
    for (int i = 1; i < n; i++) if (weigh(&v[i], k) < weigh(&v[i - 1], k)) swap(&v[i], &v[i - 1]);
    if (fold(v, n, k) < 0) abort();
    return fold(v, n, k + 1);
}
static __attribute__((noinline)) double run(int n)
{
    struct item v[64];
    if (n > 64) { puts("too many"); abort(); }
    for (int i = 0; i < n; i++) v[i] = (struct item){i % 3, i * 0.5};
    return report(v, n, n) + fold(v, n, 3);
}
int main(int argc, char **argv) { (void)argv; printf("%f\n", run(argc * 9)); return 0; }
'''


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
    """Compiles a.out, and returns (address, symbol) in and beside its functions."""
    with open(os.path.join(folder, 'a.c'), 'w') as f:
        f.write(SOURCE)
    subprocess.run(CC + ['-O2', '-g', '-o', 'a.out', 'a.c'], check=True, cwd=folder)
    frames = addresses(os.path.join(folder, 'a.out'), 3, lambda kind, name: name in ('main', 'outer'))
    # Addresses of which addr2line knows nothing: by the symbol, and not at all.
    frames += [('7fff00000%03x' % i, 'outer+0x%x' % i) for i in range(0, 30, 7)]
    return frames + [('7fff00001000', 'nosuch+0x1'), ('7fff00002000', '[unknown]'), ('ffffffffffffffff', 'x'), ('zz', 'main+0x1')]


def build_cpp(folder):
    """The same for b.out, whose debugging information says that it was C++."""
    assembly = os.path.join(folder, 'b.s')
    with open(os.path.join(folder, 'b.c'), 'w') as f:
        f.write(SOURCE_CPP)
    subprocess.run(CC + ['-O2', '-g', '-dA', '-S', '-o', 'b.s', 'b.c'], check=True, cwd=folder)
    with open(assembly) as f:
        text = re.sub(r'(\.(?:byte|short|2byte|hword)\s+)(?:0x1d|0xc|29|12)\b(.*DW_AT_language)$', r'\g<1>4\2', f.read(), flags=re.M)
    with open(assembly, 'w') as f:
        f.write(text)
    subprocess.run(CC + ['-o', 'b.out', 'b.s'], check=True, cwd=folder)
    frames = addresses(os.path.join(folder, 'b.out'), 3, lambda kind, name: kind in 'tTwW')
    random.Random(1).shuffle(frames)
    return frames[:400]


def text_of(frames, module):
    return ''.join('app %d 1.5: 1 cycles:\n\t%s %s (%s)\n\n' % (i + 1, pc, symbol, module)
                   for i, (pc, symbol) in enumerate(frames)).encode()


def inline(folder, data, *options, **env):
    return run(ours('stackcollapse-perf', '--inline', *options), data, cwd=folder, env=dict(os.environ, **env))


def plain(folder, data):
    return run(ours('stackcollapse-perf'), data, cwd=folder).stdout


def perl(folder, data, *options):
    return run(['perl', os.path.join(PERL, 'stackcollapse-perf.pl'), '--inline'] + list(options), data, cwd=folder).stdout


@functools.lru_cache(maxsize=None)
def names(module, pc, symbol, context):
    """What the Perl script makes of addr2line's answer for an address asked on its own."""
    answer = run(['addr2line', '-a', pc, '-e', module, '-i', '-f', '-s', '-C']).stdout.decode()
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


def check_cpp(folder):
    """The same names whatever was asked before, in whatever order."""
    frames = build_cpp(folder)
    for order in (frames, sorted(frames), sorted(frames, reverse=True)):
        result = inline(folder, text_of(order, './b.out'), '--context')
        check('C++ names', result.stdout == expected(folder + '/b.out', order, True), result)


def check_names(folder, frames):
    data = text_of(frames, './a.out')
    for context in (False, True):
        options = ['--context'] * context
        result = inline(folder, data, *options)
        check('names %s' % options, result.stdout == expected(folder + '/a.out', frames, context), result)
        check('status %s' % options, result.returncode == 0, result)
        if PERL:
            check('as Perl %s' % options, result.stdout == perl(folder, data, *options), result)
    check('functions are inlined', b'outer;middle;inner ' in inline(folder, data).stdout)


def check_modules(folder, frames):
    """One process a module, no shell."""
    counter = os.path.join(folder, 'counting')
    write_script(counter, 'echo x >>started\nexec addr2line "$@"\n')
    odd = ['./b;touch made', './$(touch made)', "./'`touch made`", './-x y']
    for name in odd:
        shutil.copy(folder + '/a.out', os.path.join(folder, name))
    data = b''.join(text_of(frames, name) for name in ['./a.out'] + odd)
    result = inline(folder, data, ADDR2LINE=counter)
    with open(folder + '/started') as f:
        check('one process a module', len(f.readlines()) == 1 + len(odd))
    check('all modules answer', result.stdout.count(b'outer;middle;inner ') == 1 and result.returncode == 0, result)
    check('no shell', not os.path.exists(folder + '/made'))
    many = ['./many%d' % i for i in range(70)]
    for name in many:
        os.link(folder + '/a.out', os.path.join(folder, name))
    result = inline(folder, b''.join(text_of(frames[:1], name) for name in many + many))
    check('many modules', result.stdout.endswith(b' 140\n'), result)


def check_elsewhere(folder, frames):
    """A module that is not here, and an addr2line that knows where it is."""
    bin_folder = folder + '/elsewhere'
    os.mkdir(bin_folder)
    for program in ('addr2line', 'nm'):
        write_script('%s/%s' % (bin_folder, program),
                     'for a; do shift; case $a in /nosuch/a.out) a=./a.out;; esac; set -- "$@" "$a"; done\n'
                     'exec %s "$@"\n' % shutil.which(program))
    named = {'ADDR2LINE': bin_folder + '/addr2line', 'NM': bin_folder + '/nm'}
    data = text_of(frames[:40], '/nosuch/a.out')
    here = inline(folder, text_of(frames[:40], './a.out')).stdout
    for name, env in (('in ADDR2LINE', named), ('on PATH', {'PATH': bin_folder + ':' + os.environ['PATH']})):
        result = inline(folder, data, **env)
        check('a program %s that finds the module' % name, result.stdout == here and not result.stderr, result)
    several = data + text_of(frames[:40], '/nosuch/b.out') + text_of(frames[:40], '/nosuch/c.out')
    result = inline(folder, several, **named)
    check('a message for each module', result.stderr.count(b'\n') == 2 and result.stderr.count(b'No such file') == 2, result)


def check_trouble(folder, frames):
    data = text_of(frames, './a.out')
    rubbish = os.path.join(folder, 'rubbish')
    write_script(rubbish, 'exec yes "0x1"\n')
    troubles = [('a missing addr2line', {'ADDR2LINE': '/nosuch'}, b"cannot run '/nosuch'"),
                ('one that ends', {'ADDR2LINE': 'true'}, b'no valid answer'),
                ('one that fails', {'ADDR2LINE': 'false'}, b'no valid answer'),
                ('one that prints rubbish', {'ADDR2LINE': rubbish}, b'no valid answer'),
                ('one that repeats', {'ADDR2LINE': 'cat'}, b'no valid answer')]
    for name, env, message in troubles:
        result = inline(folder, data, **env)
        check(name, result.stdout == plain(folder, data) and result.stderr.count(message) == 1 and result.returncode == 0, result)
    gone = text_of(frames, '/nosuch/module')
    result = inline(folder, gone)
    check('a missing module', result.stdout == plain(folder, gone)
          and result.stderr.count(b"'/nosuch/module': No such file") == 1, result)
    result = inline(folder, data, NM='/nosuch')
    check('a missing nm', result.stderr.count(b"cannot run '/nosuch'") == 1 and result.returncode == 0, result)


def check_hostile(folder):
    """Texts that no perf prints: an address written as the one that nm leads to, no symbol at all, a
    module that never ends, offsets without bound, brackets without end."""
    table = subprocess.check_output(['nm', folder + '/a.out'], text=True)
    end = int(re.search(r'^([0-9a-f]+) . _end$', table, re.M)[1], 16)
    start = int(re.search(r'^([0-9a-f]+) . main$', table, re.M)[1], 16)
    os.mkfifo(folder + '/fifo')
    for frames, name in (([('0x%x' % end, '_end+0x0')], './a.out'),
                         ([('%x' % start, 'main+0x0'), ('%x' % (start + 1), '+0x1')], './a.out'),
                         ([('%x' % end, '_end+0xffffffffffffffff')], './a.out'),
                         ([('10', 'foo+0x0')], './fifo'), ([('10', 'foo+0x0')], '[' * 300000)):
        data = text_of(frames, name)
        result = inline(folder, data)
        check('hostile %s' % frames, result.returncode == 0 and result.stdout, result)
        if PERL and name == './a.out':      # it would wait for the fifo, and minutes for the brackets
            check('hostile as Perl %s' % frames, result.stdout == perl(folder, data), result)


def check_options_file(folder, frames):
    """Binutils replaces @FILE by the options in FILE; a module of that name is a file."""
    shutil.copy(folder + '/a.out', folder + '/@options')
    with open(folder + '/options', 'w') as f:
        f.write('--exe=/nosuch\n')
    end = int(re.search(r'^([0-9a-f]+) . _end$', subprocess.check_output(['nm', folder + '/a.out'], text=True), re.M)[1], 16)
    frames = frames + [('0x%x' % end, 'main+0x1')]
    for options in ([], ['--context']):
        named = inline(folder, text_of(frames, '@options'), *options)
        check('a module @FILE', named.stdout.replace(b'@options', b'a.out') == inline(folder, text_of(frames, './a.out'), *options).stdout
              and named.stdout != plain(folder, text_of(frames, '@options')) and not named.stderr, named)


def checks():
    with scratch() as folder:
        frames = build(folder)
        check_names(folder, frames)
        check_modules(folder, frames)
        check_elsewhere(folder, frames)
        check_trouble(folder, frames)
        check_cpp(folder)
        check_hostile(folder)
        check_options_file(folder, frames)


if __name__ == '__main__':
    needs(CC[0], 'nm', 'addr2line')
    if PERL:
        needs('perl')
    main(checks)
