# SPDX-License-Identifier: MIT
"""Cases for range-perf: the text of perf script, and two times."""
import gen_perf
import options
import words
from trial import Case

TIMES = [b'0', b'0.000', b'.', b'1.2.3', b'12.', b'.5', b'9007199254740993', b'18446744073709551616', b'9' * 320, b'1e5', b'-1', b'', b'5000000000000000000.0']
BOUNDS = [b'0', b'0.5', b'1', b'2', b'3.25', b'10', b'1e1', b'abc', b'', b' 1', b'1x', b'nan', b'inf', b'0x5', b'9007199254740992', b'.5', b'99999999999999999999']
EVENTS = [b'cycles:', b'cpu-clock:', b'10101010 cpu-clock:', b'  10 sched:x:', b'cycles', b':', b'x', b'1 : x:', b':x y:', b'a b c:', b'\tcycles:', b'', b' ', b'a :', b'10  x:y']


def header(rng, time):
    stamp = b'%.6f' % time if rng.random() < 0.97 else rng.choice(TIMES)
    event = rng.choice(EVENTS[:4] if rng.random() < 0.9 else EVENTS)
    return b'%s %5d [%03d]%s%s:%s%s' % (rng.choice(gen_perf.COMMS), rng.randint(0, 9999), rng.randint(0, 7),
                                        rng.choice([b' '] * 20 + [b'  ', b'\t', b'']), stamp, rng.choice([b' '] * 12 + [b'', b'     ']), event)


def document(rng):
    names, lines = words.vocabulary(rng, gen_perf.function), []
    time = rng.choice([0.0, 0.25, 5.5, 28648.467079, 452884.07744, 6035557.056977])
    for _ in range(words.size(rng)):
        lines.append(header(rng, time))
        time += rng.choice([0, 0.01, 0.1, 0.5, 1, 2.5])
        if rng.random() < 0.7:
            lines += [gen_perf.frame(rng, names) for _ in range(rng.randint(0, 4))] + [b'']
        if rng.random() < 0.04:
            lines.append(rng.choice(gen_perf.JUNK + gen_perf.CMDLINES + [b' 5: x:', b'#', b'a 1: 2: 3: 4:']))
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    groups = [options.spell(rng, 'range-perf', name) for name in ('timeraw', 'timezerosecs') if rng.random() < 0.25]
    bounds = sorted(rng.choice(BOUNDS[:6] if rng.random() < 0.9 else BOUNDS) for _ in range(2))
    if rng.random() < 0.1:
        bounds = [rng.choice([b'28648', b'28648.6', b'452885', b'6035557.5', b'5']), rng.choice([b'28650', b'452886.5', b'6035559', b'7'])]
    if rng.random() < 0.04:
        bounds = rng.choice([bounds[:1], [], bounds + [b'more'], bounds[::-1]])
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('range-perf', options.mixed(rng, groups, bounds), words.damaged(rng, document(rng)), {}, env)
