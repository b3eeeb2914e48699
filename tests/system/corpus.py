#!/usr/bin/env python3
"""corpus.py BIN KIND...: run the recorded corpus that FLAMEGRAPH_CORPUS names; skipped without it.

The corpus has a runner of its own, which looks for the programs in a folder. A command in the environment
variable TEST_WRAPPER is put before them by scripts of their names.
"""
import os
import shlex
import subprocess
import sys

from harness import BIN, WRAPPER, ours, scratch, skip, write_script


def wrap(folder):
    """Fills a folder with scripts that run the programs behind the wrapper."""
    for name in os.listdir(BIN):
        write_script(os.path.join(folder, name), 'exec %s "$@"\n' % ' '.join(map(shlex.quote, ours(name))))
    return folder


def main():
    corpus = os.environ.get('FLAMEGRAPH_CORPUS')
    if not corpus:
        skip('FLAMEGRAPH_CORPUS names no folder')
    with scratch() as folder:
        return subprocess.call([sys.executable, os.path.join(corpus, 'run_corpus.py'), '--skip-missing',
                                wrap(folder) if WRAPPER else BIN, corpus] + sys.argv[2:])


if __name__ == '__main__':
    sys.exit(main())
