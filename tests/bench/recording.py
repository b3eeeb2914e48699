#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recording.py --build BUILD [--perl DIR] [--seconds N]: from perf.data to the graph, and to folded stacks, by all ways.

Records a program of a hundred functions that call each other at random, as deep as 70, for N seconds on one processor
(perf takes 20,000 samples a second); the same while it takes the same thousand paths again and again, of which a
graph is drawn; and once for an instant, which shows what it costs to read symbols. The outputs of all ways are compared. Needs perf, and the right to use it.
"""
import argparse
import os
import subprocess
import sys

from contenders import Contender, run_all
from run import comparable
import report

MB = 1000 * 1000
PROGRAM = '''
#include <stdlib.h>
#include <time.h>
volatile unsigned long sum;
static unsigned long state = 1;
static unsigned any(void) { state = state * 6364136223846793005UL + 1; return (unsigned)(state >> 33); }
extern void (*const functions[])(int);
static void call(int depth) { if (depth > 0) functions[any() % COUNT](depth - 1); else for (int i = 0; i < 3000; i++) sum += any(); sum++; }
BODIES
void (*const functions[])(int) = {NAMES};
int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 0;
    unsigned long paths = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, round = 0;
    do {
        if (paths > 0)
            state = 1 + round++ % paths;
        call(40 + (int)(any() % 30));
    } while ((double)clock() / CLOCKS_PER_SEC < seconds);
    return 0;
}
'''
COUNT = 100
PATHS = 1000


def make_program(work):
    names = ['function_%d' % i for i in range(COUNT)]
    bodies = '\n'.join('__attribute__((noinline)) void %s(int depth) { call(depth); sum += %d; }' % pair for pair in zip(names, range(COUNT)))
    source, program = os.path.join(work, 'random.c'), os.path.join(work, 'random')
    with open(source, 'w') as file:
        file.write(PROGRAM.replace('COUNT', str(COUNT)).replace('BODIES', bodies).replace('NAMES', ', '.join(names)))
    subprocess.run(['cc', '-O1', '-fno-omit-frame-pointer', '-fno-optimize-sibling-calls', '-o', program, source], check=True)
    return program


def record(work, name, seconds, paths=0):
    path = os.path.join(work, name)
    if not os.path.exists(path):
        print('recording', name, file=sys.stderr)
        subprocess.run(['perf', 'record', '-q', '-e', 'cpu-clock', '-F', '20000', '-g', '-o', path, make_program(work), str(seconds), str(paths)], check=True,
                       stderr=subprocess.DEVNULL)
    return path


def ways(path, collapse, perl):
    script = ['perf', 'script', '-i', path]
    if perl:
        yield Contender('perl', [script, ['perl', os.path.join(perl, 'stackcollapse-perf.pl')]])
    yield Contender('ours', [script, [collapse]])
    yield Contender('ours', [[collapse, '--via=perf', path]])
    yield Contender('ours', [[collapse, '--via=direct', path]])


def pipelines(path, programs, perl):
    """From the recording to the SVG."""
    drawn = {'ours': [os.path.join(programs, 'flamegraph')], 'perl': ['perl', os.path.join(perl or '', 'flamegraph.pl')]}
    for way in ways(path, os.path.join(programs, 'stackcollapse-perf'), perl):
        if '--via=perf' not in way.stages[-1]:
            yield Contender(way.side, way.stages + [drawn[way.side]])


def measure(name, path, options, graph=False):
    size = os.path.getsize(path)
    with open(path, 'rb') as file:
        while file.read(MB):
            pass
    with subprocess.Popen(['perf', 'script', '-i', path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as script:
        lines = subprocess.run(['wc', '-l', '-c'], stdin=script.stdout, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    programs = os.path.join(os.path.abspath(options.build), 'bin')
    contenders = list(pipelines(path, programs, options.perl) if graph
                      else ways(path, os.path.join(programs, 'stackcollapse-perf'), options.perl))
    for number, contender in enumerate(contenders):
        contender.output = os.path.join(options.work, 'output-%d' % number)
    run_all(contenders, options.runs, 3600)
    first, rows = contenders[0], []
    compared = [comparable('flamegraph' if graph else '', contender.output) for contender in contenders]
    for contender, output in zip(contenders, compared):
        same = subprocess.call(['cmp', '-s', compared[0], output]) == 0
        rows.append([report.command(contender), str(len(contender.runs)), report.number(contender.median('seconds')),
                     report.number(contender.median('cpu')), report.number(contender.median('memory') / MB),
                     report.number(report.ratio(first, contender)), 'the same' if same else 'DIFFERENT'])
        options.different |= not same
    for output in set(compared + [contender.output for contender in contenders]):
        os.remove(output)
    print('### %s\n\n- perf.data: %s MB; text: %s MB, %s lines\n' % (name, report.number(size / MB),
                                                                     report.number(int(lines[1]) / MB), lines[0]))
    print(report.table(['', 'runs', 'seconds', 'CPU seconds', 'peak MB', 'first / this', 'output'], rows), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True, help='the program is BUILD/bin/stackcollapse-perf')
    parser.add_argument('--perl', default=os.environ.get('FLAMEGRAPH_PERL'), help='the checkout of the Perl scripts')
    parser.add_argument('--runs', type=int, default=7)
    parser.add_argument('--seconds', type=float, default=25)
    parser.add_argument('--work', help='the folder for recordings and outputs (BUILD/bench)')
    options = parser.parse_args()
    options.work = os.path.abspath(options.work or os.path.join(options.build, 'bench'))
    options.different = False
    os.makedirs(options.work, exist_ok=True)
    measure('a thousand paths, to the SVG', record(options.work, 'paths.data', options.seconds, PATHS), options, graph=True)
    measure('a long recording, to folded stacks', record(options.work, 'long.data', options.seconds), options)
    measure('a recording of an instant, to folded stacks', record(options.work, 'instant.data', 0), options)
    return options.different


if __name__ == '__main__':
    sys.exit(main())
