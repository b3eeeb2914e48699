#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""keep.py [-n MOST] TARGET...: keeps inputs that all.sh has found in kept/TARGET.

Of the small inputs those are kept that reach most edges which the seeds and the inputs kept so far do not, for
their length; MOST of them (12) for a target. Needs what `.ci/install fuzz` installs, and the programs of
edges.sh, which it builds.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(TOP, 'build', 'fuzz')
MOST_BYTES = 2000
FEWEST_EDGES = 4


def edges_of(program, inputs, work):
    """The edges that each input reaches, by its name."""
    maps = os.path.join(work, 'maps')
    shutil.rmtree(maps, ignore_errors=True)
    folder = os.path.join(work, 'folder')
    os.makedirs(folder, exist_ok=True)
    subprocess.run(['afl-showmap', '-q', '-t', '5000', '-m', 'none', '-i', inputs, '-o', maps, '--', program],
                   cwd=folder, env=dict(os.environ, FUZZ_FOLDER=folder), stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = {}
    for name in os.listdir(maps) if os.path.isdir(maps) else []:
        with open(os.path.join(maps, name), encoding='ascii') as lines:
            found[name] = {line.split(':')[0] for line in lines}
    return found


def choose(candidates, sizes, known, most):
    """The names of the inputs to keep."""
    while most > 0 and candidates:
        new = {name: len(edges - known) for name, edges in candidates.items()}
        best = max(sorted(new), key=lambda name: new[name] / (100 + sizes[name]) if new[name] >= FEWEST_EDGES else 0)
        if new[best] < FEWEST_EDGES:
            return
        known |= candidates.pop(best)
        most -= 1
        yield best


def keep(target, most):
    is_part = os.path.exists(os.path.join(HERE, 'parts', target + '.c'))
    program = os.path.join(BUILD, 'edges', '' if is_part else 'flamegraph-c', 'bin', target)
    corpus = os.path.join(BUILD, 'out', target, 'corpus' if is_part else os.path.join('default', 'queue'))
    kept = os.path.join(HERE, 'kept', target)
    with tempfile.TemporaryDirectory() as work:
        seeds, small = os.path.join(work, 'seeds'), os.path.join(work, 'small')
        os.mkdir(seeds)
        os.mkdir(small)
        subprocess.run([sys.executable, os.path.join(HERE, 'seeds.py'), target, seeds, os.path.join(work, 'words')],
                       check=True)
        known = set().union(*edges_of(program, seeds, work).values())
        before = len(known)
        sizes = {}
        for number, name in enumerate(sorted(os.listdir(corpus))):
            path = os.path.join(corpus, name)
            if os.path.isfile(path) and os.path.getsize(path) <= MOST_BYTES:
                shutil.copy(path, os.path.join(small, str(number)))
                sizes[str(number)] = os.path.getsize(path)
        count = len(os.listdir(kept)) if os.path.isdir(kept) else 0
        chosen = list(choose(edges_of(program, small, work), sizes, known, most - count))
        for name in chosen:
            os.makedirs(kept, exist_ok=True)
            shutil.copyfile(os.path.join(small, name), os.path.join(kept, '%02d' % count))
            count += 1
    print('%-30s %3d kept, %d to %d edges' % (target, len(chosen), before, len(known)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('-n', type=int, default=12, metavar='MOST')
    parser.add_argument('target', nargs='+')
    options = parser.parse_args()
    subprocess.run(['sh', os.path.join(HERE, 'build.sh'), 'edges'], check=True)
    for target in options.target:
        keep(target, options.n)


if __name__ == '__main__':
    main()
