# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-perf-sched: the text of `perf script` with the scheduler's events."""
import awk_words
import words

COMMS = [b'cc1', b'make', b'bash', b'swapper/0', b'kworker/0:1', b'a;b', b'java idx-1', b':4711', b'']
PIDS = [b'0', b'18', b'4711', b'4712', b'23358', b'00', b'']
MODULES = [b'([kernel.kallsyms])', b'(/usr/bin/make)', b'(/lib/libc.so.6)', b'(a b)', b'', b'()']
EXTRAS = [b'# comment', b'#sched:sched_switch', b'junk', b'', b' ', b'\t', b'\r', b'\x0c f', b'cc1 4711 5.5: sched:sched_wakeup: comm=a pid=4711',
          b'  1 2 3 4 5 6', b'sched:sched_switch', b'x sched:sched_stat_sleep sched:sched_switch: prev_pid=18 pid=18 comm=a delay=5000']


def frame(rng, names):
    return rng.choice([b'\t', b'        ', b' ', b'\x0b']) + rng.choice([b'ffffffff821f8298 '] * 9 + [b'', b'7f ']) + rng.choice(names) + \
        rng.choice([b'+0x1f ', b' ', b'  ', b'\t', b'']) + rng.choice(MODULES)


def head(rng, comms, pids):
    time = b'%d.%06d' % (rng.randint(1, 2000), rng.randint(0, 999999)) if rng.random() < 0.95 else rng.choice([b'', b'x', b'1:2'])
    return rng.choice([b'', b'', b'', b'   ']) + rng.choice(comms) + rng.choice([b' ', b'     ']) + rng.choice(pids) + \
        rng.choice([b' [000] ', b'/4711 ', b' ']) + rng.choice([b' ', b'', b'\t']) + time + b': '


def switch(rng, comms, pids):
    key = rng.choice([b'prev_pid='] * 19 + [b'prev_pid= '])
    return head(rng, comms, pids) + b'sched:sched_switch: prev_comm=' + rng.choice(comms) + b' ' + key + rng.choice(pids) + \
        b' prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120'


def delay(rng):
    if rng.random() < 0.9:
        return b'%d' % rng.choice([rng.randint(0, 3000), rng.randint(0, 10 ** 6), rng.randint(0, 10 ** 10)])
    return words.count(rng)


def wakeup(rng, comms, pids):
    event = rng.choice([b'sched:sched_stat_sleep', b'sched:sched_stat_blocked'] * 4 + [b'sched:sched_stat_iowait'])
    return head(rng, comms, pids) + event + b': comm=' + rng.choice(comms) + rng.choice([b' pid='] * 19 + [b' pid ']) + rng.choice(pids) + \
        b' delay=' + delay(rng) + rng.choice([b' [ns]', b' [ns', b''])


def sample(rng, kind, names, comms, pids):
    lines = [kind(rng, comms, pids)] + [frame(rng, names) for _ in range(rng.choice([0, 1, 2, 2, 3, 5]))]
    if rng.random() < 0.04:
        lines.insert(rng.randint(0, len(lines)), rng.choice(EXTRAS))
    return lines + [b''] * words.choose(rng, [(1, 95), (0, 3), (2, 2)])


def generate(rng):
    names = words.vocabulary(rng)
    comms = [rng.choice(COMMS) for _ in range(rng.randint(1, 3))]
    pids = [rng.choice(PIDS) for _ in range(rng.randint(1, 4))]
    lines = []
    for _ in range(words.size(rng)):
        for kind in rng.choice([[switch, wakeup]] * 3 + [[switch], [wakeup], [switch, switch, wakeup, wakeup, wakeup]]):
            lines += sample(rng, kind, names, comms, pids)
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    return awk_words.case(rng, 'stackcollapse-perf-sched', text)
