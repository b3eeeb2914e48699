#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""profile.py BIN: docs/examples/profile.sh with stand-ins for perf, and with perf where recording is permitted."""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import check, main, needs, only, ours, run, scratch, write_script

SCRIPT = os.path.join(TOP, 'docs/examples/profile.sh')
RECORDING = os.path.join(TOP, 'testdata/recordings/demo.perf.txt')
SYSTEM = 'cat date grep mkdir mktemp mv rm sh sleep tail uname'.split()
PROGRAMS = ('stackcollapse-perf', 'flamegraph')

# `perf record` and `perf script` of the stand-in, which makes the real one's mistakes.
RECORD = 'for word do [ "$last" != -o ] || out=$word; last=$word; done; : "${out:?}"\n'
WORKS = (RECORD + 'echo data > "$out"', 'cat "$RECORDING"')
DENIED = '''cat >&2 <<END
Error:
Access to performance monitoring and observability operations is limited.
Consider adjusting /proc/sys/kernel/perf_event_paranoid setting to open
access to performance monitoring and observability operations for processes
END
exit 255'''
SLEEPS = 'echo $$ > "$OUT/started"; exec sleep 600'

BURNER = '''
__attribute__((noinline)) static void burn_here(volatile long *n) { for (;;) ++*n; }
int main(void) { volatile long n = 0; burn_here(&n); return 0; }
'''


class Place:
    """A folder with a PATH that has nothing but what the script needs."""

    def __init__(self, top, record=WORKS[0], script=WORKS[1]):
        self.top, self.bin, self.out = top, os.path.join(top, 'bin'), os.path.join(top, 'the output')
        only(self.bin, SYSTEM, PROGRAMS)
        if record is not None:
            self.add('perf', 'case $1 in record)\n%s\n;;\nscript)\n%s\n;;\nesac\n' % (record, script))
        # The folder of the sources is a repository: without git, the title has no version.
        self.environment = {'PATH': self.bin, 'HOME': '/nowhere', 'RECORDING': RECORDING, 'OUT': top, 'LC_ALL': 'C'}

    def add(self, name, text):
        write_script(os.path.join(self.bin, name), text)

    def use_perf(self):
        os.symlink(shutil.which('perf'), os.path.join(self.bin, 'perf'))

    def start(self, *words, **variables):
        return subprocess.Popen(['sh', SCRIPT, *words], cwd=self.top, env=dict(self.environment, **variables),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words, **variables):
        return run(['sh', SCRIPT, *words], cwd=self.top, env=dict(self.environment, **variables))

    def left(self):
        return os.listdir(self.out) if os.path.isdir(self.out) else []


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def title(path):
    return re.search(rb'id="title"[^>]*>([^<]*)<|>([^<]*)</text>', read(path)).group(1)


def is_one_line(result, *words):
    text = result.stderr.decode()
    return text.startswith('profile.sh: ') and text.count('\n') == 1 and all(word in text for word in words)


def refused(name, place, status, words, *operands, **variables):
    result = place.run(*operands, **variables)
    check('%s: status and message' % name, result.returncode == status and is_one_line(result, *words), result)
    check('%s: nothing is left' % name, not place.left() and not result.stdout, place.left(), result)


def writes_three_files():
    with scratch() as top:
        place = Place(top)
        result = place.run('', '3', place.out, VERSION='shop 1.2.3')
        names = result.stdout.decode().splitlines()
        check('three files', result.returncode == 0 and
              [os.path.splitext(name)[1] for name in names] == ['.folded', '.counts', '.svg'], result)
        check('no others', sorted(map(os.path.basename, names)) == sorted(place.left()), place.left())
        check('folded', read(names[0]) == run(ours('stackcollapse-perf', '--fix', RECORDING)).stdout)
        check('counts', read(names[1]) == run(ours('stackcollapse-perf', '--fix', '--counts', RECORDING)).stdout)
        check('the title has the version', b'shop 1.2.3: all processors' in title(names[2]), title(names[2]))
        check('readable for others', all(os.stat(name).st_mode & 0o777 == 0o666 & ~umask() for name in names))
        check('no version without git', title(place.run('-', '3', place.out).stdout.decode().splitlines()[2])
              == b'all processors')
        place.add('git', '[ "$*" = "describe --tags --always --dirty" ] && echo v4-dirty')
        check('version of git', title(place.run('-', '3', place.out).stdout.decode().splitlines()[2])
              == b'v4-dirty: all processors')
        check('an empty VERSION is none', title(place.run('-', '3', place.out, VERSION='').stdout.decode()
              .splitlines()[2]) == b'all processors')
        os.makedirs(os.path.join(top, '-dir'))
        check('a folder like an option', place.run('-', '3', '-dir').returncode == 0
              and len(os.listdir(os.path.join(top, '-dir'))) == 3)


