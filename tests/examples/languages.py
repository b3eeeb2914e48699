#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""languages.py BIN [--all] [--show]: runs the commands of docs/LANGUAGES.md, whose tables' functions have to be in the folded files.

Rust, Java and Python 3.13 are run with --all only, where they are installed. With --show, it prints what the commands print, as the document has it.
"""
import os
import re
import shutil
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import check, main, needs, only, run, scratch

DOCUMENT = os.path.join(TOP, 'docs/LANGUAGES.md')
SOURCES = os.path.join(TOP, 'testdata/recordings/src')
PROGRAMS = ('stackcollapse-perf', 'stackcollapse-go', 'stackcollapse-jstack', 'stackcollapse-faulthandler', 'foldedcheck')

# What the sections need: what `.ci/install examples` installs, and what it does not.
INSTALLED = {'C++: perf': 'g++ perf addr2line', 'Go: pprof': 'go', 'Go: perf': 'go perf', 'Node: perf': 'node perf',
             'Python: faulthandler': 'python3'}
OTHERS = {'Rust: perf': 'rustc perf', 'Java: perf': 'javac java jcmd perf', 'Java: jstack': 'javac java jstack',
             'Python: perf': 'python3 perf'}
TABLE = re.compile(r'^(?:within|over) +[\d.]+%  (.+)$', re.M)


def sections():
    """(title, [(commands, sample)]) of the document."""
    with open(DOCUMENT, encoding='utf-8') as file:
        parts = re.split(r'^## (.*)\n', file.read(), flags=re.M)
    for title, text in zip(parts[1::2], parts[2::2]):
        yield title, re.findall(r'```sh\n(.*?)```\n\n```text\n(.*?)```', text, re.S)


def may_record(top):
    return run(['perf', 'record', '-q', '-e', 'cpu-clock', '-g', '-o', os.path.join(top, 'trial'), 'true']).returncode == 0


def lacking(title, top):
    """Why a section is not run here, or None."""
    if title in OTHERS and '--all' not in sys.argv:
        return 'without --all'
    tools = {**INSTALLED, **OTHERS}[title].split()
    missing = [name for name in tools if not shutil.which(name)]
    if missing:
        return 'no ' + ', no '.join(missing)
    if 'perf' in tools and not may_record(top):
        return 'perf may not record here'
    if title == 'Python: perf' and run(['python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 13))']).returncode:
        return 'python3 is older than 3.13'
    if title == 'Rust: perf' and run(['rustc', '--version']).returncode:
        return 'rustc does not run'
    return None


def frames(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return {frame for line in file for frame in line.rsplit(' ', 1)[0].split(';')}


def section(title, blocks, top, cache):
    only(os.path.join(top, 'bin'), (), PROGRAMS)
    work = os.path.join(top, 'work')
    shutil.copytree(SOURCES, work)
    # Go's and Node's own files, and what perf keeps, go to the scratch folder too.
    environment = dict(os.environ, HOME=top, GOCACHE=cache, LC_ALL='C.UTF-8', GOFLAGS='-mod=mod', GO111MODULE='off',
                       PATH=os.path.join(top, 'bin') + ':' + os.environ['PATH'])
    for name in ('CARGO_HOME', 'RUSTUP_HOME', 'PYENV_ROOT'):
        home = os.path.join(os.path.expanduser('~'), '.' + name.split('_')[0].lower())
        if os.path.isdir(home):
            environment.setdefault(name, home)
    for commands, sample in blocks:
        result = run(['bash', '-ec', commands], cwd=work, env=environment)
        if '--show' in sys.argv:
            print('## %s\n%s' % (title, result.stdout.decode()))
        names, path = TABLE.findall(sample), os.path.join(work, commands.split()[-1])
        check('%s: runs' % title, result.returncode == 0 and names, result)
        found = frames(path) if os.path.exists(path) else set()
        for name in names:
            check('%s: %s' % (title, name), name in found, result)


def languages():
    with scratch() as cache:
        each(cache)


def each(cache):
    """Runs the sections; those of Go share what was compiled."""
    titles = []
    for title, blocks in sections():
        titles += [title] * bool(blocks)
        if not blocks:
            continue
        with scratch() as top:
            reason = lacking(title, top)
            if reason:
                print('not run: %s: %s' % (title, reason))
                check('%s is run where its tools are installed' % title, title in OTHERS or 'may not' in reason
                      or not os.environ.get('TESTS_REQUIRED'), reason)
                continue
            section(title, blocks, top, cache)
    check('sections', set(titles) == {*INSTALLED, *OTHERS}, titles)


needs('bash', 'sed', 'sort', 'uniq')
main(languages)
