#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""names.py BIN KIND: the programs under the names of the scripts that they replace, called as people call those.

KIND is what calls them: sh (and other shells that are found, and nothing at all), perl, gawk, mawk (and others that
are found), python, php; or installed, which looks at what an installation has and streams through it.
"""
import os
import selectors
import shutil
import stat
import subprocess
import sys

import harness
from harness import BIN, PERL, check, main, needs, scratch, write_script

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CMAKE = os.environ.get('CMAKE', 'cmake')
SYSTEM = os.environ['PATH']
WORDS = ['a b', "it's", '"', '$HOME `id` \\', '', 'two\nlines\n', '-x', '--', '--help', '*', b'\xff\xe9', 'a=b', '\t']

# Prints its words, a NUL behind each, and does what it is told.
STAND_IN = '[ "$*" != --version ] || exec echo "stand-in (flamegraph-c) 1"\n[ $# -eq 0 ] || printf "%s\\0" "$@"\neval "$DO"\n'


def run(command, do='', path=SYSTEM, **more):
    return harness.run(command, more.pop('input', b''), env=dict(os.environ, PATH=path, DO=do), **more)


def found(*names):
    return [name for name in names if shutil.which(name)]


class Name:
    """A script's name, made by the template, with a stand-in for the program beside it."""

    def __init__(self, top, script):
        self.script = script
        self.bin = os.path.join(top, 'it\'s a "bin"')
        self.path = os.path.join(self.bin, script)
        os.makedirs(self.bin, exist_ok=True)
        self.make(self.bin, self.bin)
        write_script(os.path.join(self.bin, 'stand-in'), STAND_IN)
        # A link to a link.
        self.link = os.path.join(top, 'links', 'further', 'called-' + script)
        os.makedirs(os.path.dirname(self.link), exist_ok=True)
        os.symlink(self.path, os.path.join(top, 'links', 'first-' + script))
        os.symlink('../first-' + script, self.link)
        # Copied away from where it was installed.
        installed = os.path.join(top, 'installed here')
        os.makedirs(installed, exist_ok=True)
        write_script(os.path.join(installed, 'stand-in'), STAND_IN)
        self.copy = os.path.join(top, 'copied', script)
        self.make(os.path.join(top, 'copied'), installed)
        # Without the program.
        self.alone = os.path.join(top, 'alone', script)
        self.make(os.path.join(top, 'alone'), os.path.join(top, 'nowhere'))
        self.only_sh = os.path.join(top, 'only sh')
        os.makedirs(self.only_sh, exist_ok=True)
        if not os.listdir(self.only_sh):
            os.symlink(shutil.which('sh'), os.path.join(self.only_sh, 'sh'))

    def make(self, to, bindir):
        subprocess.run([CMAKE, '-D', 'script=' + self.script, '-D', 'program=stand-in', '-D', 'bindir=' + bindir,
                        '-D', 'to=' + to, '-P', os.path.join(SOURCE, 'common/names/make.cmake')], check=True)
        os.chmod(os.path.join(to, self.script), 0o755)

    def passes(self, how, before, passed_on=(), executed=True, signals=(15, 13), **more):
        """`before` are the words of a command that those for the program stand behind, and `passed_on` those that
        come before these. `executed`: the program takes the interpreter's place."""
        def title(what):
            return '%s %s: %s' % (self.script, how, what)

        def words(given):
            return b''.join(os.fsencode(word) + b'\0' for word in list(passed_on) + given)
        result = run(before + WORDS, **more)
        check(title('words'), result.stdout == words(WORDS) and not result.stderr and result.returncode == 0, result)
        result = run(before, **more)
        check(title('no words'), result.stdout == words([]) and not result.stderr, result)
        data = bytes(range(256)) * 1024
        result = run(before, do='/bin/cat', input=data, **more)
        check(title('standard input'), result.stdout == words([]) + data, result.stderr)
        result = run(before, do='echo complaint >&2; exit 201', **more)
        check(title('status'), result.returncode == 201 and result.stderr == b'complaint\n', result)
        for signal in signals:
            result = run(before, do='kill -%d $$; exit 3' % signal, **more)
            check(title('signal %d' % signal), result.returncode == (-signal if executed else 128 + signal), result)
        if executed:
            process = subprocess.Popen(before, stdout=subprocess.PIPE, cwd=more.get('cwd'),
                                       env=dict(os.environ, PATH=more.get('path', SYSTEM), DO='echo $$'))
            output = process.communicate()[0]
            check(title('one process'), output == words([]) + b'%d\n' % process.pid, output)

    def check_direct(self, **more):
        """Without an interpreter before it."""
        self.passes('itself', [self.path], **more)
        self.passes('by a link', [self.link], **more)
        self.passes('behind a test', ['sh', '-c', '[ -x "$0" ] && exec "$0" "$@"', self.path], **more)
        self.passes('in PATH', [self.script], path=self.bin + ':' + SYSTEM, **more)
        self.passes('in PATH, by a shell', ['sh', '-c', 'exec "$0" "$@"', self.script], path=self.bin + ':' + SYSTEM, **more)
        self.passes('in PATH, by a shell, in the folder', ['sh', '-c', 'exec "$0" "$@"', self.script],
                   path=':' + SYSTEM, cwd=self.bin, **more)
        self.passes('in the folder', ['./' + self.script], cwd=self.bin, **more)
        self.passes('below the folder', [os.path.relpath(self.path, os.path.dirname(self.bin))],
                   cwd=os.path.dirname(self.bin), **more)
        self.passes('away from the program', [self.alone], path=SYSTEM + ':' + self.bin, **more)
        self.passes('copied', [self.copy], **more)
        self.check_foreign([self.alone])

    def check_foreign(self, before):
        """A program of this name that is not ours is not run."""
        folder = os.path.join(os.path.dirname(self.bin), 'foreign')
        os.makedirs(folder, exist_ok=True)
        write_script(os.path.join(folder, 'stand-in'), 'echo another program\n')
        result = run(before, path=folder + ':' + SYSTEM)
        check('%s: a foreign program' % before, result.returncode == 127 and result.stdout == b''
              and b'cannot find stand-in of flamegraph-c' in result.stderr, result)

    def check_syntax(self):
        for shell in found('sh', 'dash', 'bash', 'ksh', 'mksh', 'zsh'):
            result = run([shell, '-n', self.path])
            check('%s -n %s' % (shell, self.script), result.returncode == 0 and not result.stderr, result)
        if found('shellcheck'):
            result = run(['shellcheck', '-s', 'sh', self.path])
            check('shellcheck %s' % self.script, result.returncode == 0, result.stdout)

    def check_only_sh(self):
        self.passes('without anything but sh', [self.path], path=self.only_sh)
        result = run([self.alone], path=self.only_sh)
        check('%s without the program' % self.script, result.returncode == 127 and b'stand-in' in result.stderr, result)

    def check_shells(self):
        for shell in found('dash', 'bash', 'ksh', 'mksh', 'zsh', 'posh'):
            self.passes('by ' + shell, [shell, self.path])
            self.passes('by %s, in the folder' % shell, [shell, self.script], cwd=self.bin)
        for shell in found('busybox'):
            self.passes('by busybox sh', [shell, 'sh', self.link])

    def check_by(self, *interpreter, **more):
        """By an interpreter's command."""
        how, before = 'by ' + ' '.join(interpreter), list(interpreter)
        self.passes(how, before + [self.path], **more)
        self.passes(how + ', by a link', before + [self.link], **more)
        self.passes(how + ', in the folder', before + [self.script], cwd=self.bin, **more)
        self.passes(how + ', away from the program', before + [self.alone], path=SYSTEM + ':' + self.bin, **more)
        self.passes(how + ', copied', before + [self.copy], **more)
        self.check_foreign(before + [self.alone])


