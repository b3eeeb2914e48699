# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-perf: the text of perf script, and damaged forms of it."""
import options
import words
from trial import Case

COMMS = [b'java', b'java', b'swapper', b'V8 WorkerThread', b'java:worker', b'javac', b'java w 1', b'x', b'0', b'00', b'0 0',
         b'kworker/0:1', b'[kworker]', b':1234', b'a b c 12', b'node', b'perf', b'comm-12', b'123', b'12 34', b'a/b', b'Java',
         b'"q"', b'a;b', b'a:', b'C2 CompilerThre', b'x y', b'(sd-pam)', b'GC  Slave', b'a 12/13', b'\xc3\xa9\xc3\xa9',
         b'', b'#c', b'ab', b'a', b'- -', b'a\tb', b'java\tx', b'migration/0', b'python3.11', b'in:imklog']
EVENTS = [b'cycles', b'cpu-clock', b'cycles:u', b'cycles:ppp', b'sched:sched_switch', b'instructions', b'probe:foo', b'0',
          b'page-faults', b'cpu/event=0x3c/', b'L1-dcache-load-misses', b'cycles:', b'a"b', b'raw_syscalls:sys_enter']
TRACE = [b'', b' ', b'  ', b' prev_comm=a prev_pid=1 prev_prio=120 ==> next_comm=b next_pid=2', b' (ffffffff81)',
         b' dev 8,0 nr: 5:', b' x: 12 y: ', b' bytes_req=12 ptr=(nil) (x)', b'\t', b' comm=java pid=12 ']
MODULES = [b'[kernel.kallsyms]', b'[kernel.kallsyms].init.text', b'/tmp/perf-12.map', b'/tmp/perf-7539.map', b'/lib/libc-2.33.so',
           b'/usr/bin/java', b'[unknown]', b'[vdso]', b'/usr/lib/debug/boot/vmlinux', b'/boot/vmlinux-4.1', b'vmlinux',
           b'[unknown_mod]', b'unknown', b'/a/b/', b'', b'/tmp/a (deleted)', b'inlined', b'//anon', b'[nf_conntrack]', b'[guest.kernel',
           b'/tmp/perf-x.map', b'x/tmp/perf-1.map.gz', b'/opt/a b/c.so', b'a;b', b'"q".so', b'[', b'/a(b)c', b'[k', b'/usr/[unknown]/x']
SOURCES = [b'file.cpp:137', b'libc-2.33.so[27b25]', b'[kernel.kallsyms][ffffffff814f9302]', b'', b' ', b'[a][b]c', b'[a]x]', b'[a',
           b'x y z', b'uniform_int_dist.h:300 ', b'??:0', b'a;b.c:1', b'  deep.c:5']
CMDLINES = [b'# cmdline : /usr/bin/perf record -F 99 -a -- java -jar x', b'# cmdline : perf record', b'# cmdline', b'# cmdline -a -b',
            b'# ========', b'# captured on: Mon', b'#', b'#java 12 1.0: 1 cycles:', b'# cmdline : perf record -g /opt/x/y/']
JUNK = [b'junk', b'  ', b'\t', b' java 12 1.0: 1 cycles:', b'java', b'java 12', b'java x', b'12', b'\tabc', b'\tabc def', b'\t(a) (b)',
        b' 1 2 (3)', b'  abc (x) y', b'a (b) ', b'\tffff (/lib/x)', b'abc def (', b'a 1 (b)', b'x 12 (foo)', b'\xff\xfe', b'() ()']


def header(rng, comm, event):
    pid = rng.choice([b'25607', b'0', b'1', b'12688/12764', b'24636/25607', b'5/', b'5/0', b'0/5', b'0/0', b'5//6', b'5/6/7', b'/5',
                      b'-1', b'-1/7', b'00/00', words.integer(rng)])
    period = rng.choice([b'', b'', b'1', b'235', b'10101010', b'0', b'00', b'007', b'-5', b'1.5', words.integer(rng)])
    parts = [comm, rng.choice([b' ', b'  ', b'      ', b'\t', b'']) if rng.random() < 0.1 else b' ', pid]
    if rng.random() < 0.5:
        parts.append(rng.choice([b' [000]', b' [012]', b' [1]']))
    parts.append(rng.choice([b' 4794564.109216:', b' 1.0:', b'', b' 12:', b' 5.5']) if rng.random() < 0.2 else b' 158665.570607:')
    parts += [rng.choice([b' ', b'     ', b'']), period, rng.choice([b' ', b' ', b'  ', b'']), event]
    if rng.random() < 0.93:
        parts.append(b':')
    if rng.random() < 0.25:
        parts.append(rng.choice(TRACE))
    return b''.join(parts)


def frame(rng, names):
    pc = rng.choice([b'ffffffff8103ce3b', b'7f722d142778', b'0', b'408ebb', b'abc', b'', b'_x1', b'[unknown]', b'0x1f', b'FFF'])
    symbol = rng.choice(names)
    if rng.random() < 0.3:
        symbol += rng.choice([b'+0x12', b'+0xffff', b'+0x', b'+0x1G', b'+0x1F', b'+0x1 ', b'+0x7f8f80b8', b'+0x12+0x13'])
    module = rng.choice(MODULES)
    line = rng.choice([b'\t', b'                ', b' ', b'', b'\t    ']) + pc + rng.choice([b' ', b' ', b' ', b'  ', b'\t', b''])
    line += symbol + rng.choice([b' ', b' ', b' ', b' ', b' ', b'  ', b'\t', b'']) + b'(' + module + b')'
    return line + rng.choice([b'', b'', b'', b'', b' ', b' x', b' (y)', b')'])


def function(rng):
    if rng.random() < 0.12:
        return b'[unknown]'
    result = words.name(rng)
    if rng.random() < 0.1:
        result += b'->' + words.name(rng)
    return result


def document(rng, srcline):
    names, lines = words.vocabulary(rng, function), []
    comms = [rng.choice(COMMS) for _ in range(rng.randint(1, 3))]
    events = [rng.choice(EVENTS) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    if rng.random() < 0.15:
        lines += [rng.choice(CMDLINES) for _ in range(rng.randint(1, 4))]
    for _ in range(words.size(rng)):
        if rng.random() < 0.97:
            lines.append(header(rng, rng.choice(comms), rng.choice(events)))
        for _ in range(min(12, words.size(rng))):
            lines.append(frame(rng, names))
            if srcline and rng.random() < 0.9:
                lines.append(rng.choice([b'', b'  ']) + rng.choice(SOURCES))
        lines += [b''] * words.choose(rng, [(1, 90), (0, 6), (2, 4)])
        if rng.random() < 0.03:
            lines.append(rng.choice(JUNK + CMDLINES))
    return b'\n'.join(lines) + b'\n', events


def generate(rng):
    srcline = rng.random() < 0.2
    text, events = document(rng, srcline)
    text = words.damaged(rng, text)
    groups = [options.spell(rng, 'stackcollapse-perf', 'srcline')] if srcline or rng.random() < 0.03 else []
    for flag in ('pid', 'tid', 'kernel', 'jit', 'all', 'addrs'):
        if rng.random() < 0.22:
            groups.append(options.spell(rng, 'stackcollapse-perf', flag))
    if rng.random() < 0.15:
        event = rng.choice(events + EVENTS + [b'', b'0', b'nosuch', b'cycle'])
        groups.append(options.spell(rng, 'stackcollapse-perf', 'event-filter', event))
    operands, stdin, files = words.operands(rng, text)
    if srcline and operands and rng.random() < 0.3:
        stdin = text
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-perf', options.mixed(rng, groups, operands), stdin, files, env)
