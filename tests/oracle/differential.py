#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares our programs with the Perl scripts on made-up input.

usage: differential.py --build DIR [--perl DIR] [--cases N] [--seed S] [--jobs N] [--keep DIR] PROGRAM...|all
A differing case is kept in a folder below --keep, and there in `reduced` once more, as small
as it could be made. `--only I` runs case I alone. Exit status 1 if any case differs.
"""
import argparse
import collections
import multiprocessing
import os
import sys
import time

import compare
import keep
import reduce
from trial import PROGRAMS
from generate import generate
from runner import Bench, Oracle

REDUCE_RUNS = 400   # at most so many runs to make a case small
bench = None        # of this process


def start_worker(arguments):
    global bench
    bench = Bench(arguments.build, arguments.perl, not arguments.fresh)
    multiprocessing.util.Finalize(bench, bench.close, exitpriority=10)


def judge(case):
    """(verdict, detail), our outcome, the oracle that was asked."""
    oracle, ours = Oracle(bench.perl), bench.ours.run(case)
    return compare.compare(case, ours, oracle, bench.ours.help_texts(case.program)), ours, oracle


def run_case(task):
    arguments, program, index = task
    case = generate(program, arguments.seed, index)
    (verdict, detail), ours, oracle = judge(case)
    if verdict == compare.DIFFERING and arguments.keep:
        folder = os.path.join(arguments.keep, '%s-%s-%d' % (program, arguments.seed, index))
        keep.keep(case, oracle(case), ours, folder, '%s case %d of seed %s: %s' % (program, index, arguments.seed, detail))
        if arguments.reduce:
            keep_reduced(case, os.path.join(folder, 'reduced'))
    return index, verdict, detail


def keep_reduced(case, folder):
    small = reduce.Reducer(case, lambda one: judge(one)[0], REDUCE_RUNS).reduce()
    (_, detail), ours, oracle = judge(small)
    keep.keep(small, oracle(small), ours, folder, '%s: %s' % (case.program, detail))


def run_program(pool, arguments, program):
    """Runs all cases of a program; the number of those that differ."""
    indices = [arguments.only] if arguments.only is not None else range(arguments.cases)
    tasks = [(arguments, program, index) for index in indices]
    counts, names, start = collections.Counter(), collections.Counter(), time.time()
    for done, (index, verdict, detail) in enumerate(pool.imap_unordered(run_case, tasks, 8), 1):
        counts[verdict] += 1
        if verdict == compare.DEVIATION:
            names[detail] += 1
        elif verdict == compare.DIFFERING:
            print('%s case %d of seed %s: %s' % (program, index, arguments.seed, detail), file=sys.stderr)
        if done % 1000 == 0:
            print('%s: %d of %d, %d differing, %.0f s' % (program, done, len(tasks), counts[compare.DIFFERING],
                                                          time.time() - start), file=sys.stderr)
    print('%s: %s' % (program, compare.summary(counts, names)), flush=True)
    return counts[compare.DIFFERING]


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', required=True, help='folder with our programs (or with bin/ in it)')
    parser.add_argument('--perl', default=os.environ.get('FLAMEGRAPH_PERL'), help='folder with the Perl scripts [$FLAMEGRAPH_PERL]')
    parser.add_argument('--cases', type=int, default=500)
    parser.add_argument('--seed', default='1')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--only', type=int, help='only case number ONLY')
    parser.add_argument('--keep', help='folder for differing cases')
    parser.add_argument('--no-reduce', dest='reduce', action='store_false', help='keep differing cases as they are')
    parser.add_argument('--fresh', action='store_true', help='a fresh perl for each case: slower')
    parser.add_argument('programs', nargs='+', choices=PROGRAMS + ('all',), metavar='PROGRAM')
    arguments = parser.parse_args()
    if not arguments.perl:
        parser.error('--perl or FLAMEGRAPH_PERL is wanted')
    return arguments


def main():
    arguments = read_arguments()
    programs = PROGRAMS if 'all' in arguments.programs else arguments.programs
    differing = 0
    with multiprocessing.Pool(arguments.jobs, start_worker, (arguments,)) as pool:
        for program in programs:
            if not os.path.exists(os.path.join(arguments.build, program)) and \
                    not os.path.exists(os.path.join(arguments.build, 'bin', program)):
                print('%s: not built' % program)
                differing += 1
                continue
            differing += run_program(pool, arguments, program)
        pool.close()
        pool.join()
    return 1 if differing else 0


if __name__ == '__main__':
    sys.exit(main())
