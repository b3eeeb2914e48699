#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ci_diff.py BIN: docs/examples/ci-diff.sh with all outcomes of the gate, and with what can go wrong."""
import collections
import glob
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import check, main, needs, only, ours, run, scratch, write_script

SCRIPT = os.path.join(TOP, 'docs/examples/ci-diff.sh')
RUNS = os.path.join(TOP, 'testdata/foldedcheck/growth')
BEFORE, AFTER = (sorted(glob.glob(os.path.join(glob.escape(RUNS), side + '?'))) for side in ('old', 'new'))
SYSTEM = 'cat mkdir mktemp mv rm sh sleep'.split()
PROGRAMS = ('foldedcheck', 'foldedmerge', 'flamegraph')
RESULTS = ['diff.svg', 'junit.xml', 'report.md']


class Place:
    """A folder with two small builds in it, and a PATH that has nothing but what the script needs."""

    def __init__(self, top):
        self.top, self.bin, self.out = top, os.path.join(top, 'bin'), os.path.join(top, 'ci-diff')
        only(self.bin, SYSTEM, PROGRAMS)
        self.environment = {'PATH': self.bin, 'HOME': '/nowhere', 'LC_ALL': 'C', 'TOP': top}

    def write(self, name, text):
        with open(os.path.join(self.top, name), 'w') as file:
            file.write(text)

    def start(self, *words, **variables):
        return subprocess.Popen(['sh', SCRIPT, *words], cwd=self.top, env=dict(self.environment, **variables),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words, **variables):
        return run(['sh', SCRIPT, *words], cwd=self.top, env=dict(self.environment, **variables))

    def left(self):
        return sorted(os.listdir(self.out)) if os.path.isdir(self.out) else []

    def read(self, name):
        with open(os.path.join(self.out, name), 'rb') as file:
            return file.read()


def direct(*words):
    return run(ours('foldedcheck', *words)).stdout


def sides(options=()):
    return [*options, *BEFORE, '--', *AFTER]


def total(paths):
    """The sum of folded files, sorted: what foldedmerge makes of them."""
    counts = collections.Counter()
    for path in paths:
        with open(path) as file:
            for line in file:
                stack, count = line.rsplit(' ', 1)
                counts[stack] += int(count)
    return ''.join('%s %d\n' % item for item in sorted(counts.items()))


def outcomes():
    for limit, status, words in (('5%', 0, 'the limit is kept'), ('1%', 1, 'a function takes a larger share')):
        with scratch() as top:
            place = Place(top)
            gate = ['--max-growth=' + limit, *BEFORE, '--', *AFTER]
            result = place.run(*gate)
            check('status %d' % status, result.returncode == status and not result.stderr, result)
            check('table', result.stdout == direct(*gate), result)
            check('three files', place.left() == RESULTS, place.left())
            report = place.read('report.md')
            check('report', direct('--markdown', *gate) in report and words.encode() in report, report)
            check('junit', place.read('junit.xml') == direct('--junit', *gate))
            xml.etree.ElementTree.fromstring(place.read('junit.xml'))
            place.write('b', total(BEFORE))
            place.write('a', total(AFTER))
            picture = run(ours('flamegraph', '--diff', '--normalize', '--title=what the build changed',
                               '--subtitle=red grew, blue shrank', 'b', 'a'), cwd=top).stdout
            check('picture', place.read('diff.svg') == picture)
            xml.etree.ElementTree.fromstring(picture)
    with scratch() as top:
        place = Place(top)
        check('the limit is 2 points without one', place.run(*sides()).stdout == direct('--max-growth=2%', *sides()))
        options = ['--self', '--frame=^(parse|gc)$', '--top=1']
        check('other options', place.run(*sides(options)).stdout == direct('--max-growth=2%', *sides(options)))
        check('a version', place.run(*sides(), VERSION='v2').returncode == 1 and b'v2: what the' in place.read('diff.svg'))
        place.run(*sides(), LINK='https://example.org/d.svg')
        check('a link', b'(https://example.org/d.svg)' in place.read('report.md'))
        place.write('-x y', 'app;main;load 510\napp;main;sort 490\n')
        result = place.run('./-x y', '--', './-x y', OUT='-the output')
        check('odd names', result.returncode == 0 and sorted(os.listdir(os.path.join(top, '-the output'))) == RESULTS, result)


