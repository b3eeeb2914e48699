#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""goldens.py [--update] [TOOL...]: hold the expected outputs in testdata/ to the Perl scripts.

Each case is run with the Perl script of the FlameGraph checkout that FLAMEGRAPH_PERL names, and what it
prints must be what the case expects; --update writes it there instead. Cases with a file `deviation` are
those where ours is meant to differ, and must differ. Without FLAMEGRAPH_PERL it is skipped.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cases'))
from case import all_cases
from checkout import perl_checkout
from compare import UNORDERED, sorted_by_stack, sorted_lines
from trial import script_command, script_of


def lines_of(case, stdout):
    """Some scripts print their lines in random order."""
    return sorted_lines(stdout) if case.tool in UNORDERED | {'difffolded'} else stdout


def expected_by(perl, case):
    return case.run(script_command(perl, case.tool))


def is_same(case, result):
    return (lines_of(case, case.read('stdout')) == lines_of(case, result.stdout)
            and (case.status() == 0) == (result.status == 0)
            and all(result.files.get(name) == content for name, content in case.after().items()))


def update(case, result):
    case.write('stdout', sorted_by_stack(result.stdout) if case.tool == 'difffolded' else lines_of(case, result.stdout))
    if (result.status == 0) != (case.status() == 0):
        case.write('status', b'%d\n' % result.status)
    for name in case.after():
        case.write('after/' + name, result.files[name])


def main():
    perl = perl_checkout()
    tools = [word for word in sys.argv[1:] if word != '--update']
    same = other = deviations = 0
    for case in all_cases(tools):
        if not os.path.exists(os.path.join(perl, script_of(case.tool))):
            continue
        result = expected_by(perl, case)
        if case.deviation():
            deviations += 1
            if is_same(case, result):
                print('%s/%s: no deviation any more' % (case.tool, case.name))
                other += 1
        elif '--update' in sys.argv:
            update(case, result)
            same += 1
        elif is_same(case, result):
            same += 1
        else:
            print('%s/%s: the Perl script prints something else' % (case.tool, case.name))
            other += 1
    print('%d cases compared, %d the same, %d deviations, %d differing'
          % (same + other + deviations, same, deviations, other))
    return other > 0 or same == 0


if __name__ == '__main__':
    sys.exit(main())
