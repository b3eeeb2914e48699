# SPDX-License-Identifier: MIT
"""A case: a folder testdata/TOOL/NAME that tells how to run a program and what comes out.

    args         the arguments, one a line
    stdin        standard input; or stdin.path, the name of a file below testdata/
    env          NAME=VALUE lines for the environment
    stdout       the expected standard output (of an SVG the normal form, see svg_normal.py)
    status       the expected exit status, 0 without the file
    stderr       texts that standard error must contain, one a line; without the file any will do
    after/       files that must be in the working directory after the run
    deviation    why the Perl script's output is another one, with a name from docs/COMPAT.md first

All other files are copied into the working directory of the run, which is a fresh one.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import xml.parsers.expat

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, '..', 'oracle'))
from svg_normal import normal_form

TESTDATA = os.path.join(HERE, '..', '..', 'testdata')
OWN = {'args', 'stdin', 'stdin.path', 'env', 'stdout', 'status', 'stderr', 'after', 'deviation'}
TIMEOUT = 120


class Result:
    """What a run did; `stdout` is in the normal form, `svg` an SVG as it was printed."""

    def __init__(self, stdout, svg, stderr, status, files):
        self.stdout, self.svg, self.stderr, self.status, self.files = stdout, svg, stderr, status, files


def is_wellformed(svg):
    try:
        xml.parsers.expat.ParserCreate().Parse(svg, True)
        return True
    except xml.parsers.expat.ExpatError:
        return False


class Case:
    def __init__(self, tool, name):
        self.tool, self.name = tool, name
        self.folder = os.path.join(TESTDATA, tool, name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name, default=b''):
        if not os.path.exists(self.path(name)):
            return default
        with open(self.path(name), 'rb') as f:
            return f.read()

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'wb') as f:
            f.write(content)

    def args(self):
        return self.read('args').decode('utf-8', 'surrogateescape').splitlines()

    def stdin(self):
        if os.path.exists(self.path('stdin.path')):
            with open(os.path.join(TESTDATA, self.read('stdin.path').decode().strip()), 'rb') as f:
                return f.read()
        return self.read('stdin')

    def status(self):
        return int(self.read('status', b'0'))

    def deviation(self):
        return self.read('deviation').decode().strip()

    def after(self):
        names = sorted(os.listdir(self.path('after'))) if os.path.isdir(self.path('after')) else []
        return {name: self.read('after/' + name) for name in names}

    def run(self, command):
        """Runs a command, a list, with the case's arguments behind it."""
        env = dict(os.environ, **dict(
            line.split('=', 1) for line in self.read('env').decode().splitlines()))
        with tempfile.TemporaryDirectory() as folder:
            for name in set(os.listdir(self.folder)) - OWN:
                shutil.copy(self.path(name), folder)
            done = subprocess.run(command + self.args(), input=self.stdin(), cwd=folder, env=env,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT)
            files = {}
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), 'rb') as f:
                    files[name] = f.read()
        svg = done.stdout if done.stdout.startswith(b'<?xml') else None
        return Result(normal_form(svg) if svg else done.stdout, svg, done.stderr, done.returncode, files)

    def problems(self, result):
        """What is wrong with a result, as a list of lines."""
        found = []
        if result.status != self.status():
            found.append('exit status %d, not %d' % (result.status, self.status()))
        if result.stdout != self.read('stdout'):
            found.append('stdout differs')
        if result.svg and not is_wellformed(result.svg):
            found.append('the SVG is not well-formed XML')
        for text in self.read('stderr').splitlines():
            if text not in result.stderr:
                found.append('stderr lacks: ' + text.decode(errors='replace'))
        for name, content in self.after().items():
            if result.files.get(name) != content:
                found.append('%s differs after the run' % name)
        return found


def all_cases(tools):
    """The cases of the tools, or of all."""
    for tool in sorted(os.listdir(TESTDATA)):
        folder = os.path.join(TESTDATA, tool)
        if tool == 'recordings' or not os.path.isdir(folder) or (tools and tool not in tools):
            continue
        for name in sorted(os.listdir(folder)):
            if os.path.isdir(os.path.join(folder, name)):
                yield Case(tool, name)