def cannot_tell():
    with scratch() as top:
        place = Place(top)
        place.write('old', 'app;main;load 52\napp;main;sort 48\n')
        place.write('new', 'app;main;load 48\napp;main;sort 52\n')
        gate = ['old', '--', 'new']
        for variables, status in (({}, 0), ({'CANNOT_TELL': 'pass'}, 0), ({'CANNOT_TELL': 'fail'}, 3)):
            result = place.run(*gate, **variables)
            check('status 3, %r' % variables, result.returncode == status and result.stderr.count(b'\n') == 1
                  and b'ci-diff.sh: cannot tell: too few samples; record more runs' in result.stderr, result)
            check('files, %r' % variables, place.left() == RESULTS and b'too few samples' in place.read('report.md'))
        refused(place, 'CANNOT_TELL', ['expected pass or fail'], *gate, left=RESULTS, CANNOT_TELL='maybe')


def refused(place, name, words, *operands, left=(), **variables):
    result = place.run(*operands, **variables)
    text = result.stderr.decode()
    check(name, result.returncode == 2 and 'ci-diff.sh: ' in text.splitlines()[-1] and all(word in text for word in words),
          result)
    check('%s: no file' % name, place.left() == list(left), place.left())


def unusable():
    with scratch() as top:
        place = Place(top)
        for name, words, operands in (
                ('no words', ['no AFTER'], []), ('no after', ['no AFTER'], BEFORE), ('no before', ['no BEFORE'], ['--', *AFTER]),
                ('standard input', ["'-' is not a file"], ['-', '--', *AFTER]),
                ('an option among files', ['options come first'], [*BEFORE, '--self', '--', *AFTER]),
                ('an option after --', ['options come first'], [*BEFORE, '--', '--self', *AFTER]),
                ('an output of its own', ['--json is not for'], sides(['--json'])),
                ('a share', ['no --max-share'], sides(['--max-share=2%'])),
                ('a limit in two words', ['in one word'], ['--max-growth', '2%', *sides()])):
            refused(place, name, words, *operands)
        check('these have not made the folder', not os.path.exists(place.out))
        refused(place, 'unknown option', ['--nosuch', 'status 2'], *sides(['--nosuch']))
        refused(place, 'missing file', ['nosuch', 'nothing was compared'], 'nosuch', '--', *AFTER)
        check('results first', place.run(*sides()).returncode == 1 and place.left() == RESULTS)
        place.write('periods', 'a;b 10101010\na;c 20202020\n')
        refused(place, 'periods, and no result of an earlier build', ['periods', '--counts'], 'periods', '--', *AFTER)
        place.write('cut', 'app;main;gc 600\napp;main;idle 15')
        refused(place, 'a cut file', ['cut:2', 'nothing was compared'], *BEFORE, '--', 'cut')
        refused(place, 'a cut file before', ['cut:2', 'nothing was compared'], BEFORE[0], 'cut', '--', *AFTER)
        place.write('file', '')
        result = place.run(*sides(), OUT='file')
        check('a file in place of the folder', result.returncode == 2 and result.stderr.count(b'\n') == 1, result)
        write_script(os.path.join(place.bin, 'flamegraph'), 'echo "<svg"; exit 1')
        refused(place, 'no picture', ['cannot be drawn'], *sides())
        os.remove(os.path.join(place.bin, 'foldedmerge'))
        refused(place, 'no foldedmerge', ['foldedmerge is not in PATH'], *sides())


def github():
    with scratch() as top:
        place = Place(top)
        place.write('summary', 'before\n')
        result = place.run(*sides(['--max-growth=1%']), GITHUB_ACTIONS='true', GITHUB_STEP_SUMMARY=os.path.join(top, 'summary'))
        check('annotations', result.returncode == 1 and
              result.stdout == direct(*sides(['--max-growth=1%'])) + direct('--github', *sides(['--max-growth=1%'])), result)
        with open(os.path.join(top, 'summary'), 'rb') as file:
            check('summary', file.read() == b'before\n' + place.read('report.md'))


def signals():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with scratch() as top:
            place = Place(top)
            write_script(os.path.join(place.bin, 'foldedmerge'), ': > "$TOP/started"; sleep 1; echo half > "$2"')
            process = place.start(*sides())
            end = time.time() + 30
            while time.time() < end and not os.path.exists(os.path.join(top, 'started')):
                time.sleep(0.01)
            process.send_signal(number)
            process.communicate(timeout=30)
            check(number.name, process.returncode == 128 + number, process.returncode)
            check('%s: nothing is left' % number.name, not place.left(), place.left())


needs(*SYSTEM)
main(outcomes, cannot_tell, unusable, github, signals)