def ends_early():
    """perf has the status of its `sleep`, which it ends when the process has ended."""
    with scratch() as top:
        place = Place(top, RECORD + 'echo data > "$out"; kill -TERM $$')
        result = place.run('-', '3', place.out)
        check('the process ends early', result.returncode == 0 and len(place.left()) == 3 and not result.stderr, result)
        check('and the picture says so', b'until its end' in read(result.stdout.decode().splitlines()[2]))


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def runs_do_not_collide():
    with scratch() as top:
        place = Place(top)
        place.add('date', 'echo 20260101T000000Z')
        started = [place.start('-', '1', place.out) for _ in range(5)]
        outputs = [process.communicate(timeout=60) for process in started]
        check('five at once', all(process.returncode == 0 for process in started), outputs)
        check('fifteen files', len(place.left()) == 15 and len(set(place.left())) == 15, place.left())


def command_lines():
    with scratch() as top:
        place = Place(top)
        gone = subprocess.Popen(['true'])
        gone.wait()
        refused('no process', place, 2, ['no process', str(gone.pid)], str(gone.pid), '1', place.out)
        refused('no number', place, 2, ['not a process id'], 'app', '1', place.out)
        refused('no seconds', place, 2, ['number of seconds'], '-', '1.5', place.out)
        refused('zero seconds', place, 2, ['number of seconds'], '-', '0', place.out)
        refused('too many words', place, 2, ['usage'], '-', '1', place.out, 'more')
        refused('a file in place of the folder', place, 1, ['cannot create'], '-', '1', SCRIPT)


def failures():
    table = (
        ('perf is missing', None, '', 3, ['perf is not in PATH', 'install linux-perf']),
        ('not permitted', DENIED, '', 3, ['perf may not record', 'perf_event_paranoid is', 'PERFMON']),
        ('no samples', WORKS[0], 'echo "zero-sized data (perf.data), nothing to do!" >&2; exit 255', 4,
         ['nothing was sampled', 'while there is load']),
        ('empty text', WORKS[0], ':', 4, ['nothing was sampled']),
        ('record fails half way', RECORD + 'echo half > "$out"; echo "No space left on device" >&2; exit 1', '', 1,
         ['perf record failed with status 1: No space left']),
        ('script fails half way', WORKS[0], 'head=cut; cat "$RECORDING"; echo "broken file" >&2; exit 7', 1,
         ['perf script failed with status 7: broken file']),
        ('record ends with 255', 'echo "No such process" >&2; exit 255', '', 1,
         ['perf record failed with status 255: No such process']),
        ('record is killed', RECORD + 'echo half > "$out"; kill -9 $$', '', 1, ['perf record was ended by signal 9']),
        ('script is killed', WORKS[0], 'cat "$RECORDING"; kill -9 $$', 1, ['perf script was ended by signal 9']))
    for name, record, script, status, words in table:
        with scratch() as top:
            place = Place(top, record, script)
            refused(name, place, status, words, '-', '1', place.out)
    with scratch() as top:
        place = Place(top)
        place.add('flamegraph', 'echo "<svg"; echo "no memory" >&2; exit 1')
        refused('no graph', place, 1, ['flamegraph failed with status 1: no memory'], '-', '1', place.out)
        os.remove(os.path.join(place.bin, 'flamegraph'))
        refused('no flamegraph', place, 3, ['flamegraph is not in PATH'], '-', '1', place.out)


def is_running(pid):
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False


