#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares our programs with recorded outcomes of the Perl scripts; needs no Perl.

usage: replay.py --build DIR [--from DIR] [--skip-missing] [PROGRAM...]
The words of TEST_WRAPPER are put before each program, e.g. `valgrind -q --error-exitcode=99`; where that
takes too long, REPLAY_EVERY=N runs one case in N.
Last line: N cases, N identical, N known deviations, N differing. Exit status 1 if any differs.
"""
import argparse
import collections
import json
import lzma
import os
import sys

import compare
import keep
from trial import PROGRAMS, case_from_json, outcome_from_json
from runner import HERE, Bench


def replay(bench, path, every, counts, names):
    """Runs one in `every` cases of a file and adds to the counts."""
    with lzma.open(path, 'rt') as file:
        for number, line in enumerate(file):
            if number % every:
                continue
            record = json.loads(line)
            case = case_from_json(record['case'])
            known = {digest: outcome_from_json(value) for digest, value in record['outcomes'].items()}
            ours = bench.ours.run(case)
            verdict, detail = compare.compare(case, ours, lambda one: known[one.digest()],
                                              bench.ours.help_texts(case.program))
            counts[verdict] += 1
            if verdict == compare.DEVIATION:
                names[detail] += 1
            elif verdict == compare.DIFFERING:
                print(keep.summary(case, known[case.digest()], ours,
                                   '%s case %d: %s' % (case.program, number, detail)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', required=True)
    parser.add_argument('--from', dest='folder', default=os.path.join(HERE, 'recorded'))
    parser.add_argument('--skip-missing', action='store_true', help='leave out programs that are not built')
    parser.add_argument('programs', nargs='*', default=list(PROGRAMS))
    arguments = parser.parse_args()
    bench = Bench(arguments.build, None)
    total, total_names = collections.Counter(), collections.Counter()
    for program in arguments.programs:
        if not bench.ours.path(program):
            print('%s: not built' % program)
            total[compare.DIFFERING] += not arguments.skip_missing
            continue
        counts, names = collections.Counter(), collections.Counter()
        replay(bench, os.path.join(arguments.folder, program + '.json.xz'),
               int(os.environ.get('REPLAY_EVERY', 1)), counts, names)
        print('%s: %s' % (program, compare.summary(counts, names)), flush=True)
        total.update(counts)
        total_names.update(names)
    bench.close()
    print(compare.summary(total, total_names))
    return 1 if total[compare.DIFFERING] or not sum(total.values()) else 0


if __name__ == '__main__':
    sys.exit(main())
