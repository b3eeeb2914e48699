#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""corpus.py BIN KIND...: run the recorded corpus that FLAMEGRAPH_CORPUS names; skipped without it.

The corpus has a runner of its own, which looks for the programs in a folder. Scripts of their names stand
there: they put the command in the environment variable TEST_WRAPPER before the program, and forgive the status 1
of a run that prints nothing (docs/COMPAT.md, D48), which the runner then expects to be right.
"""
import os
import shlex
import subprocess
import sys

from harness import BIN, ours, scratch, skip, write_script


SCRIPT = """out=%s/$$.out
%s "$@" > "$out"
status=$?
cat "$out"
[ $status -ne 1 ] || [ -s "$out" ] || status=0
rm "$out"
exit $status
"""


def wrap(folder):
    """Fills a folder with scripts that run the programs."""
    for name in os.listdir(BIN):
        command = ' '.join(map(shlex.quote, ours(name)))
        write_script(os.path.join(folder, name), SCRIPT % (shlex.quote(folder), command))
    return folder


def main():
    corpus = os.environ.get('FLAMEGRAPH_CORPUS')
    if not corpus:
        skip('FLAMEGRAPH_CORPUS names no folder')
    with scratch() as folder:
        return subprocess.call([sys.executable, os.path.join(corpus, 'run_corpus.py'), '--skip-missing',
                                wrap(folder), corpus] + sys.argv[2:])


if __name__ == '__main__':
    sys.exit(main())
