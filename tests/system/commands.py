#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""commands.py BIN [--accept]: every command in README.md, the other documents beside it, and docs/*.md is run.

A command is an indented block, or one between ``` and ```, or ```sh and ```. What is no command, such as a sample,
stands between ```text, ```c and so on. The commands of a document are run in order in a scratch folder that has
testdata/, with our programs, a few of the system's and those of stand_ins.py: nothing else is found. One that cannot
be run here is in NOT_RUN.

The pictures docs/palette-*.svg are made by commands of docs/GUIDE.md and have to be as those draw them; --accept takes
what they draw.
"""
import glob
import os
import re
import shutil
import sys
import xml.etree.ElementTree

import stand_ins
from harness import BIN, check, main, needs, run, scratch, write_script

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = sorted(glob.glob(os.path.join(TOP, '*.md')) + glob.glob(os.path.join(TOP, 'docs/*.md')))
sys.path.insert(0, os.path.join(TOP, 'tests/oracle'))
from svg_normal import normal_form

# Commands that are not run, and why.
NOT_RUN = (
    (r'sh \.ci/install .*', 'installs packages; tests/fresh.sh and CI run it'),
    (r'sudo .*', 'needs root'),
    (r'docker .*', 'needs a container'),
    (r'cd docs/examples/go && .*|build/(collapser|renderer) .*|(perf script \|\s*)?curl .*',
     'needs Go; tests/examples/services.py runs the services'),
    (r'kubectl .*', 'needs a cluster; tests/examples/manifests.py checks the files'),
    (r'promtool .*', 'needs promtool; tests/examples/manifests.py runs it'),
    (r'gate-metrics\.sh .*', 'needs jq; tests/examples/gate_metrics.py runs it'),
    (r'tests/bench/(run|recording)\.py .*|node tests/bench/browser\.js .*', 'takes minutes, and needs the Perl scripts'),
    (r'sh tests/release\.sh', 'takes hours, and needs root'),
    (r'sh tests/machines\.sh\b.*', 'builds for other machines, for minutes'),
    (r'(zcat .*)?sh docs/examples/fleet\.sh .*', 'needs several hosts; the test example-fleet runs it'),
    (r'mapred streaming .*', 'Debian has no Hadoop; the test example-fleet-engines runs its commands'),
    (r'.*acme.*', 'is about a program that does not exist'),
    (r'docs/man/generate\.py .*', 'changes the source tree; the test `reference` runs it with --check'),
)
# Documents whose commands another test runs, with the programs themselves.
RUN_BY = {'docs/LANGUAGES.md': 'tests/examples/languages.py'}
SYSTEM = ('awk bash cat cp cut date env grep gzip head ln ls mkdir mktemp mv paste python3 rm sed sh sort tail tee '
          'touch tr uniq wc zcat').split()


class Scratch:
    """A folder for the commands of one document, and what they may call."""

    def __init__(self, top):
        self.folder, self.path = os.path.join(top, 'work'), os.path.join(top, 'bin')
        os.makedirs(os.path.join(self.folder, 'docs'))
        os.mkdir(self.path)
        os.symlink(os.path.join(TOP, 'testdata'), os.path.join(self.folder, 'testdata'))
        for name in SYSTEM:
            os.symlink(sys.executable if name == 'python3' else shutil.which(name), os.path.join(self.path, name))
        for name in os.listdir(BIN):
            os.symlink(os.path.join(BIN, name), os.path.join(self.path, name))
        for name in stand_ins.PROGRAMS:
            self.stand_in(name, 'exec python3 -I -S "$SOURCE/tests/system/stand_ins.py" %s "$@"\n' % name)
        for name, script in (('jmaps', ':'), ('pgrep', 'echo 4711'), ('seq', 'echo 1'), ('sleep', ':')):
            self.stand_in(name, script + '\n')
        self.environment = {'PATH': self.path, 'HOME': self.folder, 'SOURCE': TOP, 'LC_ALL': 'C.UTF-8'}

    def stand_in(self, name, script):
        path = os.path.join(self.path, name)
        if os.path.lexists(path):
            os.remove(path)
        write_script(path, script)

    def run(self, command):
        return run([os.path.join(self.path, 'bash'), '-c', 'set -euo pipefail\n' + command], cwd=self.folder,
                   env=self.environment)

    def is_whole(self, command):
        result = run([os.path.join(self.path, 'bash'), '-n', '-c', command])
        return result.returncode == 0 and not command.endswith('\\')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def blocks(text):
    """The blocks of commands in a document, as lists of lines."""
    fence, block, after_blank = None, [], True
    for line in text.split('\n'):
        mark = re.fullmatch(r'\s*```(\w*)\s*', line)
        indented = fence is None and re.match(r' {4}', line) and (after_blank or block)
        if not mark and line.strip() and (indented or fence in ('', 'sh')):
            block.append(line.strip() if fence is None else line)
        elif block:
            yield block
            block = []
        if mark:
            fence = mark[1] if fence is None else None
        after_blank = not line.strip()
    if block:
        yield block


def commands(text, place):
    """The commands of a document; a line that ends in the middle of one is joined with the next."""
    for block in blocks(text):
        command = ''
        for number, line in enumerate(block, 1):
            command += line
            if number == len(block) or place.is_whole(command):
                yield command
                command = ''
            else:
                command += '\n'


def row(command):
    """The row of NOT_RUN for a command."""
    return next((pattern for pattern, _ in NOT_RUN if re.fullmatch(pattern, command, re.S)), None)


def wrong_files(command, place):
    """The files that a command should have written, and what is wrong with them."""
    for name in re.findall(r'(?<!\d)>\s*([\w./-]+\.\w+)', command):
        path = os.path.join(place.folder, name)
        if not os.path.exists(path) or not os.path.getsize(path):
            yield '%s is missing or empty' % name
        elif name.endswith('.svg'):
            xml.etree.ElementTree.parse(path)
            if read(path).count('<rect ') < 4:
                yield '%s has no frames' % name


def outcomes(text, place):
    """(command, the row of NOT_RUN that it has or None, what is wrong with it) for each command of a document."""
    for command in commands(text, place):
        wrong = []
        if not row(command):
            result = place.run(command)
            wrong = [result] if result.returncode != 0 else list(wrong_files(command, place))
        yield command, row(command), wrong


def documents():
    needs(*SYSTEM)
    used, count = set(), 0
    for path in PAGES:
        name = os.path.relpath(path, TOP)
        if name in RUN_BY:
            check('%s runs %s' % (RUN_BY[name], name), os.path.basename(path) in read(os.path.join(TOP, RUN_BY[name])))
            continue
        with scratch() as top:
            place = Scratch(top)
            for command, pattern, wrong in outcomes(read(path), place):
                check('%s: %s' % (name, command), not wrong, *wrong)
                used.add(pattern)
                count += 1
            if name == 'docs/GUIDE.md':
                pictures(place)
    for pattern, reason in NOT_RUN:
        check('no document has a command %s, which %s' % (pattern, reason), pattern in used)
    check('commands', count > 40, count)


def pictures(place):
    drawn = glob.glob(os.path.join(place.folder, 'docs/palette-*.svg'))
    if '--accept' in sys.argv:
        for path in drawn:
            shutil.copy(path, os.path.join(TOP, 'docs'))
    kept = glob.glob(os.path.join(TOP, 'docs/palette-*.svg'))
    check('pictures', sorted(map(os.path.basename, drawn)) == sorted(map(os.path.basename, kept)), drawn)
    for path in kept:
        name = os.path.relpath(path, TOP)
        with open(path, 'rb') as file, open(os.path.join(place.folder, name), 'rb') as again:
            check('%s is as its command draws it' % name, normal_form(file.read()) == normal_form(again.read()))


def anchors(text):
    """The fragments of a document's headings, as GitHub and GitLab make them."""
    titles = re.findall(r'^#+ (.*)', re.sub(r'```.*?```', '', text, flags=re.S), re.M)
    return [re.sub(r'[^\w -]', '', title.lower()).replace(' ', '-') for title in titles]


def links():
    """A link within the tree leads somewhere."""
    for path in PAGES:
        for target in re.findall(r'\]\(([^()\s]*)\)', read(path)):
            if '://' in target:
                continue
            name, _, fragment = target.partition('#')
            to = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
            check('%s: %s' % (os.path.relpath(path, TOP), target),
                  os.path.exists(to) and (not fragment or fragment in anchors(read(to))))


def broken():
    """This test notices what it is for."""
    with scratch() as top:
        place = Scratch(top)
        for text in ('    perf script | stackcollapse-perf\n', '    perf record -g --call-graf fp ./app\n',
                     '    echo "a;b 1" | flamegraph --colours=java > a.svg\n', '```\nnosuch-program\n```\n',
                     '    : > b.svg\n', '    for name in a b; do\n', '    cmake -B build -DFLAMEGRAPH_NOSUCH=ON\n',
                     '    cmake --workflow --preset nosuch\n', '    false | cat\n'):
            found = list(outcomes('Text\n\n' + text, place))
            check('noticed: ' + text, len(found) == 1 and found[0][2], found)
        sample = 'Text\n    more of it\n\n```text\nnosuch-program\n```\n'
        check('a sample is not run', not list(outcomes(sample, place)))


main(links, broken, documents)
