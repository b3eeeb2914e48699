#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""folded.py --build BUILD [OPTION...]: measures foldedmerge and foldedcheck beside other programs.

    merge   64 sorted files, 4 GB, of which each has half of the stacks: foldedmerge, `sort -m | awk`, and DuckDB
            where --duckdb names a folder of node_modules with @duckdb/node-api
    check   ten files of 130 MB, five a side: foldedcheck, and awk, which only counts the samples of each function

The output of foldedmerge has to be that of the others. The sizes are multiplied by --scale.
"""
import argparse
import os
import subprocess
import sys

from contenders import Contender, run_all
from run import make_input
import report

HERE = os.path.dirname(os.path.abspath(__file__))
C = {**os.environ, 'LC_ALL': 'C'}
# The sum of the counts of equal stacks that follow each other, and of the functions in each stack.
SUM = r'''{ n = $NF; sub(/ [0-9]+$/, ""); if ($0 != last) { if (NR > 1) printf "%s %.0f\n", last, sum; last = $0; sum = 0 }
sum += n } END { printf "%s %.0f\n", last, sum }'''
FUNCTIONS = r'''{ n = $NF; sub(/ [0-9]+$/, ""); k = split($0, frame, ";"); total += n
for (i = 1; i <= k; i++) if (seen[frame[i]] != NR) { seen[frame[i]] = NR; sum[frame[i]] += n } }
END { for (f in sum) print f, sum[f] / total }'''

CALLED = {'ours': 'this project', 'sort': '`sort -m \\| mawk`', 'awk': '`mawk`', 'duckdb': 'DuckDB', 'cat': '`cat`'}


def vary(source, to, seed, share):
    """A share of the lines of a sorted file, with other counts."""
    if os.path.exists(to):
        return to
    with open(to + '.part', 'wb') as out:
        subprocess.run(['awk', 'BEGIN { srand(%d) } rand() < %g { $NF = 1 + int(rand() * 100); print }' % (seed, share), source],
                       stdout=out, check=True)
    os.rename(to + '.part', to)
    return to


def measure(name, about, contenders, options):
    sys.stderr.write(name + ' ')
    for number, contender in enumerate(contenders):
        if contender.side not in ('wc', 'cat'):
            contender.output = os.path.join(options.work, '%s-output-%d' % (name, number))
    run_all(contenders, options.runs, options.limit)
    outputs = [contender.output for contender in contenders if contender.side not in ('wc', 'cat') and contender.runs]
    same = None
    if name == 'merge':
        same = all(subprocess.call(['cmp', outputs[0], output]) == 0 for output in outputs[1:])
    rows = [[CALLED[contender.side], *report.measurements(contender)[1:]] for contender in contenders]
    print('### %s: %s\n' % (name, about))
    if same is not None:
        print('- output: %s\n' % ('the same' if same else 'DIFFERENT'))
    print(report.table(report.MEASURED, rows), flush=True)
    return same is not False


def merge(source, options):
    files = [vary(source, os.path.join(options.work, 'host-%02d' % i), i, 0.5) for i in range(64)]
    size = sum(map(os.path.getsize, files))
    subprocess.run(['cat', *files], stdout=subprocess.DEVNULL, check=True)
    contenders = [Contender('ours', [[os.path.join(options.build, 'bin/foldedmerge'), *files]], size=size),
                  Contender('sort', [['env', 'LC_ALL=C', 'sort', '-m', '-t', '\x01', *files],
                                     ['env', 'LC_ALL=C', 'mawk', SUM]], size=size)]
    if options.duckdb:
        contenders.append(Contender('duckdb', [['env', 'NODE_PATH=' + os.path.abspath(options.duckdb), 'node',
                                                os.path.join(HERE, 'folded_duckdb.js'), *files]], size=size))
    contenders.append(Contender('cat', [['cat', *files]], size=size))
    return measure('merge', '64 sorted files, %.1f GB' % (size / 1e9), contenders, options)


def check(source, options):
    files = [vary(source, os.path.join(options.work, 'run-%d' % i), 100 + i, 2) for i in range(10)]
    size = sum(map(os.path.getsize, files))
    subprocess.run(['cat', *files], stdout=subprocess.DEVNULL, check=True)
    words = ['sh', '-c', '"$0" "$@" || [ $? -ne 2 ]', os.path.join(options.build, 'bin/foldedcheck'), '--max-growth=1%', '--period=1']
    contenders = [Contender('ours', [words + files[:5] + ['--'] + files[5:]], size=size),
                  Contender('awk', [['env', 'LC_ALL=C', 'mawk', FUNCTIONS, *files]], size=size),
                  Contender('cat', [['cat', *files]], size=size)]
    return measure('check', 'ten files, %.1f GB' % (size / 1e9), contenders, options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', required=True, help='the programs are in BUILD/bin')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--scale', type=float, default=1)
    parser.add_argument('--limit', type=float, default=1800, help='seconds after which a run is stopped')
    parser.add_argument('--duckdb', metavar='NODE_MODULES')
    parser.add_argument('--work', help='the folder for inputs and outputs (BUILD/bench-folded)')
    options = parser.parse_args()
    options.work = os.path.abspath(options.work or os.path.join(options.build, 'bench-folded'))
    os.makedirs(options.work, exist_ok=True)
    source, _ = make_input('F', options.work, options.scale)
    good = [merge(source, options), check(source, options)]
    return not all(good)


if __name__ == '__main__':
    sys.exit(main())
