#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records made-up cases with the Perl scripts' outcomes, for replay.py.

usage: record.py [--perl DIR] [--cases N] [--seed S] [--to DIR] [PROGRAM...]
Writes DIR/PROGRAM.json.xz: a JSON object in each line, with a case and the outcomes
of all variants of it that the comparison may want.
"""
import argparse
import json
import lzma
import os
import re
import sys

import deviations
from trial import PROGRAMS, case_to_json, outcome_to_json
from generate import generate
from runner import HERE, Bench, Oracle


def outcomes(perl, case):
    """digest -> outcome, of the case and its variants."""
    oracle = Oracle(perl)
    oracle(case)
    for _ in deviations.expectations(case, oracle):
        pass
    return {digest: outcome_to_json(outcome.changed(err=errors(outcome.err)))
            for digest, outcome in oracle.known.items()}


def errors(text):
    """The messages that deviations look at; the others name folders of this machine."""
    return b''.join(re.findall(rb"^Can't (?:open|stat) .*?: ", text, re.M | re.S))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--perl', default=os.environ.get('FLAMEGRAPH_PERL'))
    parser.add_argument('--cases', type=int, default=500)
    parser.add_argument('--seed', default='recorded')
    parser.add_argument('--to', default=os.path.join(HERE, 'recorded'))
    parser.add_argument('programs', nargs='*', default=list(PROGRAMS))
    arguments = parser.parse_args()
    if not arguments.perl:
        parser.error('--perl or FLAMEGRAPH_PERL is wanted')
    bench = Bench(None, arguments.perl)
    os.makedirs(arguments.to, exist_ok=True)
    for program in arguments.programs:
        lines = []
        for index in range(arguments.cases):
            case = generate(program, arguments.seed, index)
            lines.append(json.dumps({'case': case_to_json(case), 'outcomes': outcomes(bench.perl, case)},
                                    sort_keys=True))
        path = os.path.join(arguments.to, program + '.json.xz')
        with lzma.open(path, 'wt', preset=9 | lzma.PRESET_EXTREME) as file:
            file.write('\n'.join(lines) + '\n')
        print('%s: %d cases, %d bytes' % (path, len(lines), os.path.getsize(path)))
    bench.close()
    return 0


if __name__ == '__main__':
    sys.exit(main())
