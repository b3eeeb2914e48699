#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fleet.py BIN: docs/examples/fleet.sh on hosts of its own.

Whatever happens to the hosts, the result has the bytes of one process over all recordings, or is not written.
"""
import contextlib
import getpass
import os
import shutil
import signal
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import BIN, check, main, needs, run, scratch
from hosts import Host, await_file, children, free_port, read, write

FLEET = os.path.join(TOP, 'docs/examples/fleet.sh')
RECORDINGS = os.path.join(TOP, 'testdata/recordings')
os.environ['PATH'] += ':/usr/sbin'
NEEDED = ('parallel', 'sshd', 'ssh', 'ssh-keygen', 'flock', 'perl')

class Fleet:
    """Hosts h1 to h3, one h4 that does not answer, and recordings."""

    def __init__(self, top, stack):
        self.top, self.hosts, self.pieces = top, [], 0
        for name in ('tmp', 'parallel', 'recordings', 'recordings/more of them'):
            os.mkdir(self.path(name))
        run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', self.path('user')], check=True)
        if os.geteuid() == 0:       # where sshd asks for it, as its package's service makes it
            os.makedirs('/run/sshd', exist_ok=True)
        for name in ('h1', 'h2', 'h3'):
            self.hosts.append(Host(top, name))
            stack.callback(self.hosts[-1].stop)
        write(self.path('ssh_config'), ('''Host *
HostName 127.0.0.1
User %s
IdentityFile "%s"
IdentitiesOnly yes
UserKnownHostsFile /dev/null
StrictHostKeyChecking no
LogLevel ERROR
''' % (getpass.getuser(), self.path('user')) + ''.join('Host %s\nPort %d\n' % pair for pair in [
            *((host.name, host.port) for host in self.hosts), ('h4', free_port())])).encode())
        self.environment = dict(
            os.environ, PATH='%s:%s:%s' % (self.hosts[0].folder, BIN, os.environ['PATH']), TMPDIR=self.path('tmp'),
            PARALLEL_HOME=self.path('parallel'), PARALLEL_SSH='ssh -F "%s"' % self.path('ssh_config'))
        texts = [read(os.path.join(RECORDINGS, name + '.perf.txt'))
                 for name in ('demo', 'c-qsort', 'multi-event', 'go-pipeline', 'page-faults')]
        for name, data in (('big', b''.join(texts) * 2), ('a b', texts[1]), ("it's $HOME", texts[2]),
                           ('more of them/"c"', texts[3]), ('more of them/random', texts[1]), ('more of them/.hidden', b'no recording'),
                           ('more of them/faults', texts[4])):
            write(self.path('recordings/' + name), data)
        self.folder = self.path('recordings/more of them')
        self.of_folder = [os.path.join(self.folder, name) for name in ('"c"', 'faults', 'random')]
        self.names = [os.path.join(folder, name) for folder, _, names in os.walk(self.path('recordings'))
                      for name in names if name != '.hidden']

    def path(self, name):
        return os.path.join(self.top, name)

    def command(self, *words):
        """One that folds the recordings, or those that are named last."""
        words = list(words)
        names = [words.pop()] if words and words[-1].startswith('/') else [self.path('recordings')]
        return ['sh', FLEET, '-e', 'cpu-clock', '-o', self.path('out'), '-b', '256K', *words, *names]

    def run(self, *words):
        return run(self.command(*words), env=self.environment)

    def meanwhile(self, happens, *words):
        """The exit status and the messages of a run while something happens."""
        with subprocess.Popen(self.command(*words), env=self.environment, stderr=subprocess.PIPE) as process:
            happens(process)
            said = process.communicate(timeout=120)[1]
        return process.returncode, said

    def parts(self):
        folder = self.path('out.work/parts')
        return sorted(filter(str.isdigit, os.listdir(folder))) if os.path.isdir(folder) else []

    def whole(self, names=(), event='cpu-clock'):
        """What one process prints."""
        return run([os.path.join(BIN, 'stackcollapse-perf'), '--event-filter=' + event, *(names or self.names)]).stdout

    def result(self):
        """What is in OUT; it is removed."""
        try:
            return read(self.path('out'))
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.remove(self.path('out'))

    def nothing_left(self):
        left = [name for name in os.listdir(self.top) if name.startswith('out')] + os.listdir(self.path('tmp'))
        check('nothing is left', not left, left)


def plain(fleet):
    """Nothing happens. This counts the pieces, too."""
    result = fleet.run()
    check('on this machine', result.returncode == 0 and fleet.result() == fleet.whole(), result)
    fleet.pieces = fleet.hosts[0].ran()
    check('the large recording is cut', fleet.pieces == len(fleet.names) + 3, fleet.pieces)
    result = fleet.run('-e', 'page-faults', fleet.folder)
    check('a piece has no page fault', fleet.result() == fleet.whole(fleet.of_folder, 'page-faults'), result)
    fleet.hosts[0].ran()
    fleet.nothing_left()


def everything_at_once(fleet):
    """h4 is away from the start, a worker of h1 is killed in the middle of its piece, h2 goes away in the middle."""
    first, second, _ = fleet.hosts
    write(first.path('waits'))
    write(second.path('waits'))

    def happens(process):
        await_file(first.path('pid'), process)
        os.kill(int(read(first.path('pid'))), signal.SIGKILL)
        write(first.path('goes on'))
        await_file(second.path('pid'), process)
        second.stop()

    status, said = fleet.meanwhile(happens, '-S', 'h1,h2,1/h3,h4')
    check('h4 is named', b'fleet.sh: h4 is left out: ssh: connect to host 127.0.0.1 port' in said, said)
    check('what was killed is named', b'fleet.sh: h1 failed with 137' in said, said)
    check('who went away is named', b'fleet.sh: h2 failed with 255' in said and b' bytes from ' in said, said)
    check('the result is that of one process', status == 0 and fleet.result() == fleet.whole(), said)
    ran = sum(host.ran() for host in fleet.hosts)
    check('each piece again is told', fleet.pieces + 2 <= ran <= fleet.pieces + said.count(b' failed with '), ran, said)
    fleet.nothing_left()
    os.remove(second.path('pid'))
    check('h2 is back', second.start())


def interrupted(fleet):
    """What is done is not done again, unless its part was cut meanwhile, or has lines that are none."""
    first = fleet.hosts[0]
    write(first.path('waits'))

    def happens(process):
        await_file(first.path('pid'), process)
        end = time.monotonic() + 60
        while time.monotonic() < end and len(fleet.parts()) < 4:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)

    status, said = fleet.meanwhile(happens, '-S', 'h1,h2,h3')
    check('interrupted', status == 143 and b'interrupted; the same command goes on' in said, status, said)
    check('no result yet', not os.path.exists(fleet.path('out')))
    os.remove(first.path('pid'))
    done = fleet.parts()
    check('some are done', 4 <= len(done) < fleet.pieces, done)
    for host in fleet.hosts:
        host.ran()
    for name, change in zip(done, (lambda data: data[:-20],
                                   lambda data: data[:data.rindex(b'\n', 0, -1) + 1],
                                   lambda data: b'a stack without a count\n' + data)):
        name = fleet.path('out.work/parts/' + name)
        write(name, change(read(name)))
    result = fleet.run()
    check('cut parts are named', result.stderr.count(b'a part is cut, again: ') == 2, result)
    check('foldedmerge refuses the third', result.stderr.count(b'; again: ') == 1, result)
    ran = first.ran()
    check('those and the others', ran == fleet.pieces - len(done) + 3, ran, done, result)
    check('the same result', result.returncode == 0 and fleet.result() == fleet.whole(), result)
    fleet.nothing_left()


def reader_killed(fleet):
    """Who reads a piece on this machine is killed: the host takes what it got for the whole."""
    first = fleet.hosts[0]
    write(first.path('waits'))

    def happens(process):
        await_file(first.path('pid'), process)
        readers = [pid for pid in children(process.pid) if read('/proc/%d/comm' % pid) == b'dd\n']
        check('a reader', len(readers) > 0)
        for pid in readers:
            os.kill(pid, signal.SIGKILL)
        write(first.path('goes on'))

    status, said = fleet.meanwhile(happens, '-j', '1', fleet.path('recordings/big'))
    check('it is noticed', b'localhost failed with 74 (the piece or the answer was cut)' in said, said)
    check('nothing is lost', status == 0 and fleet.result() == fleet.whole([fleet.path('recordings/big')]), said)
    first.ran()


def failing_host(fleet):
    """A host that answers, and fails at once again and again, does not swallow the pieces."""
    write(fleet.hosts[1].path('fails'))
    result = fleet.run('-S', '1/h1,1/h2', fleet.folder)
    check('it is named', b'fleet.sh: h2 failed with 1 (no room): ' in result.stderr, result)
    check('the other does its work', result.returncode == 0 and fleet.result() == fleet.whole(fleet.of_folder), result)
    write(fleet.path('out'), b'old 1\n')
    result = fleet.run('-S', 'h2', '-r', '2', fleet.folder)
    check('alone it ends the run', result.returncode == 1 and b'h2: 6 tries failed' in result.stderr, result)
    check('what is missing is named', all(b'missing: %s, ' % os.path.realpath(name).encode() in result.stderr
                                          for name in fleet.of_folder), result)
    check('the old result is kept', fleet.result() == b'old 1\n')
    os.remove(fleet.hosts[1].path('fails'))
    shutil.rmtree(fleet.path('out.work'))
    for host in fleet.hosts:
        host.ran()


def hanging_host(fleet):
    """A host that answers no more."""
    first = fleet.hosts[0]
    write(first.path('waits'))
    result = fleet.run('-S', '1/h1,1/h2', '-t', '8', fleet.folder)
    check('it is named', b'fleet.sh: h1 failed with 143' in result.stderr, result)
    check('the other does its work', result.returncode == 0 and fleet.result() == fleet.whole(fleet.of_folder), result)
    os.remove(first.path('pid'))
    for host in fleet.hosts:
        host.ran()


def changed_recording(fleet):
    """A recording that is longer at the end than at the start."""
    first, name = fleet.hosts[0], fleet.path('growing')
    write(name, read(fleet.of_folder[1]))
    write(first.path('waits'))

    def happens(process):
        await_file(first.path('pid'), process)
        write(name, read(name) * 2)
        write(first.path('goes on'))

    status, said = fleet.meanwhile(happens, name)
    check('it is noticed', status == 1 and b'recordings have changed meanwhile' in said, status, said)
    check('no result', not os.path.exists(fleet.path('out')))
    shutil.rmtree(fleet.path('out.work'))
    first.ran()


def refused_piece(fleet):
    """A piece that fails everywhere is named, and nothing is written; the next call does this piece alone."""
    for host in fleet.hosts:
        write(host.path('refuses'), b'runtime')
    result = fleet.run('-S', 'h1,h2,h3', fleet.folder)
    missing = [line for line in result.stderr.split(b'\n') if b': missing: ' in line]
    check('one is missing', result.returncode == 1 and len(missing) == 1 and b'/"c", ' in missing[0], result)
    check('it was tried on all', all(b'%s failed with 1' % host.name.encode() in result.stderr for host in fleet.hosts),
          result)
    check('no result', not os.path.exists(fleet.path('out')))
    for host in fleet.hosts:
        os.remove(host.path('refuses'))
        host.ran()
    result = fleet.run(fleet.folder)
    check('it alone is done', fleet.hosts[0].ran() == 1, result)
    check('then the result is there', result.returncode == 0 and fleet.result() == fleet.whole(fleet.of_folder), result)


def unusable(fleet):
    """What is said before anything is done."""
    first, second, _ = fleet.hosts
    result = fleet.run('-S', 'h4')
    check('no host', result.returncode == 1 and b'no host is left' in result.stderr, result)
    write(second.path('version'), b'another version\n')
    result = fleet.run('-S', 'h1,h2')
    check('versions differ', result.returncode == 1 and b'h2: another version' in result.stderr, result)
    os.remove(second.path('version'))
    result = fleet.run('-c', 'stackcollapse-perf --all')
    check('work of other options', result.returncode == 1 and b'is of other recordings or options' in result.stderr,
          result)
    shutil.rmtree(fleet.path('out.work'))
    for words, status, text in (
            (['-o', 'out', 'x'], 2, b'no event; say it with -e'),
            (['-e', 'x', '-o', 'out'], 2, b'usage: fleet.sh'),
            (['-e', 'x', '-o', 'out', '-S', 'h1 -v', 'x'], 2, b'not hosts'),
            (['-e', 'x', '-o', 'out', '-b', '-1', 'x'], 2, b'not a size'),
            (['-e', 'x', '-o', 'out', 'nosuch'], 1, b'nosuch'),
            (['-e', 'x', '-o', 'recordings/out', 'recordings'], 2, b'among the recordings'),
            (['-e', 'nosuch', '-o', 'out', 'recordings/a b'], 1, b'no recording has samples of nosuch')):
        result = run(['sh', FLEET, *words], cwd=fleet.top, env=fleet.environment)
        check('wrong: %s' % words, result.returncode == status and text in result.stderr
              and not os.path.exists(fleet.path('out')), result)
        for name in ('out.work', 'recordings/out.work'):
            shutil.rmtree(fleet.path(name), ignore_errors=True)
    first.ran()


def streams_and_cut_recordings(fleet):
    text = read(fleet.path('recordings/big'))
    command = ['sh', FLEET, '-e', 'cpu-clock', '-b', '256K', '-o', fleet.path('out')]
    result = run([*command, '-'], text, env=fleet.environment)
    want = run([os.path.join(BIN, 'stackcollapse-perf'), '--event-filter=cpu-clock'], text).stdout
    check('a stream', result.returncode == 0 and fleet.result() == want, result)
    cut = write(fleet.path('cut'), text[:text.rindex(b'\n\n', 0, 500000) + 120])
    result = run([*command, cut, fleet.path('recordings/a b')], env=fleet.environment)
    for i, name in enumerate((cut, fleet.path('recordings/a b'))):
        run([os.path.join(BIN, 'stackcollapse-perf'), '--event-filter=cpu-clock', name],
            stdout=open(fleet.path('each%d' % i), 'wb'))
    want = run([os.path.join(BIN, 'foldedmerge'), fleet.path('each0'), fleet.path('each1')]).stdout
    check('a cut recording is named', b'/cut, ' in result.stderr and b'the input ends without' in result.stderr, result)
    check('and nothing but its last sample is lost', result.returncode == 0 and fleet.result() == want, result)


def default_events(fleet):
    """Why -e is needed: a piece that is left to itself keeps the event that it begins with."""
    text = read(os.path.join(RECORDINGS, 'multi-event.perf.txt'))
    whole = run([os.path.join(BIN, 'stackcollapse-perf')], text)
    check('one process keeps cpu-clock', b"kept 'cpu-clock'" in whole.stderr, whole)
    name = write(fleet.path('several'), text)

    def in_pieces(option):
        folder = fleet.path('pieces')
        result = run(['parallel', '--pipepart', '--recend', '\\n\\n', '--block', '12k', '-a', name, '--results',
                      folder + '/{#}', "'%s/stackcollapse-perf' %s" % (BIN, option)], env=fleet.environment)
        parts = [os.path.join(folder, name) for name in os.listdir(folder) if name.isdigit()]
        check('many pieces', len(parts) > 5, result)
        merged = run([os.path.join(BIN, 'foldedmerge'), '--counts=1', *parts])
        shutil.rmtree(folder)
        return merged.stdout

    check('pieces without --event-filter are wrong', in_pieces('') not in (b'', whole.stdout))
    check('pieces with it are right', in_pieces('--event-filter=cpu-clock') == whole.stdout)


def all_parts():
    needs(*NEEDED)
    with scratch() as top, contextlib.ExitStack() as stack:
        fleet = Fleet(top, stack)
        for part in (plain, everything_at_once, interrupted, reader_killed, failing_host, hanging_host, refused_piece,
                     changed_recording, unusable, streams_and_cut_recordings, default_events):
            start = time.monotonic()
            part(fleet)
            if '-v' in sys.argv:
                print('%s: %.1f s' % (part.__name__, time.monotonic() - start))


main(all_parts)
