#!/usr/bin/env python3
"""corpus.py BIN KIND...: run the recorded corpus that FLAMEGRAPH_CORPUS names; skipped without it.

The corpus has a runner of its own, which looks for the programs in a folder. A command in the environment
variable TEST_WRAPPER is put before them by scripts of their names.
"""
import os
import shlex
import subprocess
import sys
import tempfile


def wrap(binaries, wrapper, folder):
    """Fills a folder with scripts that run the programs behind the wrapper."""
    for name in os.listdir(binaries):
        script = os.path.join(folder, name)
        with open(script, 'w') as f:
            f.write('#!/bin/sh\nexec %s %s "$@"\n' % (wrapper, shlex.quote(os.path.join(binaries, name))))
        os.chmod(script, 0o755)


def main():
    corpus = os.environ.get('FLAMEGRAPH_CORPUS')
    if not corpus:
        print('skipped: FLAMEGRAPH_CORPUS names no folder')
        return 77
    binaries = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        if os.environ.get('TEST_WRAPPER'):
            wrap(binaries, os.environ['TEST_WRAPPER'], folder)
            binaries = folder
        return subprocess.call([sys.executable, os.path.join(corpus, 'run_corpus.py'), '--skip-missing',
                                binaries, corpus] + sys.argv[2:])


if __name__ == '__main__':
    sys.exit(main())
