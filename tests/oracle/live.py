#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""live.py BIN: compare the programs in the folder BIN with the Perl scripts, side by side.

The inputs are all recordings and all inputs of the cases in testdata/, and those of the corpus that
FLAMEGRAPH_CORPUS names, if it does; each is run with every set of options that makes sense for it. Without
FLAMEGRAPH_PERL, the checkout of the Perl scripts, it is skipped.
"""
import glob
import itertools
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'cases'))
from case import TESTDATA, is_wellformed
from checkout import perl_checkout
from svg_normal import normal_form

PERF = [[], ['--pid'], ['--tid'], ['--kernel'], ['--jit'], ['--all'], ['--addrs'], ['--srcline'],
        ['--all', '--tid', '--addrs'], ['--pid', '--all', '--srcline', '--addrs'],
        ['--event-filter=cpu-clock'], ['--event-filter', 'page-faults'], ['--event-filter=nosuch']]

COLORS = 'hot mem io wakeup chain java js perl red green blue aqua yellow purple orange nosuch'.split()
FLAMEGRAPH = [[], ['--hash'], ['--reverse'], ['--inverted'], ['--flamechart'], ['--negate'], ['--cp'],
              ['--width', '800'], ['--height', '24'], ['--minwidth', '5'], ['--minwidth', '1%'],
              ['--title', 'T', '--subtitle', 's', '--countname', 'ms', '--nametype', 'Fn:'],
              ['--total', '99999999', '--factor', '0.001'], ['--encoding', 'UTF-8', '--notes', 'n'],
              ['--fonttype', 'Courier', '--fontsize', '10.5', '--fontwidth', '0.7'],
              ['--bgcolors', 'blue'], ['--bgcolors', '#ffeedd'], ['--reverse', '--inverted', '--hash'],
              ] + [['--colors', color] for color in COLORS] + [['--hash', '--colors', c] for c in COLORS]

DIFFFOLDED = [[], ['-n'], ['-s'], ['-ns']]


def inputs(corpus):
    """-> (perf script texts, folded files)"""
    perf = glob.glob(TESTDATA + '/recordings/*.perf.txt') + glob.glob(TESTDATA + '/stackcollapse-perf/*/stdin')
    folded = (glob.glob(TESTDATA + '/recordings/*.folded') + glob.glob(TESTDATA + '/flamegraph/*/stdin')
              + glob.glob(TESTDATA + '/difffolded/*/one') + glob.glob(TESTDATA + '/difffolded/*/two'))
    if corpus:
        perf += glob.glob(corpus + '/perf/*.txt')
        folded += glob.glob(corpus + '/folded/*.folded')
    return sorted(map(os.path.abspath, perf)), sorted(map(os.path.abspath, folded))


def pairs(folded):
    """Neighbours by name: mostly two versions of one thing."""
    return list(zip(folded, folded[1:])) + list(zip(folded[1:], folded))


def comparisons(corpus):
    perf, folded = inputs(corpus)
    for path, options in itertools.product(perf, PERF):
        yield 'stackcollapse-perf', options + [path]
    for path, options in itertools.product(folded, FLAMEGRAPH):
        yield 'flamegraph', options + [path]
    for (one, two), options in itertools.product(pairs(folded), DIFFFOLDED):
        yield 'difffolded', options + [one, two]


def run(command):
    """-> what is to be compared, and standard output as it is"""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        palette = os.path.join(folder, 'palette.map')
        written = open(palette, 'rb').read() if os.path.exists(palette) else None
    text = done.stdout
    if text.startswith(b'<?xml'):
        text = normal_form(text)
    return (text, written, done.returncode != 0), done.stdout


def is_nothing(tool, theirs, ours):
    """D48: the same output, but ours fails where nothing is folded, or where a side of difffolded has nothing."""
    output, failed = theirs[0], (theirs[-1], ours[-1])
    if tool == 'flamegraph' or ours[0] != output or failed != (False, True):
        return False
    if tool.startswith('stackcollapse'):
        return output == b'' and theirs[1] is ours[1] is None
    sides = [line.rsplit(b' ', 2)[1:] for line in output]
    return any(all(float(side[i]) == 0 for side in sides) for i in (0, 1))


def compare(tool, arguments, perl, binaries):
    """-> 'same', 'different', or 'mended' where the Perl script draws no XML and ours is."""
    theirs, svg = run(['perl', os.path.join(perl, tool + '.pl')] + arguments)
    ours, own = run([os.path.join(binaries, tool)] + arguments)
    if tool == 'flamegraph' and not is_wellformed(svg) and is_wellformed(own):
        return 'mended'
    if tool == 'difffolded':
        theirs, ours = [(sorted(side[0].splitlines()), side[2]) for side in (theirs, ours)]
    return 'same' if theirs == ours or is_nothing(tool, theirs, ours) else 'different'


def main():
    perl, binaries = perl_checkout(), os.path.abspath(sys.argv[1])
    counts = {'same': 0, 'different': 0, 'mended': 0}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [(tool, args, pool.submit(compare, tool, args, perl, binaries))
                for tool, args in comparisons(os.environ.get('FLAMEGRAPH_CORPUS'))]
        for tool, args, result in work:
            counts[result.result()] += 1
            if result.result() == 'different':
                print('differs:', tool, *args)
    print('%d cases compared, %d the same, %d not XML in Perl, %d differing'
          % (len(work), counts['same'], counts['mended'], counts['different']))
    return counts['different'] > 0 or counts['same'] == 0


if __name__ == '__main__':
    sys.exit(main())