def signals():
    for stage, record, script in (('record', SLEEPS, ''), ('script', WORKS[0], 'cat "$RECORDING"; ' + SLEEPS)):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with scratch() as top:
                place = Place(top, record, script)
                process = place.start('-', '1', place.out)
                started, end = os.path.join(top, 'started'), time.time() + 30
                while time.time() < end and not (os.path.exists(started) and read(started).endswith(b'\n')):
                    time.sleep(0.01)
                process.send_signal(number)
                process.communicate(timeout=30)
                name = '%s during perf %s' % (number.name, stage)
                check(name, process.returncode == 128 + number, process.returncode)
                check(name + ': nothing is left', not place.left(), place.left())
                check(name + ': perf has ended', not is_running(int(read(started))))


def may_record(top, *target):
    """Whether perf may record here."""
    command = ['perf', 'record', '-q', '-e', 'cpu-clock', '-o', os.path.join(top, 'trial'), *target, '--', 'true']
    return shutil.which('perf') is not None and run(command).returncode == 0


def share(path, name):
    lines = [line.rsplit(b' ', 1) for line in read(path).splitlines()]
    return (sum(int(count) for stack, count in lines if name in stack.split(b';')) / sum(int(line[1]) for line in lines))


def is_recorded(pid):
    """Whether perf has opened its counters of a process."""
    for folder in glob.glob('/proc/[0-9]*'):
        try:
            command = read(folder + '/cmdline').split(b'\0')
            if b'record' in command and b'%d' % pid in command:
                return any('[perf_event]' in os.readlink(fd) for fd in glob.glob(folder + '/fd/*'))
        except OSError:
            pass    # it has ended
    return False


def kill_when_recorded(process):
    for _ in range(600):
        if is_recorded(process.pid):
            break
        time.sleep(0.1)
    time.sleep(1)
    process.kill()


def with_perf():
    with scratch() as top:
        if not may_record(top):
            print('not run: perf may not record here, or is not installed; the stand-ins were')
            return
        place = Place(top, None)
        place.use_perf()
        source, program = os.path.join(top, 'b.c'), os.path.join(top, 'burner')
        with open(source, 'w') as file:
            file.write(BURNER)
        check('cc', run([os.environ.get('CC', 'cc'), '-O1', '-fno-omit-frame-pointer', '-o', program, source])
              .returncode == 0)
        with subprocess.Popen([program]) as burner, subprocess.Popen(['sleep', '600']) as idle:
            try:
                result = place.run(str(burner.pid), '2', place.out)
                check('a process', result.returncode == 0, result)
                for path in glob.glob(os.path.join(glob.escape(place.out), '*.[fc]*')):
                    check('the function has most of ' + path[-6:], share(path, b'burn_here') > 0.9, read(path))
                check('its name', any(title(path) == b'burner, process %d' % burner.pid
                                      for path in glob.glob(os.path.join(glob.escape(place.out), '*.svg'))))
                with subprocess.Popen([program]) as short:
                    threading.Thread(target=kill_when_recorded, args=(short,)).start()
                    result = place.run(str(short.pid), '60', os.path.join(top, 'short'))
                check('a process that ends', result.returncode == 0 and b'.svg' in result.stdout, result)
                result = place.run(str(idle.pid), '1', os.path.join(top, 'idle'))
                check('an idle process', result.returncode == 4 and is_one_line(result, 'nothing was sampled'), result)
                if may_record(top, '-a'):
                    result = place.run('-', '1', os.path.join(top, 'all'))
                    check('all processors', result.returncode == 0, result)
                process = place.start(str(burner.pid), '577', os.path.join(top, 'ended'))
                time.sleep(1)
                process.terminate()
                process.communicate(timeout=30)
                check('ended', process.returncode == 143 and not os.listdir(os.path.join(top, 'ended')))
                check('no process is left', b'577' not in run(['ps', '-eo', 'args']).stdout.split()
                      if shutil.which('ps') else True)
            finally:
                burner.kill()
                idle.kill()


needs(*SYSTEM)
main(writes_three_files, ends_early, runs_do_not_collide, command_lines, failures, signals, with_perf)
