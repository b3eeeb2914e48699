#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""library.py BIN [all]: libperfscript, as it is installed.

Its symbols, a program in C with the static and the shared library, and the example of its manual page. With `all`
also C++, pkg-config, CMake and the ABI, which need more programs: g++, pkg-config, abidiff. With sanitizers, whose
flags CFLAGS has then, only the program with two threads.
"""
import glob
import os
import re
import shlex
import sys

from harness import BIN, SANITIZED, WRAPPER, check, main, needs, run, scratch

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(TOP, 'tests/system/library')
EXAMPLE = os.path.join(TOP, 'docs/examples/processes.c')
RECORDING = os.path.join(TOP, 'testdata/recordings/node-lisp.perf.txt')
ABI = os.path.join(TOP, 'common/perfscript/abi/x86_64-linux-gnu.xml')
CC, CXX, CMAKE = os.environ.get('CC', 'cc'), os.environ.get('CXX', 'c++'), os.environ.get('CMAKE', 'cmake')
STRICT = ['-Wall', '-Wextra', '-pedantic', '-Werror']
# What the library may need of libc: it prints nothing, opens nothing, and does not end the process.
LIBC = {'malloc', 'calloc', 'realloc', 'free', 'memchr', 'memcmp', 'memcpy', 'memmove', 'memset', 'strlen', 'strchr'}


def read(path, mode='r'):
    with open(path, mode) as file:
        return file.read()


def succeeds(name, command, **more):
    result = run(command, **more)
    check(name, result.returncode == 0 and not result.stderr, result)
    return result.stdout.decode()


def symbols(path, *options):
    """The name and the type of each symbol."""
    result = run(['nm', '-P', *options, path])
    check('nm ' + ' '.join(options), result.returncode == 0, result)
    lines = [line.split() for line in result.stdout.decode().splitlines() if not line.endswith(':')]
    return [(words[0].split('@')[0], words[1]) for words in lines]


def check_symbols(prefix):
    needs('nm')
    defined = [name for name, kind in symbols(prefix + '/lib/libperfscript.a', '-g') if kind not in 'UwV']
    check('static symbols', len(defined) > 12 and all(name.startswith('perfscript_') for name in defined), defined)
    exported = {name for name, kind in symbols(prefix + '/lib/libperfscript.so', '-D', '--defined-only') if kind == 'T'}
    declared = set(re.findall(r'^[a-z].*?\b\*?(perfscript_\w+)\(', read(prefix + '/include/perfscript.h'), re.M))
    declared -= {'perfscript_sample_handler', 'perfscript_line_handler'}
    check('exported symbols', exported == declared, exported ^ declared)
    needed = {name for name, kind in symbols(prefix + '/lib/libperfscript.so', '-D') if kind == 'U'}
    # "__memcpy_chk" is memcpy() with hardening; "__stack_chk_fail" is the hardening's own.
    needed = {re.sub(r'^__(\w+)_chk$', r'\1', name) for name in needed} - {'__stack_chk_fail'}
    check('needed symbols', needed <= LIBC, needed - LIBC)


def check_program(name, program, folder):
    output = succeeds(name, [program], data=read(RECORDING, 'rb'), env=dict(os.environ, LD_LIBRARY_PATH=folder + '/lib'))
    check(name + ': output', output == EXPECTED, output, EXPECTED)


def expected_counts():
    """What the example prints: for each process its samples, by the headers of the recording."""
    counts = {}
    for number in re.findall(r'^\S.*?\s(\d+)(?:/\d+)?\s+(?:\[\d+\]\s+)?\d+\.\d+:', read(RECORDING), re.M):
        counts[number] = counts.get(number, 0) + 1
    return ''.join('%s %d\n' % item for item in counts.items())


EXPECTED = expected_counts()


def linked(prefix, static):
    return [prefix + '/lib/libperfscript.a'] if static else ['-L' + prefix + '/lib', '-lperfscript']


def compile_c(prefix, folder):
    for static in (True, False):
        program = os.path.join(folder, 'c-%d' % static)
        succeeds('compile C', [CC, '-std=c99', *STRICT, '-o', program, EXAMPLE, '-I' + prefix + '/include',
                               *linked(prefix, static)])
        check_program('C, ' + ('static' if static else 'shared'), program, prefix)


def two_threads(prefix, folder):
    program = os.path.join(folder, 'threads')
    flags = shlex.split(os.environ.get('CFLAGS', ''))
    succeeds('compile threads', [CC, *STRICT, *flags, '-pthread', '-o', program, HERE + '/threads.c',
                                 '-I' + prefix + '/include', *linked(prefix, True)])
    output = succeeds('two threads', [*WRAPPER, program, RECORDING])
    check('two threads: output', output.split()[0] == str(sum(int(n) for n in EXPECTED.split()[1::2])), output)


def manual_example(prefix, folder):
    page = read(os.path.join(TOP, 'docs/man/perfscript.3'))
    text = page[page.index('.Sh EXAMPLES'):]
    code = text[text.index('#include'):text.index('\n.Ed')].replace(r'\e', '\\')
    source = os.path.join(folder, 'manual.c')
    with open(source, 'w') as file:
        file.write(code)
    program = os.path.join(folder, 'manual')
    succeeds('compile the manual', [CC, '-std=c99', *STRICT, '-o', program, source, '-I' + prefix + '/include',
                                    *linked(prefix, True)])
    output = succeeds('manual', [program], data=read(RECORDING, 'rb'))
    check('manual: output', re.fullmatch(r'\d+ \d\d+\n', output), output)


def compile_cxx(prefix, folder):
    environment = dict(os.environ, PKG_CONFIG_PATH=prefix + '/lib/pkgconfig')
    # pkg-config prints what is for a shell.
    flags = 'pkg-config --cflags --libs perfscript'
    for name, command in (('C', '"%s" -std=c99' % CC), ('C++', '"%s" -std=c++11 -x c++' % CXX)):
        program = os.path.join(folder, 'pkg-' + name)
        succeeds('pkg-config, ' + name, ['sh', '-c', 'eval %s %s -o \'"$1"\' \'"$2"\' "$(%s)"' % (
            command, ' '.join(STRICT), flags), 'sh', program, EXAMPLE], env=environment)
        check_program('pkg-config, ' + name, program, prefix)


def cmake_package(prefix, folder):
    build = os.path.join(folder, 'uses')
    succeeds('CMake', [CMAKE, '-S', HERE, '-B', build, '-DEXAMPLE=' + EXAMPLE, '-DCMAKE_PREFIX_PATH=' + prefix,
                       '-DCMAKE_C_COMPILER=' + CC, '-DCMAKE_CXX_COMPILER=' + CXX])
    succeeds('CMake, build', [CMAKE, '--build', build])
    for language in ('c', 'cxx'):
        for kind in ('perfscript', 'shared', 'static'):
            check_program('CMake, %s, %s' % (language, kind), os.path.join(build, language + '-' + kind), prefix)


def abi(folder):
    if os.uname().machine != 'x86_64':
        return
    build = os.path.join(folder, 'abi')
    succeeds('ABI, configure', [CMAKE, '-S', TOP, '-B', build, '-DCMAKE_BUILD_TYPE=Debug', '-DBUILD_TESTING=OFF'])
    succeeds('ABI, build', [CMAKE, '--build', build, '--target', 'fg-perfscript-shared'])
    library, = [path for path in glob.glob(build + '/common/perfscript/libperfscript.so.*') if not os.path.islink(path)]
    if '--accept' in sys.argv:
        dump = ['abidw', '--no-comp-dir-path', '--no-corpus-path', '--no-show-locs', library]
        with open(ABI, 'w') as file:
            file.write(succeeds('abidw', dump))
    result = run(['abidiff', '--no-show-locs', ABI, library])
    check('ABI', result.returncode == 0 and not result.stdout, result)


def library():
    complete = 'all' in sys.argv
    needs(CC, CMAKE, *(['abidiff', 'abidw', 'pkg-config', CXX] if complete else []))
    with scratch() as folder:
        prefix = os.path.join(folder, 'installed')
        succeeds('install', [CMAKE, '--install', os.path.dirname(BIN), '--prefix', prefix, '--component', 'library'])
        two_threads(prefix, folder)
        if SANITIZED:
            return
        check_symbols(prefix)
        compile_c(prefix, folder)
        manual_example(prefix, folder)
        if complete:
            compile_cxx(prefix, folder)
            cmake_package(prefix, folder)
            abi(folder)


main(library)
