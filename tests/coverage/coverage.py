#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""coverage.py [--report]: which lines and branches of the programs and the library the tests reach.

Builds with gcov in build/coverage, runs the tests that need no browser, one in three of the recorded cases and some
of the faults, and prints a row for each file. Fails below 95 % of the lines or 85 % of the branches, or if a
line that is not reached is not in uncovered.txt, beside this file. --report: counts what the last run left. Needs
gcovr.

uncovered.txt has a reason, "# TEXT", and below it the lines that it is for: "FILE FUNCTION: LINE", as often as
the function has the line unreached. No number is in it, so it stays right when other lines change; a row whose
line is no longer in that function fails.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(TOP, 'build/coverage')
ROOMS = ('common/', 'stackcollapse/', 'difffolded/', 'flamegraph/')
# Those of tests/fault that open, start and write the most.
SCENARIOS = ['aix', 'cp', 'diff', 'files', 'guess', 'guess <', 'inlined', 'lines', 'merge-o', 'recorded', 'recorded pipe', 'script', 'script feed', 'script slices',
             'script spool', 'threads', 'threads <']
LEAST = {'lines': 95, 'branches': 85}
# No program of ours runs in these, or another build, or a page.
LEFT_OUT = r'^(browser-|completions|example-|faults|library|manual|names-|opened|oracle-|reference|structure|unit-check_simulation)'
FUNCTION = re.compile(r'^(?:[A-Za-z_][^;={}]*?)\b([A-Za-z_]\w*)\((?:[^;{}]*)\)\s*\n\{\n(?:.*?)^\}', re.M | re.S)


def run(*command, **env):
    subprocess.run(command, cwd=TOP, env=dict(os.environ, **env), check=True)


def build():
    os.makedirs(BUILD, exist_ok=True)
    run('gcc', '-c', '-o', BUILD + '/ends.o', HERE + '/ends.c')
    run('cmake', '-G', 'Ninja', '-S', '.', '-B', BUILD, '-DCMAKE_BUILD_TYPE=Debug', '-DFLAMEGRAPH_HARDENING=OFF', '-DCMAKE_C_COMPILER=gcc',
        '-DCMAKE_C_FLAGS=--coverage -fprofile-update=atomic',
        '-DCMAKE_EXE_LINKER_FLAGS=-Wl,--wrap=raise,--wrap=execvp ' + BUILD + '/ends.o')
    run('cmake', '--build', BUILD, '-j', str(os.cpu_count()))
    run('find', BUILD, '-name', '*.gcda', '-delete')


def run_tests():
    """What fails here has failed in the preset "test" before, or fails for want of descriptors or memory for gcov."""
    with open(os.path.join(TOP, 'tests/fault/fault.py')) as file:
        names = re.findall(r"'(\w+)'", re.search(r'^CALLS = \{(.*?)^\}', file.read(), re.M | re.S).group(1))
    calls = ['--call=' + name for name in names if 'alloc' not in name]
    for command in (['ctest', '--test-dir', BUILD, '-E', LEFT_OUT, '-j', str(os.cpu_count()), '-Q', '-O', BUILD + '/tests.log'],
                    [sys.executable, 'tests/fault/fault.py', BUILD + '/bin', *SCENARIOS, *calls]):
        done = subprocess.run(command, cwd=TOP, env=dict(os.environ, REPLAY_EVERY='3'), stdout=subprocess.PIPE)
        print('%s: status %d' % (os.path.basename(command[0]), done.returncode), flush=True)


def measure():
    """{path: (lines, branches)}: {number: count}, {(number, place): count}."""
    report = os.path.join(BUILD, 'coverage.json')
    # gcov prints a count of -1 where a thread counted while a signal ended its program.
    run('gcovr', '--root', TOP, '--object-directory', BUILD, '--json', report, '--gcov-ignore-parse-errors',
        *['--filter=' + room for room in ROOMS], BUILD,
        PYTHONWARNINGS='ignore')
    with open(report) as file:
        files = json.load(file)['files']
    found = {}
    for entry in files:
        lines, branches = {}, {}
        for line in entry['lines']:
            if line.get('gcovr/noncode'):
                continue
            number = line['line_number']
            lines[number] = lines.get(number, 0) + line['count']
            for place, branch in enumerate(line['branches']):
                branches[number, place] = branches.get((number, place), 0) + branch['count']
        found[entry['file']] = lines, branches
    return found


def percent(counts):
    reached = sum(count > 0 for count in counts)
    return reached, len(counts), 100 * reached / len(counts) if counts else 100


def print_table(found):
    """Prints the rows; the percentages of all files."""
    rows = sorted((path, list(lines.values()), list(branches.values())) for path, (lines, branches) in found.items())
    rows.append(('all', [n for row in rows for n in row[1]], [n for row in rows for n in row[2]]))
    print('%-44s %20s %20s' % ('', 'lines', 'branches'))
    for path, lines, branches in rows:
        print('%-44s %6d of %5d %5.1f%% %6d of %5d %5.1f%%' % (path, *percent(lines), *percent(branches)))
    return {'lines': percent(rows[-1][1])[2], 'branches': percent(rows[-1][2])[2]}


def functions(text):
    """The function of each line, by its number."""
    names = {}
    for match in FUNCTION.finditer(text):
        first = text.count('\n', 0, match.start()) + 1
        for number in range(first, first + match.group().count('\n') + 1):
            names[number] = match.group(1)
    return names


def rows_of(path, numbers):
    """How often "FILE FUNCTION: LINE" stands for one of the lines with these numbers."""
    with open(os.path.join(TOP, path)) as file:
        text = file.read()
    names, lines = functions(text), text.split('\n')
    return collections.Counter('%s %s: %s' % (path, names.get(n, '-'), lines[n - 1].strip()) for n in numbers)


def listed():
    with open(os.path.join(HERE, 'uncovered.txt')) as file:
        return collections.Counter(line for line in file.read().splitlines() if line and not line.startswith('#'))


def check_list(found):
    """Prints what is wrong with the list; whether anything is."""
    unreached, all_rows, rows = collections.Counter(), collections.Counter(), listed()
    for path, (lines, _) in found.items():
        unreached += rows_of(path, [n for n, count in lines.items() if count == 0])
        all_rows += rows_of(path, lines)
    for row in (unreached - rows).elements():
        print('not reached, and not in uncovered.txt:', row)
    for row in (rows - all_rows).elements():
        print('in uncovered.txt, but not in the file:', row)
    for row in (rows - unreached - (rows - all_rows)).elements():
        print('(in uncovered.txt, but reached: %s)' % row)
    return bool(unreached - rows) or bool(rows - all_rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--report', action='store_true')
    arguments = parser.parse_args()
    if not arguments.report:
        build()
        run_tests()
    found = measure()
    reached = print_table(found)
    low = [name for name in LEAST if reached[name] <= LEAST[name]]
    for name in low:
        print('%s: not above %d %%' % (name, LEAST[name]))
    return check_list(found) or bool(low)


if __name__ == '__main__':
    sys.exit(main())
