#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much of each Perl script the made-up cases run.

usage: coverage.py [--perl DIR] [--cases N] [--seed S] [PROGRAM...]
Counts lines with code, by perl's hook for debuggers (lib/Devel/SeenLines.pm). A script
has one statement in a line nearly everywhere, so this is as good as statements. Lines
for which no case is wanted yet (--inline) are left out. Exit status 1 below 95 percent.
"""
import argparse
import os
import re
import sys

import runner
from trial import PROGRAMS, script_command, script_of
from generate import generate

WANTED = 95.0
LEFT_OUT = {    # first and last line, as patterns: --inline is not part of the comparison, nor are mounts
    'files': [(r'^\s*\$File::Find::prune', r'^\s*return;')],
    'pkgsplit-perf': [(r'^\s*if \(\$include_tid', r'^\s*} else')],     # constants
    'stackcollapse-perf': [(r'^sub inlineCacheAdd', r'^my @stack;'),
                           (r'^\s*my \$inlineRes = ', r'^\s*next;')],
}


def left_out(program, lines):
    """The numbers of the lines that are not counted."""
    numbers = set()
    for first, last in LEFT_OUT.get(program, []):
        start = next(i for i, line in enumerate(lines) if re.match(first, line))
        end = next(i for i in range(start, len(lines)) if re.match(last, lines[i]))
        numbers.update(range(start + 1, end + 2))
    return numbers


def measure(perl, program, seed, cases, record):
    """(lines that ran, lines that could)."""
    script = os.path.join(perl.scripts, script_of(program))
    environment = {'PERL5LIB': os.path.join(runner.HERE, 'lib'), 'SEEN_LINES': record}
    command = [os.fsencode(word) for word in script_command(perl.scripts, program)]
    command.insert(1, b'-d:SeenLines')
    for index in range(cases):
        case = generate(program, seed, index)
        case.env = {**case.env, **environment}
        perl.folder.fill(case)
        runner.spawn(command + case.argv, case, perl.folder)
    with open(record) as file:
        pairs = [line.split() for line in file]
    with open(script) as file:
        lines = file.read().splitlines()
    # perl takes an `elsif` for part of the statement with the `if`
    ignored = left_out(program, lines) | {i for i, line in enumerate(lines, 1) if re.match(r'\s*(} )?elsif', line)}
    possible = {int(number) for number, _ in pairs} - ignored
    seen = {int(number) for number, ran in pairs if ran == '1'} - ignored
    for number in sorted(possible - seen):
        print('%s:%d: never ran: %s' % (script_of(program), number, lines[number - 1].strip()))
    return len(seen), len(possible)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--perl', default=os.environ.get('FLAMEGRAPH_PERL'))
    parser.add_argument('--cases', type=int, default=300)
    parser.add_argument('--seed', default='1')
    parser.add_argument('programs', nargs='*', default=[one for one in PROGRAMS if script_of(one).endswith('.pl')])
    arguments = parser.parse_args()
    if not arguments.perl:
        parser.error('--perl or FLAMEGRAPH_PERL is wanted')
    bench, worst = runner.Bench(None, arguments.perl, server=False), 100.0
    for program in arguments.programs:
        seen, possible = measure(bench.perl, program, arguments.seed, arguments.cases,
                                 os.path.join(bench.root, program + '.seen'))
        percent = 100.0 * seen / possible
        worst = min(worst, percent)
        print('%s: %d cases, %d of %d lines, %.1f %%' % (program, arguments.cases, seen, possible, percent))
    bench.close()
    return 0 if worst >= WANTED else 1


if __name__ == '__main__':
    sys.exit(main())
