#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""structure.py [--table]: holds the tree to its own rules.

An include points down, never up or sideways; no file has more than 400 lines, no function
more than 60, no line more than 100 columns; each room has a README. Each repair in
docs/FIXES.md has a case, and each case a row. Each source file names its licence, the
packages have the version of CMakeLists.txt, and the files that documents name exist. --table
prints what was measured.
"""
import collections
import glob
import os
import re
import statistics
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MOST_LINES, MOST_FUNCTION_LINES, MOST_COLUMNS = 400, 60, 100

# What each room may include beside itself. A room sees what is listed, and nothing of
# what that sees.
COMMON = ['base', 'perl', 'awk', 'python', 'io', 'folded', 'documents', 'perfscript', 'recognize', 'merge',
          'perfdata', 'symbols']
ROOMS = {
    'common/base': [],
    'common/perl': ['base'],
    'common/awk': ['base', 'perl'],
    'common/python': ['base'],
    'common/io': ['base', 'perl'],
    'common/folded': ['base', 'perl', 'io'],
    'common/documents': ['base', 'io'],
    'common/perfscript': ['base'],
    'common/recognize': ['base', 'io'],
    'common/symbols': ['base', 'io'],
    'common/perfdata': ['base', 'io', 'perfscript'],
    'common/merge': ['base', 'perl', 'io', 'folded', 'recognize'],
    'stackcollapse': COMMON,
    'stackcollapse/formats': COMMON + ['stackcollapse'],
    'stackcollapse/perf': COMMON + ['stackcollapse'],
    'stackcollapse/perf/recording': ['base', 'io', 'perfdata', 'symbols'],
    'stackcollapse/perf/inline': COMMON + ['stackcollapse', 'stackcollapse/perf'],
    'stackcollapse/tools': COMMON + ['stackcollapse'],
    'difffolded': COMMON,
    'difffolded/check': COMMON + ['difffolded'],
    'flamegraph': COMMON,
    'flamegraph/assets': [],
}
# The exceptions: --inline and recordings are parts of stackcollapse-perf and are called by it.
ALSO = {'stackcollapse/perf': ['stackcollapse/perf/inline', 'stackcollapse/perf/recording']}
REPEATED_VERSIONS = [
    ('docs/packaging/APKBUILD', r'^pkgver=%s$'),
    ('docs/packaging/debian/changelog', r'\Aflamegraph-c \(%s-'),
    ('docs/packaging/default.nix', r'^ +version = "%s";$'),
    ('docs/packaging/flamegraph-c.rb', r'flamegraph-c-%s\.tar\.gz"$'),
    ('docs/packaging/flamegraph-c.spec', r'^Version: +%s$'),
    ('docs/packaging/flamegraph-c.spec', r'^%%changelog\n.* - %s-'),
]
# In two parts, lest `reuse` reads it as this file's own.
TAG = 'SPDX-License-' 'Identifier: MIT'
MADE_BY_THE_BUILD = ['version.h', 'assets.h']
PROGRAMS = ['common', 'stackcollapse', 'difffolded', 'flamegraph']

FUNCTION = re.compile(r'^(?:[A-Za-z_][^;={}]*?)\b([A-Za-z_]\w*)\((?:[^;{}]*)\)\s*\n\{\n(.*?)^\}', re.M | re.S)


def read(path):
    with open(os.path.join(TOP, path), encoding='utf-8') as file:
        return file.read()


def sources(tops, endings=('.c', '.h')):
    for top in tops:
        for folder, _, names in sorted(os.walk(os.path.join(TOP, top))):
            if 'node_modules' in folder:
                continue
            for name in sorted(names):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(folder, name), TOP)


def room_of_include(path, include):
    """The room that an include of the file `path` is in, or None."""
    own = os.path.dirname(path)
    for folder in ('common', own.split('/')[0], own):
        target = os.path.join(folder, include)
        if os.path.exists(os.path.join(TOP, target)):
            return os.path.dirname(target)
    return None


def wrong_includes():
    for path in sources(PROGRAMS):
        room = os.path.dirname(path)
        if room not in ROOMS:
            yield '%s: no rule says what this folder may include' % path
            continue
        allowed = [other if '/' in other or other in ROOMS else 'common/' + other
                   for other in ROOMS[room] + ALSO.get(room, [])] + [room]
        for include in re.findall(r'^#include "([^"]+)"', read(path), re.M):
            other = room_of_include(path, include)
            if other is None and include not in MADE_BY_THE_BUILD:
                yield '%s: "%s" is not in a folder that it may include' % (path, include)
            elif other is not None and other not in allowed:
                yield '%s: "%s" points to %s, which %s may not include' % (path, include, other, room)


def functions():
    """(lines, path, name) of each function of the programs."""
    for path in sources(PROGRAMS):
        for match in FUNCTION.finditer(read(path)):
            yield match.group(2).count('\n'), path, match.group(1)


def long_files():
    for path in sources(PROGRAMS + ['tests', 'docs'], ('.c', '.h', '.js', '.css', '.py')):
        lines = read(path).count('\n')
        if lines > MOST_LINES:
            yield '%s: %d lines, more than %d' % (path, lines, MOST_LINES)


def long_functions():
    for lines, path, name in functions():
        if lines > MOST_FUNCTION_LINES:
            yield '%s: %s() has %d lines, more than %d' % (path, name, lines, MOST_FUNCTION_LINES)


def bad_layout():
    """Lines that a reader's window cuts, tabs, and blanks at the end."""
    for path in sources(PROGRAMS + ['tests/unit']):
        for number, line in enumerate(read(path).split('\n'), 1):
            if len(line) > MOST_COLUMNS or '\t' in line or line != line.rstrip():
                yield '%s:%d: longer than %d columns, or a tab, or blanks at the end' % (path, number, MOST_COLUMNS)


