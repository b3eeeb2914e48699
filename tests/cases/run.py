#!/usr/bin/env python3
"""run.py BIN [TOOL...]: run the cases in testdata/ with the programs in the folder BIN.

A command in the environment variable TEST_WRAPPER, such as valgrind, is put before each program.
"""
import difflib
import os
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor

from case import all_cases

SHOWN = 20


def difference(want, got):
    """The first lines of a difference, for a reader."""
    lines = difflib.diff_bytes(difflib.unified_diff, want.splitlines(True)[:2000],
                               got.splitlines(True)[:2000], b'expected', b'printed', n=1)
    return b''.join(list(lines)[:SHOWN]).decode(errors='replace')


def main():
    binaries, tools = os.path.abspath(sys.argv[1]), sys.argv[2:]
    wrapper = shlex.split(os.environ.get('TEST_WRAPPER', ''))

    def run(case):
        result = case.run(wrapper + [os.path.join(binaries, case.tool)])
        return case, result, case.problems(result)

    failed = passed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, result, problems in pool.map(run, all_cases(tools)):
            passed, failed = passed + (not problems), failed + bool(problems)
            for problem in problems:
                print('%s/%s: %s' % (case.tool, case.name, problem))
            if problems:
                print(difference(case.read('stdout'), result.stdout))
                print(result.stderr.decode(errors='replace')[-2000:])
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0 or passed == 0


if __name__ == '__main__':
    sys.exit(main())
