# SPDX-License-Identifier: MIT
"""What the tests in this folder share: needs, scratch folders, runs, checks.

A test is a script with the folder of the programs as its first word. It prints a line for each check that
fails, then the counts. The environment:

    TEST_WRAPPER     a command, such as valgrind, that is put before each of our programs
    TEST_SANITIZED   set where our programs are built with sanitizers
    TESTS_REQUIRED   set: a test that lacks what it needs fails instead of being skipped
    FLAMEGRAPH_PERL  a checkout of the Perl scripts, whose outputs then have to be the same
"""
import fcntl
import os
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

SKIPPED = 77    # the exit status that ctest knows

# The Debian packages of the programs that are not in a package of their own name.
PACKAGES = {'addr2line': 'binutils', 'cc': 'gcc', 'flock': 'util-linux', 'go': 'golang-go', 'gofmt': 'golang-go', 'groff': 'groff-base',
            'nm': 'binutils', 'node': 'nodejs', 'php': 'php-cli', 'promtool': 'prometheus', 'ssh': 'openssh-client',
            'ssh-keygen': 'openssh-client', 'sshd': 'openssh-server', 'xmllint': 'libxml2-utils'}

MODULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../build/npm/node_modules')
BIN = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else None
PERL = os.environ.get('FLAMEGRAPH_PERL')
WRAPPER = shlex.split(os.environ.get('TEST_WRAPPER', ''))
if WRAPPER:     # found even where a test sets another PATH
    WRAPPER[0] = shutil.which(WRAPPER[0]) or WRAPPER[0]
SANITIZED = bool(os.environ.get('TEST_SANITIZED'))

counts = {True: 0, False: 0}


def skip(reason):
    """Ends a test that only runs where it is asked for."""
    print('skipped:', reason)
    sys.exit(SKIPPED)


def needs(*programs):
    """Ends the test unless all of these programs are in PATH."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        print('skipped: no ' + ', no '.join('%s (Debian: %s)' % (name, PACKAGES.get(name, name)) for name in missing))
        sys.exit(1 if os.environ.get('TESTS_REQUIRED') else SKIPPED)


def needs_modules(*names):
    """Ends the test unless all of these packages of npm are where .ci/install puts them."""
    missing = [name for name in names if not os.path.isdir(os.path.join(MODULES, name))]
    if missing:
        print('skipped: no %s in build/npm (sh .ci/install examples)' % ', '.join(missing))
        sys.exit(1 if os.environ.get('TESTS_REQUIRED') else SKIPPED)


def scratch():
    """A folder for a `with` statement; its path has a blank, whatever TMPDIR is."""
    return tempfile.TemporaryDirectory(prefix='flamegraph test ')


def write_script(path, text):
    if os.path.islink(path):    # in place of a program of the system, not into it
        os.remove(path)
    with open(path, 'w') as f:
        f.write(text if text.startswith('#!') else '#!/bin/sh\n' + text)
    os.chmod(path, 0o755)


def ours(program, *words):
    """The command that runs one of our programs."""
    return WRAPPER + [os.path.join(BIN, program)] + list(words)


def only(folder, system, programs):
    """Makes a folder for PATH that has these programs of the system and these of ours, and no others."""
    os.makedirs(folder)
    for name in system:
        os.symlink(shutil.which(name), os.path.join(folder, name))
    for name in programs:
        write_script(os.path.join(folder, name), 'exec "%s" "$@"\n' % '" "'.join(ours(name)))


def run(command, data=b'', **more):
    """Runs a command with `data` as its standard input; returns its exit status and outputs."""
    more = dict({'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, 'timeout': 300}, **more)
    return subprocess.run(command, input=data, **more)


def wait_until_read(process):
    """Returns when a process has read its standard input, a pipe, or has ended."""
    while process.poll() is None and struct.unpack('i', fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)))[0]:
        time.sleep(0.01)


def shown(detail):
    if isinstance(detail, subprocess.CompletedProcess):
        return 'status %d, %s' % (detail.returncode, ', '.join(
            '%s %r' % (name, text[-300:]) for name, text in (('stdout', detail.stdout), ('stderr', detail.stderr)) if text))
    return repr(detail)[-600:]


def check(name, condition, *details):
    counts[bool(condition)] += 1
    if not condition:
        print('failed:', name, *map(shown, details))


def main(*parts):
    """Runs the parts of a test, prints the counts, and ends."""
    for part in parts:
        part()
    print('%d passed, %d failed' % (counts[True], counts[False]))
    sys.exit(counts[False] > 0 or counts[True] == 0)
