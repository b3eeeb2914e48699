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
import sys
import time

from harness import check, main, ours, run, scratch, write_script

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'perfdata'))
import perfdata_writer      # noqa: E402

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
    frames += '\t    7f10 inner+0x1f (inlined)\n' * (i % 9 == 0)
    print('app 1 %.6f: 10 %s:\n%s' % (i / 1000, event, '' if i % 11 == 10 else frames + '\n'), end='')
'''
HEAD = 'import os, sys, time\n'


def record(kind, payload, misc=0, order='<'):
    payload += bytes(-len(payload) % 8)
    return struct.pack(order + 'IHH', kind, misc, 8 + len(payload)) + payload


def recording(samples, order='<', size=4096, names=('/bin/app',), times=None, kind=0, piped=False, sample_type=1 << 0 | 1 << 1 | 1 << 2,
              newer=False, more=b''):
    """A recording of so many samples at the times 1000, 2000 and so on, of about `size` bytes each, after `more`."""
    attr = struct.pack(order + 'IIQQQQQ', kind, 64, 0, 1, sample_type, 0, (1 << 63) * newer) + bytes(16)
    data = more + b''.join(record(10, struct.pack(order + 'IIQQQIIQQII', 1, 1, 0x1000, 0x1000, 0, 0, 0, 0, 0, 5, 2) + name.encode() + b'\0',
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


def cut_samples():
    with scratch() as name:
        f = Folder(name, 70000)
        f.write('perf.data', recording(70000, size=48))
        expected = run(ours('stackcollapse-perf'), f.text()).stdout
        result, calls = f.fold('--threads=8', 'perf.data')
        check('more samples than are kept', (result.returncode, result.stdout) == (0, expected) and len(calls) == 2, calls)
        ends = [call[call.index('--time') + 1] for call in calls]
        check('about the middle', 0.034 < float(max(ends).strip(',')) < 0.036, ends)


def cut_times():
    """Compressed recordings are cut by the times that they say they have."""
    halves = [',5.999999999', '6.000000000,']
    with scratch() as name:
        f = Folder(name, 9)
        for order in '<', '>':
            for times, expected in ((2, 10), halves), ((), ['perf.data']), ((0, 10), ['perf.data']), ((5, 5), ['perf.data']), ((1, 2, 3), ['perf.data']):
                data = perfdata_writer.Recording(order)
                data.event(7)
                data.records = [data.pack('IHH', 81, 0, 60008) + bytes(60000)] * 80
                if times:
                    data.features[perfdata_writer.SAMPLE_TIME] = data.pack('%dQ' % len(times), *(10 ** 9 * t for t in times))
                f.write('perf.data', data.content())
                calls = f.fold('--threads=3', 'perf.data')[1]
                check('times %r%s' % (times, order), sorted(call[-1] for call in calls) == expected, calls)
        data.order = '<'
        data.event(7)
        content, table = data.content(), data.at(80) + 16
        for at in len(content), 2 ** 64 - 8:
            f.write('perf.data', patched(content, table, at, 16))
            calls = f.fold('--threads=3', 'perf.data')[1]
            check('times at %d' % at, len(calls) == 1, calls)
        f.write('perf.data', content[:table])
        check('without times', len(f.fold('--threads=3', 'perf.data')[1]) == 1)


def patched(data, at, *numbers):
    return data[:at] + struct.pack('<%dQ' % len(numbers), *numbers) + data[at + 8 * len(numbers):]


def long_ones():
    """(what it has, recording, the number of slices, whether offsets are left out)."""
    good = recording(2000)
    yield 'nothing', good, 3, True
    yield 'an event of 31 bytes', patched(good, 16, 31), 1, True
    yield 'an event of 4097 bytes', patched(good, 16, 4097), 1, True
    yield 'an event at the end', patched(good, 24, len(good), 80), 1, True
    yield 'more records than there are', patched(good, 48, len(good)), 1, False
    yield 'a section around the end', patched(good, 40, 2 ** 64 - 8, 16), 1, False
    for n in 8, 15, 16, 103:
        yield 'the first %d bytes' % n, good[:n], 1, False
    for label, more, count, bare in (
            ('a short sample', record(9, bytes(8)), 1, True), ('a short map', record(1, bytes(8)) + record(10, bytes(8)), 3, True),
            ('a short symbol', record(17, b''), 3, True), ('a short event', record(64, b''), 3, True),
            ('a newer record', record(22, b''), 1, True), ('a newer record of perf', record(99, b''), 3, True),
            ('a trace', record(71, struct.pack('<Q', 24)) + bytes(24), 1, True), ('a trace to come', record(70, b''), 1, True),
            ('short tracing data', record(66, b''), 3, True), ('tracing data', record(66, struct.pack('<I', 17)) + bytes(24), 3, True),
            ('much tracing data', record(66, struct.pack('<I', 2 ** 32 - 1)), 1, False), ('no length', struct.pack('<IHH', 9, 0, 7), 1, False),
            ('a blank in a map', record(1, bytes(32) + b'/bin/a b\0'), 3, False),
            ('a blank in a symbol', record(17, bytes(16) + b'bpf a\0'), 3, False)):
        yield label, recording(2000, more=more), count, bare


def scans():
    with scratch() as name:
        f = Folder(name, 2000)
        expected = run(ours('stackcollapse-perf'), f.text()).stdout
        for label, data, count, bare in long_ones():
            f.write('perf.data', data)
            result, calls = f.fold('--threads=3', 'perf.data')
            check(label, (result.returncode, result.stdout) == (0, expected), result)
            check('%s: slices and offsets' % label, len(calls) == count and all(('-symoff' in call) == bare for call in calls), calls)


# What the first and the second of two slices print.
LINES = "yes 'app 1 1.0: 1 c:  1 %s (/a)' | head -n 60000"
PARTS = (
    ('an empty one first', 'sleep 0.3', "printf 'app 1 2.0: 1 c:\\n\\t1 g (/a)\\n\\n'"),
    ('a late end of a sample', "printf 'app 1 1.0: 1 c:\\n\\t1 f (/a)\\n'",
     "printf '\\t2 main (/a)\\n'; sleep 0.3; printf '\\napp 1 2.0: 1 c:\\n\\t1 g (/a)\\n\\n'"),
    ('much without empty lines', LINES % 'f' + "; printf '\\napp 1 1.5: 1 c:\\n\\t1 f (/a)\\n\\n'; " + LINES % 'g',
     LINES % 'h' + "; printf '\\napp 1 2.5: 1 c:\\n\\t1 h (/a)\\n\\n'; " + LINES % 'i'),
)


def seams():
    """Where the text of one slice meets that of the next."""
    with scratch() as name:
        f = Folder(name)
        f.write('perf.data', recording(4000))
        for label, first, last in PARTS:
            f.perf('perf', 'first() { %s; }\nlast() { %s; }\ncase "$*" in\n*"--time ,"*) first ;;\n*--time*) last ;;\n'
                           '*) first; last ;;\nesac\n' % (first, last))
            expected = run(ours('stackcollapse-perf'), f.text())
            for _ in range(3):
                result, _ = f.fold('--threads=2', 'perf.data')
                check(label, (result.returncode, result.stdout) == (0, expected.stdout) and result.stdout, result, expected)


def pipes():
    """What comes through a pipe is stored, or handed to perf as far as that reads it."""
    with scratch() as name:
        f = Folder(name)
        expected = run(ours('stackcollapse-perf'), f.text()).stdout
        result, calls = f.fold('--threads=3', data=recording(4000))
        check('a long one', (result.returncode, result.stdout) == (0, expected) and len(calls) == 3
              and all(call[2] == '/dev/stdin' for call in calls), result, calls)
        f.env['TMPDIR'] = ''
        check('no TMPDIR', f.fold('--threads=1', data=recording(9))[0].stdout == expected)
        f.env['TMPDIR'] = '/no/such'
        result, calls = f.fold(data=recording(9))
        check('nowhere to store it', (result.returncode, result.stdout, calls) == (1, b'', []) and result.stderr == b'stackcollapse-perf: standard '
              b'input: cannot be stored in $TMPDIR or /tmp: No such file or directory; perf reads it only from a file\n', result)
        f.perf('perf', "printf 'app 1 1.0: 1 c:\\n\\t1 f (/a)\\n\\n'\n")
        result, _ = f.fold(data=recording(4000, piped=True))
        check('perf does not read all', (result.returncode, result.stdout, result.stderr) == (0, b'app;f 1\n', b''), result)


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
            result, _ = f.fold('missing', form)
            check('missing, %s' % form, (result.returncode, result.stdout) == (1, expected)
                  and result.stderr.startswith(b"stackcollapse-perf: cannot open 'missing': No such file or directory\n"), result)
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
       ('warns late', 'print("app 1 1.0: 1 c:\\n\\t1 f (/a)\\n", flush=True); os.close(1); time.sleep(0.3); os.write(2, b"odd")', 0, b'app;f 1\n',
        b'warns: odd\n'),
       ('is not found by a shell', 'sys.exit(127)', 1, b'', b'cannot run \''),
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
        os.symlink('loop', os.path.join(name, 'loop'))
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
        for program, reason in ('perf.data', b': Permission denied; install it'), ('perf.data/perf', b': Not a directory; install it'), \
                ('loop', b': Too many levels of symbolic links; install it'):
            f.env['PERF'] = os.path.join(name, program)
            result, _ = f.fold('perf.data')
            check('perf is ' + program, (result.returncode, result.stdout) == (1, b'') and result.stderr.count(b'\n') == 1
                  and program.encode() + b"' to read this recording" + reason in result.stderr, result)
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
    main(slices, cut_samples, cut_times, scans, seams, pipes, inputs, left_to_perf, failures, endless, interrupts)