PERL_NAME, AWK_NAME = 'stackcollapse-perf.pl', 'stackcollapse-perf-sched.awk'
PYTHON_NAME, PHP_NAME = 'stackcollapse-chrome-tracing.py', 'stackcollapse-xdebug.php'


def by_sh(top):
    for script in (PERL_NAME, AWK_NAME, PYTHON_NAME):
        name = Name(top, script)
        name.check_syntax()
        name.check_direct()
        name.check_only_sh()
        name.check_shells()


def by_perl(top):
    name = Name(top, PERL_NAME)
    name.check_by('perl')
    name.check_by('perl', '-w')
    name.check_by('perl', '-Mstrict', '-Mwarnings', '--')
    name.passes('by perl -S', ['perl', '-S', name.script], path=name.bin + ':' + SYSTEM)
    check('perl -c', b'syntax OK' in run(['perl', '-wc', name.path]).stderr)


def by_awk(top, *awks):
    name = Name(top, AWK_NAME)
    for awk in awks:
        name.check_by(*awk, '-f', passed_on=['--'], executed=False)
        name.passes('by %s with variables' % awk, awk + ['-v', "recurse=it's", '-v', 'other=1', '-v', 'record_tid=1', '-f', name.path],
                    passed_on=['-v', "recurse=it's", '-v', 'record_tid=1', '--'], executed=False)
        name.passes('by %s with a variable behind' % awk, awk + ['-f', name.path, '-v', 'recurse=1', '--'],
                    passed_on=['-v', 'recurse=1', '--'], executed=False)


def by_mawk(top):
    by_awk(top, ['mawk'], *[[awk] for awk in found('original-awk')], *[[box, 'awk'] for box in found('busybox')])


def by_python(top):
    name = Name(top, PYTHON_NAME)
    name.check_by(sys.executable)
    name.check_by(sys.executable, '-W', 'error', '-I')


def by_php(top):
    name = Name(top, PHP_NAME)
    without = ['php', '-d', 'disable_functions=pcntl_exec']
    name.passes('by php without pcntl', without + [name.path], executed=False, signals=[15])
    if run(['php', '-r', 'exit(function_exists("pcntl_exec") ? 0 : 1);']).returncode == 0:
        name.check_direct()
        name.check_by('php')


