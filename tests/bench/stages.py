#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""stages.py --build BUILD FILE: what of stackcollapse-perf only one thread can do, and what more threads would bring.

Each stage of each piece of the input is measured on one thread (stages.c). From these times the run of N threads
is computed: a piece is taken when the one before it is, counted when the one before it is, and each thread has
one piece at a time. What the computation leaves out is that processors share memory and caches."""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')
LIBRARIES = ['stackcollapse/perf/libfg-perf.a', 'stackcollapse/libfg-collapse.a', 'common/libfg-common.a',
             'common/perfscript/libperfscript.a']
TAKE, WORK, COUNT, FINISH, ALONE = range(5)


def build(options):
    program = os.path.join(options.work, 'stages')
    subprocess.run([os.environ.get('CC', 'cc'), '-std=c99', '-D_XOPEN_SOURCE=700', '-D_FILE_OFFSET_BITS=64', '-O3',
                    '-DNDEBUG', '-I', os.path.join(ROOT, 'common'), '-I', os.path.join(ROOT, 'stackcollapse'),
                    '-I', os.path.join(options.build, 'common'),
                    '-I', os.path.join(options.build, 'common', 'perfscript', 'include'),
                    '-o', program, os.path.join(HERE, 'stages.c'), os.path.join(ROOT, 'stackcollapse/perf/perf.c')]
                   + [os.path.join(options.build, library) for library in LIBRARIES] + ['-lm', '-pthread'], check=True)
    return program


def measure(program, options, threads, block):
    """The relays of a run, each a list of pieces, and the seconds outside of them."""
    name = os.path.join(options.work, 'stages.times')
    environment = dict(os.environ, STAGES_OUTPUT=name, STAGES_BLOCK=str(block))
    with open(os.path.join(options.work, 'stages.out'), 'wb') as output:
        subprocess.run([program, '--threads=%d' % threads, options.file], env=environment, stdout=output,
                       stderr=subprocess.DEVNULL, check=True)
    relays, outside, last = [], 0, 0
    with open(name, encoding='ascii') as lines:
        for line in lines:
            word, *rest = line.split()
            if word in ('START', 'EXIT'):
                outside += int(rest[0]) - last
            if word == 'START':
                relays.append([])
            elif word == 'END':
                last = int(rest[0])
            elif word != 'EXIT':
                relays[-1].append([int(word) / 1e9] + [int(number) / 1e9 for number in rest[:3]] + [rest[3] == '1'])
    return relays, outside / 1e9


def run(pieces, threads):
    """The seconds in which so many threads pass the pieces through a relay."""
    free = [0.0] * threads      # when each thread can take its next piece
    taken = counted = finished = 0.0
    for piece in pieces:
        thread = min(range(threads), key=free.__getitem__)
        taken = max(taken, free[thread]) + piece[TAKE]
        counted = max(counted, taken + piece[WORK], finished if piece[ALONE] else 0.0) + piece[COUNT]
        free[thread] = counted + piece[FINISH]
        finished = max(finished, free[thread])
    return finished


def row(program, options, threads, count):
    relays, outside = measure(program, options, threads, max(1, -(-count // threads)))
    one = outside + sum(sum(piece[TAKE:ALONE]) for relay in relays for piece in relay)
    parts = [sum(piece[stage] for relay in relays for piece in relay) for stage in (TAKE, COUNT)]
    alone = sum(piece[ALONE] for piece in relays[0]) / len(relays[0])
    many = outside + sum(run(relay, threads) for relay in relays)
    return one, parts[0], parts[1], outside, alone, many


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--work', help='for the program and its output; BUILD/bench')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--threads', type=int, nargs='+', default=[2, 4, 8, 16, 64])
    parser.add_argument('file')
    options = parser.parse_args()
    options.work = options.work or os.path.join(options.build, 'bench')
    os.makedirs(options.work, exist_ok=True)
    program = build(options)
    relays, outside = measure(program, options, 1, 1)
    count = len(relays[0])
    one = min(outside + sum(sum(piece[TAKE:ALONE]) for relay in relays for piece in relay)
              for relays, outside in (measure(program, options, 1, 1) for _ in range(options.runs)))
    print('one thread: %.3f s, %d pieces' % (one, count))
    print('| threads | CPU s | read | in order | outside | one thread only | pieces in order | s | times |')
    print('|' + ' ---: |' * 9)
    for threads in options.threads:
        best = min((row(program, options, threads, count) for _ in range(options.runs)), key=lambda r: r[-1])
        total, take, order, outside, alone, many = best
        print('| %d | %.3f | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.3f | %.1f |'
              % (threads, total, 100 * take / total, 100 * order / total, 100 * outside / total,
                 100 * (take + order + outside) / total, 100 * alone, many, one / many))
    return 0


if __name__ == '__main__':
    sys.exit(main())
