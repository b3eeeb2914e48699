# SPDX-License-Identifier: MIT
"""Runs a case with the Perl script and with our program, each in a fresh folder."""
import os
import shutil
import struct
import subprocess
import tempfile

from trial import Case, Outcome, script_command, script_of
import svg_normal

SECONDS = 20    # nothing here needs more than a moment
HERE = os.path.dirname(os.path.abspath(__file__))


def base_environment():
    """One order of hashes, byte-wise sorting, and nothing that changes perl's behaviour."""
    env = {name: value for name, value in os.environ.items() if not name.startswith('PERL')}
    env.pop('POSIXLY_CORRECT', None)
    env.update(LC_ALL='C', PERL_HASH_SEED='0', PERL_PERTURB_KEYS='0')
    return env


class Folder:
    """A folder that holds the files of one run at a time, and its standard streams."""

    def __init__(self, root, name):
        self.path = os.fsencode(os.path.join(root, name))
        self.streams = [os.fsencode(os.path.join(root, '%s.%s' % (name, stream)))
                        for stream in ('stdin', 'stdout', 'stderr')]

    def fill(self, case):
        shutil.rmtree(self.path, ignore_errors=True)
        os.mkdir(self.path)
        for name, data in case.files.items():
            put(os.path.join(self.path, name), data)
        _write(self.streams[0], case.stdin)

    def outcome(self, case, status):
        out, err = _read(self.streams[1]), _read(self.streams[2])
        palette = _read(os.path.join(self.path, b'palette.map'))
        outcome = Outcome(status, out, err, palette)
        return svg_normal.normal_outcome(case, outcome) if case.program == 'flamegraph' else outcome


def put(path, data):
    """Makes a file of a case, or a folder, and those above it."""
    os.makedirs(path if data is None else os.path.dirname(path), exist_ok=True)
    if data is not None:
        _write(path, data)


def _write(path, data):
    with open(path, 'wb') as file:
        file.write(data)


def _read(path):
    try:
        with open(path, 'rb') as file:
            return file.read()
    except OSError:
        return None


class Perl:
    """The oracle. `server` keeps one perl that forks for each case of a Perl script;
    without it, and for other scripts, each case is a fresh interpreter."""

    def __init__(self, perl_folder, root, server=True):
        self.scripts = os.path.abspath(perl_folder)
        self.folder = Folder(root, 'perl')
        self.server = None
        if server:
            self.server = subprocess.Popen(['perl', os.path.join(HERE, 'perl_server.pl')],
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           env=base_environment())

    def run(self, case):
        self.folder.fill(case)
        command = [os.fsencode(word) for word in script_command(self.scripts, case.program)]
        if self.server and script_of(case.program).endswith('.pl'):
            status = self._ask_server(case, command[-1])
        else:
            status = spawn(command + case.argv, case, self.folder)
        return self.folder.outcome(case, status)

    def _ask_server(self, case, script):
        env = [os.fsencode('%s=%s' % pair) for pair in case.env.items()]
        fields = [self.folder.path] + self.folder.streams + [b'%d' % SECONDS, script,
                                                             b'%d' % len(env)] + env + case.argv
        request = b''.join(field + b'\0' for field in fields)
        self.server.stdin.write(struct.pack('>I', len(request)) + request)
        self.server.stdin.flush()
        return os.waitstatus_to_exitcode(int(self.server.stdout.readline()))

    def close(self):
        if self.server:
            self.server.stdin.close()
            self.server.wait()


class Ours:
    """Our programs. The words of TEST_WRAPPER are put before each (`valgrind -q ...`), and those of
    TEST_OPTIONS behind it (`--threads=3 ...`)."""

    def __init__(self, build, root):
        self.build = os.path.abspath(build)
        self.folder = Folder(root, 'ours')
        self.texts = {}
        self.options = [os.fsencode(word) for word in os.environ.get('TEST_OPTIONS', '').split()]
        self.wrapper = [os.fsencode(word) for word in os.environ.get('TEST_WRAPPER', '').split()]

    def path(self, program):
        for folder in ('bin', '.'):
            path = os.path.join(self.build, folder, program)
            if os.access(path, os.X_OK) and not os.path.isdir(path):
                return os.fsencode(path)
        return None

    def help_texts(self, program):
        """What --help and --version print."""
        if program not in self.texts:
            self.texts[program] = [self.run(Case(program, [word])).out for word in (b'--help', b'--version')]
        return self.texts[program]

    def run(self, case):
        self.folder.fill(case)
        command = self.wrapper + [self.path(case.program)] + self.options + case.argv
        return self.folder.outcome(case, spawn(command, case, self.folder))


def spawn(command, case, folder):
    """The exit status of a command; -14 (SIGALRM) if it does not end."""
    stdin, stdout, stderr = folder.streams
    with open(stdin, 'rb') as i, open(stdout, 'wb') as o, open(stderr, 'wb') as e:
        process = subprocess.Popen(command, stdin=i, stdout=o, stderr=e, cwd=folder.path,
                                   env={**base_environment(), **case.env})
        try:
            return process.wait(SECONDS * (10 if os.environ.get('TEST_WRAPPER') else 1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return -14


class Oracle:
    """Perl's outcomes of a case and its variants, each asked for once."""

    def __init__(self, perl):
        self.perl, self.known = perl, {}

    def __call__(self, case):
        digest = case.digest()
        if digest not in self.known:
            self.known[digest] = self.perl.run(case)
        return self.known[digest]


class Bench:
    """Both sides, each with a temporary folder of its own."""

    def __init__(self, build, perl_folder, server=True):
        self.root = tempfile.mkdtemp(prefix='oracle.')
        self.perl = Perl(perl_folder, self.root, server) if perl_folder else None
        self.ours = Ours(build, self.root) if build else None

    def close(self):
        if self.perl:
            self.perl.close()
        shutil.rmtree(self.root, ignore_errors=True)
