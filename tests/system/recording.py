#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recording.py BIN: stackcollapse-perf on recordings of perf record, with stand-ins for perf.

The stand-in prints a text for the times it is asked for; PERF names it. Whatever the slices, the stacks are those
of the text as a whole, and whatever goes wrong is told in one message.
"""
import os
import signal
import struct
import subprocess
import time

from harness import check, main, ours, run, scratch, write_script

STAND_IN = r'''#!/usr/bin/env python3
import os, re, sys
words = sys.argv[1:]
with open(os.environ['CALLS'], 'a') as f:
    f.write(repr(words) + '\n')
if '-' == words[2]:
    sys.stdin.buffer.read()
def ns(text, usual):
    return int(float(text.split('.')[0]) * 10**9 + int(text.split('.')[1])) if text else usual
first, last = 0, 10**30
if '--time' in words:
    a, b = words[words.index('--time') + 1].split(',')
    first, last = ns(a, first), ns(b, last)
bare = '-symoff' in words
for i in range(COUNT):
    if not first <= (i + 1) * 1000 <= last:
        continue
    event = 'cycles' if i % 3 else 'faults'
    frames = ''.join('\t    7f10 f%d%s (/bin/app)\n' % (i % 7 + j, '' if bare else '+0x%x' % j) for j in range(i % 5 + 1))
    print('app 1 %.6f: 10 %s:\n%s' % (i / 1000, event, '' if i % 11 == 10 else frames + '\n'), end='')
'''
HEAD = 'import os, sys, time\n'


def record(kind, payload, misc=0, order='<'):
    payload += bytes(-len(payload) % 8)
    return struct.pack(order + 'IHH', kind, misc, 8 + len(payload)) + payload


def recording(samples, order='<', size=4096, names=('/bin/app',), times=None, kind=0, piped=False, sample_type=1 << 0 | 1 << 1 | 1 << 2,
              newer=False):
    """A recording of so many samples at the times 1000, 2000 and so on, of about `size` bytes each."""
    attr = struct.pack(order + 'IIQQQQQ', kind, 64, 0, 1, sample_type, 0, (1 << 63) * newer) + bytes(16)
    data = b''.join(record(10, struct.pack(order + 'IIQQQIIQQII', 1, 1, 0x1000, 0x1000, 0, 0, 0, 0, 0, 5, 2) + name.encode() + b'\0',
                           order=order) for name in names)
    data += b''.join(record(9, struct.pack(order + 'QIIQ', 1, 1, 1, (times or (lambda i: 1000 * (i + 1)))(i)) + bytes(size), order=order)
                     for i in range(samples))
    magic = b'PERFILE2' if order == '<' else b'2ELIFREP'
    if piped:
        return magic + struct.pack(order + 'Q', 16) + record(64, attr, order=order) + data
    head = struct.pack(order + '12Q', 104, 80, 104, 80, 184, len(data), 0, 0, 0, 0, 0, 0)
    return magic + head + attr + struct.pack(order + 'QQ', 0, 0) + data


class Folder:
    """A scratch folder with a stand-in for perf."""

    def __init__(self, folder, count=4000):
        self.folder, self.calls = folder, os.path.join(folder, 'calls')
        self.perf('perf', STAND_IN.replace('COUNT', str(count)))

    def perf(self, name, text):
        write_script(os.path.join(self.folder, name), text)
        self.env = dict(os.environ, PERF=os.path.join(self.folder, name), CALLS=self.calls, TMPDIR=self.folder)

    def write(self, name, data):
        with open(os.path.join(self.folder, name), 'wb') as f:
            f.write(data)

    def fold(self, *words, data=b'', way=('--via=perf',)):
        with open(self.calls, 'w'):
            pass
        way = () if any(word.startswith('--via=') for word in words) else way
        result = run(ours('stackcollapse-perf', *way, *words), data, cwd=self.folder, env=self.env)
        with open(self.calls) as f:
            return result, [eval(line) for line in f]

    def text(self, *words):
        return run([self.env['PERF'], 'script', '-i', 'x'] + list(words), env=self.env).stdout


def slices():
    with scratch() as name:
        f = Folder(name)
        text = f.text()
        for label, data, count in (
                ('a long one', recording(4000), 3), ('the other byte order', recording(4000, order='>'), 3),
                ('the pipe form', recording(4000, piped=True), 3), ('a short one', recording(4000, size=8), 1),
                ('times in disorder', recording(4000, times=lambda i: 1000 * ((i * 1237) % 4000 + 1)), 3),
                ('no times', recording(4000, sample_type=3), 1), ('a time of 0', recording(4000, times=lambda i: i), 1),
                ('one time', recording(4000, times=lambda i: 7), 1), ('cut', recording(4000)[:-5], 1),
                ('blanks', recording(4000, names=('/bin/app (deleted)',)), 3), ('a tracepoint', recording(4000, kind=2), 3)):
            f.write('perf.data', data)
            for options in ([], ['--event-filter=cycles'], ['--all'], ['--counts'], ['--fix'], ['--max-memory=1K']):
                expected = run(ours('stackcollapse-perf', *options), text).stdout
                result, calls = f.fold('--threads=3', *options, 'perf.data')
                check('%s %s' % (label, options), (result.returncode, result.stdout) == (0, expected), result)
                check('%s: slices' % label, len(calls) == count, calls)
                bare = label not in ('blanks', 'a tracepoint', 'cut') and options != ['--fix']
                check('%s %s: offsets' % (label, options), all(('-symoff' in call) == bare for call in calls), calls)
        check('alone', len(f.fold('--threads=1', 'perf.data')[1]) == 1)
        calls = f.fold('--symfs=other root', '--threads=3', 'perf.data')[1]
        check('--symfs', len(calls) == 3 and all(call[3:5] == ['--symfs', 'other root'] for call in calls), calls)
        check('--srcline', f.fold('--srcline', 'perf.data')[1] == [['script', '-i', 'perf.data', '-F', '+srcline']])


def inputs():
    with scratch() as name:
        f = Folder(name, 50)
        text = f.text()
        expected = run(ours('stackcollapse-perf'), text).stdout
        f.write('file', recording(50))
        f.write('pipe', recording(50, piped=True))
        f.write('text', text)
        twice = run(ours('stackcollapse-perf'), text + text + text).stdout
        for form in ('file', 'pipe'):
            data = recording(50, piped=form == 'pipe')
            result, calls = f.fold(data=data)
            check('%s through a pipe' % form, (result.returncode, result.stdout) == (0, expected), result)
            check('%s: what perf reads' % form, calls[0][2] == ('-' if form == 'pipe' else '/dev/stdin'), calls)
            with open(os.path.join(name, form)) as stdin:
                result = subprocess.run(ours('stackcollapse-perf', '--via=perf', '-'), stdin=stdin, env=f.env, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
            check('%s as standard input' % form, (result.returncode, result.stdout) == (0, expected), result)
            for words in (['text', form, 'text'], [form, 'text', form], [form, form, 'text']):
                check(' '.join(words), f.fold(*words)[0].stdout == twice)
        check('nothing is left', sorted(os.listdir(name)) == ['calls', 'file', 'perf', 'pipe', 'text'], os.listdir(name))


def left_to_perf():
    """Without --via, a recording that needs perf is read by perf, all of it and by its name."""
    with scratch() as name:
        f = Folder(name)
        expected = run(ours('stackcollapse-perf'), f.text()).stdout
        f.write('perf.data', recording(4000, newer=True))
        result, calls = f.fold('--threads=3', 'perf.data', way=())
        check('left to perf', (result.returncode, result.stdout) == (0, expected), result)
        check('left to perf: why', b'read through perf script: an event has attributes that are newer' in result.stderr, result)
        check('left to perf: what it reads', len(calls) == 3 and all(call[2] == 'perf.data' for call in calls), calls)
        with open(os.path.join(name, 'perf.data')) as stdin:
            result = subprocess.run(ours('stackcollapse-perf', '-'), stdin=stdin, env=f.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check('left to perf as standard input', (result.returncode, result.stdout) == (0, expected), result)


BAD = (('fails', 'sys.stderr.write("no such thing\\nmore\\n"); sys.exit(9)', 1, b'', b'failed with status 9: no such thing (and 1 more)'),
       ('fails with an error number', 'sys.exit(-14)', 1, b'', b'failed with status 242;'),
       ('dies halfway', 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n", flush=True); os.kill(os.getpid(), 9)', 1, b'', b'was ended by signal 9'),
       ('warns', 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n"); sys.stderr.write("Warning:\\n\\nodd\\nb\\n")', 0, b'app;f 1\n', b'warns: odd (and 1 more'),
       ('misreads', 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n"); sys.stderr.write("Found 5 unknown events!\\n")', 1, b'app;f 1\n', b'warns: Found 5'),
       ('warns without end', 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n"); sys.stderr.write("odd\\n" * 100000)', 0, b'app;f 1\n', b'warns: odd (and 99999'),
       ('has no samples', '', 0, b'', b'the recording has no samples'))


def failures():
    with scratch() as name:
        f = Folder(name)
        f.write('perf.data', recording(4000))
        for label, code, status, stdout, message in BAD:
            f.perf('bad', '#!/usr/bin/env python3\n' + HEAD + code + '\n')
            result, _ = f.fold('--threads=1', 'perf.data')
            check(label, (result.returncode, result.stdout) == (status, stdout) and message in result.stderr
                  and result.stderr.count(b'\n') == 1, result)
        f.write('cut', recording(9)[:60])
        result, _ = f.fold('--via=direct', 'cut')
        check('one message about a recording that is cut', result.returncode == 1 and result.stderr.count(b'\n') == 1
              and b'no stacks come before' in result.stderr, result)
        for way in ('--via=direct', '--via=x'):
            check(way, f.fold(way, 'perf.data')[0].returncode in (1, 255))
        f.env['PERF'] = os.path.join(name, 'missing')
        result, _ = f.fold('perf.data')
        check('missing', result.returncode == 1 and b'PERF' in result.stderr and b'cannot run' in result.stderr
              and result.stderr.count(b'\n') == 1, result)
        f = Folder(name)
        f.write('perf.data', recording(9, names=('/tmp/jit-7.dump',)))
        check('jitdump', b"'/tmp/jit-7.dump'" in f.fold('perf.data')[0].stderr)


def endless():
    """A record whose length leads back to it."""
    with scratch() as name:
        f = Folder(name, 9)
        data = bytearray(recording(1))
        at = struct.unpack_from('<Q', data, 40)[0]
        data[at:] = struct.pack('<IHHQ', 71, 0, 1000, 2 ** 64 - 1000) + bytes(1000 - 16)
        struct.pack_into('<Q', data, 48, 2 ** 64 - 1 - at)
        f.write('perf.data', data)
        result, calls = f.fold('--via=perf', 'perf.data')
        check('a record that leads back', result.returncode == 0 and len(calls) == 1, result)


def interrupts():
    with scratch() as name:
        f = Folder(name)
        f.write('perf.data', recording(9))
        f.perf('slow', '#!/usr/bin/env python3\n' + HEAD
               + 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n\\napp 1 1.0: 1 c:\\n\\t1 g (/a)", flush=True)\n'
               'open(os.environ["CALLS"], "a").close()\ntime.sleep(1000)\n')
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen(ours('stackcollapse-perf', '--via=perf', 'perf.data'), cwd=name, env=f.env, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
                while process.poll() is None and not os.path.exists(f.calls):
                    time.sleep(0.01)
                time.sleep(0.3)
                process.send_signal(number)
                out, err = process.communicate(timeout=60)
            if os.path.exists(f.calls):
                os.remove(f.calls)
            check('signal %d' % number, (process.returncode, out) == (128 + number, b'app;f 1\n') and b'interrupted' in err, out, err)


if __name__ == '__main__':
    main(slices, inputs, left_to_perf, failures, endless, interrupts)
