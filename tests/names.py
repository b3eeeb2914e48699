#!/usr/bin/env python3
"""names.py BUILD: the programs under the names of the scripts that they replace, called in each way that people call those.

Prints a line for each check that fails, and the counts. Interpreters that are not there are left out.
"""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading

BUILD = os.path.abspath(sys.argv[1])
SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SYSTEM = os.environ['PATH']
WORDS = ['a b', "it's", '"', '$HOME `id` \\', '', 'two\nlines\n', '-x', '--', '--help', '*', b'\xff\xe9', 'a=b', '\t']

# Prints its words, a NUL behind each, and does what it is told.
STAND_IN = '#!/bin/sh\n[ $# -eq 0 ] || printf "%s\\0" "$@"\neval "$DO"\n'

failures = []
passed = 0


def check(name, condition, found=None):
    global passed
    if condition:
        passed += 1
        return
    failures.append(name)
    print('failed:', name, '' if found is None else found)


def run(command, do='', path=SYSTEM, **more):
    more.setdefault('input', b'')
    return subprocess.run(command, env=dict(os.environ, PATH=path, DO=do), timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def found(*names):
    return [name for name in names if shutil.which(name)]


def write(path, text):
    with open(path, 'w') as f:
        f.write(text)
    os.chmod(path, 0o755)


class Name:
    """A script's name, made by the template, with a stand-in for the program beside it."""

    def __init__(self, top, script):
        self.script = script
        self.bin = os.path.join(top, 'it\'s a "bin"')
        self.path = os.path.join(self.bin, script)
        os.makedirs(self.bin, exist_ok=True)
        self.make(self.bin, self.bin)
        write(os.path.join(self.bin, 'stand-in'), STAND_IN)
        # A link to a link.
        self.link = os.path.join(top, 'links', 'further', 'called-' + script)
        os.makedirs(os.path.dirname(self.link), exist_ok=True)
        os.symlink(self.path, os.path.join(top, 'links', 'first-' + script))
        os.symlink('../first-' + script, self.link)
        # Without the program.
        self.alone = os.path.join(top, 'alone', script)
        self.make(os.path.join(top, 'alone'), os.path.join(top, 'nowhere'))
        self.only_sh = os.path.join(top, 'only sh')
        os.makedirs(self.only_sh, exist_ok=True)
        if not os.listdir(self.only_sh):
            os.symlink(shutil.which('sh'), os.path.join(self.only_sh, 'sh'))

    def make(self, to, bindir):
        subprocess.run(['cmake', '-D', 'script=' + self.script, '-D', 'program=stand-in', '-D', 'bindir=' + bindir,
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


def perl_names(top):
    name = Name(top, 'stackcollapse-perf.pl')
    name.check_direct()
    name.check_only_sh()
    name.check_shells()
    for _ in found('perl'):
        name.check_by('perl')
        name.check_by('perl', '-w')
        name.check_by('perl', '-Mstrict', '-Mwarnings', '--')
        name.passes('by perl -S', ['perl', '-S', name.script], path=name.bin + ':' + SYSTEM)
        check('perl -c', b'syntax OK' in run(['perl', '-wc', name.path]).stderr)


def awk_names(top):
    name = Name(top, 'stackcollapse-perf-sched.awk')
    name.check_direct()
    name.check_only_sh()
    name.check_shells()
    for awk in [[awk] for awk in found('awk', 'gawk', 'mawk', 'original-awk')] + [[b, 'awk'] for b in found('busybox')]:
        name.check_by(*awk, '-f', passed_on=['--'], executed=False)
        name.passes('by %s with variables' % awk, awk + ['-v', "recurse=it's", '-v', 'other=1', '-v', 'record_tid=1', '-f', name.path],
                   passed_on=['-v', "recurse=it's", '-v', 'record_tid=1', '--'], executed=False)
        name.passes('by %s with a variable behind' % awk, awk + ['-f', name.path, '-v', 'recurse=1', '--'],
                   passed_on=['-v', 'recurse=1', '--'], executed=False)


def python_names(top):
    name = Name(top, 'stackcollapse-chrome-tracing.py')
    name.check_direct()
    name.check_only_sh()
    name.check_shells()
    name.check_by(sys.executable)
    name.check_by(sys.executable, '-W', 'error', '-I')


def php_names(top):
    name = Name(top, 'stackcollapse-xdebug.php')
    for _ in found('php'):
        name.check_direct()
        name.check_by('php')
        without = ['-d', 'disable_functions=pcntl_exec']
        name.passes('by php without pcntl', ['php'] + without + [name.path], executed=False, signals=[15])


def installed(top, prefix):
    """The folder of programs of an installation of BUILD's."""
    build, to = os.path.join(top, 'build'), os.path.join(top, 'to', prefix or 'nothing')
    if not os.path.exists(build):
        os.mkdir(build)
        os.symlink(os.path.join(BUILD, 'bin'), os.path.join(build, 'bin'))
    for command in (['cmake', '-S', SOURCE, '-B', build, '-DBUILD_TESTING=OFF', '-DFLAMEGRAPH_PL_NAMES=ON', '-DCMAKE_BUILD_TYPE=Release',
                     '-DFLAMEGRAPH_NAME_PREFIX=' + prefix], ['cmake', '--install', build, '--prefix', to]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return os.path.join(to, 'bin')


def scripts():
    """The scripts' names, where FLAMEGRAPH_PERL tells."""
    folder = os.environ.get('FLAMEGRAPH_PERL')
    names = os.listdir(folder) if folder else []
    return {name for name in names if name.endswith(('.pl', '.awk', '.py', '.php')) or name == 'jmaps'}


def installation(top, prefix):
    folder = installed(top, prefix)
    names = set(os.listdir(folder))
    programs = set(os.listdir(os.path.join(BUILD, 'bin')))
    check('all programs with "%s" before' % prefix, {prefix + program for program in programs} <= names, names)
    others = names - {prefix + program for program in programs}
    check('the scripts\' names, too', {'flamegraph.pl', 'difffolded.pl', 'stackcollapse-perf.pl'} <= others, others)
    for name in others:
        check('%s is executable' % name, stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o755)
        program = prefix + os.path.splitext(name)[0]
        check('%s has a program' % name, program in names, names)
        result = run([os.path.join(folder, name), '--version'])
        shown = program if '.' in name else name    # jmaps is no other's name but itself
        check('%s executes %s' % (name, program), result.stdout.startswith(shown.encode() + b' '), result)
    real = scripts()
    if real:
        check('no other names', others <= real, others - real)
        replaced = {name for name in real if os.path.splitext(name)[0] in programs}
        check('no name is missing', replaced <= names, replaced - names)
    return folder


def samples(count):
    return b''.join(b'app %d 5.5: 1 cycles:\n\t7f10 leaf_%d+0x1f (/lib/x.so)\n\t55a0 main+0x8 (/srv/a.out)\n\n'
                    % (i, i) for i in range(count))


def stream(commands, data):
    """What the last of some commands prints, joined by pipes, while the first is being fed."""
    processes, source = [], subprocess.PIPE
    for command in commands:
        processes.append(subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE))
        if source != subprocess.PIPE:
            source.close()
        source = processes[-1].stdout

    def feed():
        for at in range(0, len(data), 10000):
            processes[0].stdin.write(data[at:at + 10000])
        processes[0].stdin.close()
    feeder = threading.Thread(target=feed)
    feeder.start()
    output = source.read()
    feeder.join()
    return output, [process.wait() for process in processes]


def streaming(top, folder):
    """As the programs that start the scripts: perl, with pipes to and from it, several times their size."""
    data = samples(5000)
    programs = [os.path.join(BUILD, 'bin', name) for name in ('stackcollapse-perf', 'flamegraph')]
    expected, statuses = stream([[program] for program in programs], data)
    check('the programs themselves', statuses == [0, 0] and len(expected) > 1 << 19, statuses)
    names = [os.path.join(folder, name) for name in ('stackcollapse-perf.pl', 'flamegraph.pl')]
    for before in [[]] + [[perl] for perl in found('perl')]:
        output, statuses = stream([before + [name] for name in names], data)
        check('a stream through %s names' % before, output == expected and statuses == [0, 0], statuses)
    if found('go') and found('perl'):
        program = os.path.join(top, 'stream')
        subprocess.run(['go', 'build', '-o', program, os.path.join(SOURCE, 'tests/stream.go')], check=True, cwd=top)
        result = subprocess.run([program] + names, input=data, stdout=subprocess.PIPE, timeout=600)
        check('a stream from Go', result.returncode == 0 and result.stdout == expected, result.returncode)


def main():
    if os.environ.get('TEST_WRAPPER'):
        return 77       # nothing of C is tested here
    with tempfile.TemporaryDirectory() as top:
        for names in (perl_names, awk_names, python_names, php_names):
            names(top)
        installation(top, 'fg-')
        streaming(top, installation(top, ''))
    print('%d passed, %d failed' % (passed, len(failures)))
    return len(failures) > 0


if __name__ == '__main__':
    sys.exit(main())