def install(top, prefix):
    """Installs the programs, which are in no component; returns their folder."""
    build, to = os.path.join(top, 'build'), os.path.join(top, 'to', prefix or 'nothing')
    if not os.path.exists(build):
        os.mkdir(build)
        os.symlink(BIN, os.path.join(build, 'bin'))
    for command in ([CMAKE, '-S', SOURCE, '-B', build, '-DBUILD_TESTING=OFF', '-DFLAMEGRAPH_PL_NAMES=ON', '-DFLAMEGRAPH_PHP_NAMES=ON', '-DCMAKE_BUILD_TYPE=Release',
                     '-DFLAMEGRAPH_NAME_PREFIX=' + prefix], [CMAKE, '--install', build, '--prefix', to, '--strip',
                                                          '--component', 'Unspecified']):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return os.path.join(to, 'bin')


def scripts():
    """The scripts' names, where FLAMEGRAPH_PERL tells."""
    names = os.listdir(PERL) if PERL else []
    return {name for name in names if name.endswith(('.pl', '.awk', '.py', '.php')) or name == 'jmaps'}


def installation(top, prefix):
    folder = install(top, prefix)
    names = set(os.listdir(folder))
    programs = set(os.listdir(BIN))
    if not prefix:
        check('files has another place', 'files' not in names and os.access(
            os.path.join(folder, '../libexec/flamegraph-c/files'), os.X_OK), names)
        programs.remove('files')
    check('all programs with "%s" before' % prefix, {prefix + program for program in programs} <= names, names)
    others = names - {prefix + program for program in programs}
    check('the scripts\' names, too', {'flamegraph.pl', 'difffolded.pl', 'stackcollapse-perf.pl'} <= others, others)
    for name in others:
        check('%s is executable' % name, stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o755)
        program = prefix + os.path.splitext(name)[0]
        check('%s has a program' % name, program in names or program == 'files', names)
        if name.endswith('.php') and not found('php'):
            continue
        result = run([os.path.join(folder, name), '--version'])
        shown = program if '.' in name else name    # jmaps is no other's name but itself
        check('%s executes %s' % (name, program), result.stdout.startswith(shown.encode() + b' '), result)
    real = scripts()
    if real:
        check('no other names', others <= real, others - real)
        replaced = {name for name in real if os.path.splitext(name)[0] in programs | {'files'}}
        check('no name is missing', replaced <= names, replaced - names)
    return folder


def samples(count):
    return b''.join(b'app %d 5.5: 1 cycles:\n\t7f10 leaf_%d+0x1f (/lib/x.so)\n\t55a0 main+0x8 (/srv/a.out)\n\n'
                    % (i, i) for i in range(count))


def feed_and_read(to, source, data):
    """Writes to one pipe and reads from another until that ends; like those of Go's programs, our ends do not block."""
    output = b''
    with selectors.DefaultSelector() as selector:
        for pipe, event in ((to, selectors.EVENT_WRITE), (source, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, event)
        while True:
            for key, _ in selector.select():
                if key.fileobj is source:
                    read = os.read(source.fileno(), 65536)
                    if not read:
                        return output
                    output += read
                elif data:
                    data = data[os.write(to.fileno(), data[:10000]):]
                else:
                    selector.unregister(to)
                    to.close()


def stream(commands, data):
    """What the last of some commands prints, joined by pipes, and how they end."""
    processes, source = [], subprocess.PIPE
    for command in commands:
        processes.append(subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE))
        if source != subprocess.PIPE:
            source.close()
        source = processes[-1].stdout
    output = feed_and_read(processes[0].stdin, source, data)
    return output, [process.wait() for process in processes]


def streaming(folder):
    """As the programs that start the scripts: perl, with pipes to and from it, several times their size."""
    data = samples(5000)
    expected, statuses = stream([[os.path.join(BIN, name)] for name in ('stackcollapse-perf', 'flamegraph')], data)
    check('the programs themselves', statuses == [0, 0] and len(expected) > 1 << 19, statuses)
    names = [os.path.join(folder, name) for name in ('stackcollapse-perf.pl', 'flamegraph.pl')]
    for before in ([], ['perl']):
        output, statuses = stream([before + [name] for name in names], data)
        check('a stream through %s names' % before, output == expected and statuses == [0, 0], statuses)


def installed(top):
    installation(top, 'fg-')
    streaming(installation(top, ''))


# What calls the names: the checks, and the programs that they need.
KINDS = {
    'sh': (by_sh, ['sh']),
    'perl': (by_perl, ['perl']),
    'gawk': (lambda top: by_awk(top, ['gawk']), ['gawk']),
    'mawk': (by_mawk, ['mawk']),
    'python': (by_python, []),
    'php': (by_php, ['php']),
    'installed': (installed, ['perl']),
}


def checks(of):
    with scratch() as top:
        of(top)


if __name__ == '__main__':
    part, programs = KINDS[sys.argv[2]]
    needs(CMAKE, *programs)
    main(lambda: checks(part))