def untagged_sources():
    for path in sources(PROGRAMS + ['tests', 'docs'], ('.c', '.h', '.js', '.py', '.sh')):
        # The page's script goes into the pictures.
        if not path.startswith('flamegraph/assets/') and TAG not in read(path)[:100]:
            yield '%s: no "%s" in its first lines' % (path, TAG)


def rows_without_cases():
    """What docs/FIXES.md lists and the `deviation` files of the cases name has to be the same."""
    listed = set(re.findall(r'^\| (F\d+) \|', read('docs/FIXES.md'), re.M))
    named = set()
    for path in glob.glob(os.path.join(TOP, 'testdata', '*', '*', 'deviation')):
        named.update(re.findall(r'\bF\d+\b', read(os.path.relpath(path, TOP))))
    for row in sorted(listed - named):
        yield 'docs/FIXES.md: no case in testdata/ names %s' % row
    for row in sorted(named - listed):
        yield 'testdata: a case names %s, which docs/FIXES.md does not have' % row


def wrong_versions():
    """The version is in CMakeLists.txt; what repeats it says the same."""
    version = re.search(r'^project\(flamegraph-c VERSION ([\d.]+)', read('CMakeLists.txt'), re.M).group(1)
    for path, line in REPEATED_VERSIONS:
        if not re.search(line % re.escape(version), read(path), re.M):
            yield '%s: not version %s' % (path, version)


def missing_readmes():
    for room in ROOMS:
        if not os.path.exists(os.path.join(TOP, room, 'README.md')):
            yield '%s: no README.md says what is in it' % room


def missing_paths():
    """Documents name files that exist; those of "acme" are an example."""
    tops = PROGRAMS + ['docs', 'tests']
    named = re.compile(r'(?<![\w./])((?:%s)/[\w./-]+\.(?:c|h|md|py|sh|js|txt))\b' % '|'.join(tops))
    for path in glob.glob('*.md', root_dir=TOP) + list(sources(tops, ('.md',))):
        for target in named.findall(read(path)):
            if 'acme' not in target and not os.path.exists(os.path.join(TOP, target)):
                yield '%s: there is no %s' % (path, target)


def print_table():
    files = list(sources(PROGRAMS))
    lengths = [read(path).count('\n') for path in files]
    found = list(functions())
    formats = [read(path).count('\n') for path in files
               if path.startswith('stackcollapse/formats/') and 'int main(' in read(path)]
    statics = collections.defaultdict(set)
    for path in files:
        for name in re.findall(r'^static [^;={}()]*?\b(\w+)\(', read(path), re.M):
            if path.endswith('.c'):
                statics[name].add(path)
    print('files %d, lines %d' % (len(files), sum(lengths)))
    print('file: median %d, longest %d (%s)' % (statistics.median(lengths), *max(zip(lengths, files))))
    print('function: median %d, longest %d (%s: %s)' % (statistics.median(n for n, _, _ in found), *max(found)))
    if formats:
        print('format file: median %d, longest %d' % (statistics.median(formats), max(formats)))
    shared = sorted(name for name, paths in statics.items() if len(paths) > 2)
    print('static names in more than two files: %d (%s)' % (len(shared), ', '.join(shared)))


def main():
    if '--table' in sys.argv[1:]:
        print_table()
        return 0
    problems = [problem for rule in (wrong_includes, long_files, long_functions, bad_layout, missing_readmes,
                                        rows_without_cases, untagged_sources, wrong_versions, missing_paths)
                for problem in rule()]
    for problem in problems:
        print(problem)
    checked = len(list(sources(PROGRAMS)))
    print('%d passed, %d failed' % (checked, len(problems)))
    return bool(problems) or checked == 0


if __name__ == '__main__':
    sys.exit(main())
