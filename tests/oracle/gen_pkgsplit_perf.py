# SPDX-License-Identifier: MIT
"""Cases for pkgsplit-perf: the text of perf script without call graphs."""
import gen_perf
import options
import words
from trial import Case

NAMES = [b'Lcom/google/gson/JsonObject;::add', b'Ljava/util/Arrays$ArrayList;::toArray', b'Dictionary::find(int, unsigned int, Symbol*)', b'[unknown]',
         b'Lsun/nio/ch/SocketChannelImpl;::read+0x27', b'xen_hypercall_sched_op', b'cpu_idle', b'native_safe_halt+0x12', b'L', b'/', b'a:  b', b'f (x) (y)']
IDS = [b'13905', b'4567/8603', b'0', b'5/', b'5//6', b'5/6/7', b'/5', b'x', b'12 34', b'0/0', b'']
HEADS = [b'[000]', b'[023]', b'', b'603are']
EVENTS = [b'cpu-clock:', b'cycles:', b'10101010 cpu-clock:', b'cycles:u:', b'cycles', b'a:b:c:', b'sched:sched_switch:', b':', b'::']
MODULES = [b'(/tmp/perf-12149.map)', b'(/bin/bash)', b'()', b'', b'(a b)', b'(x) ', b'(x)(y)', b'(', b')', b' (x)', b'([unknown])']


def sample(rng, names):
    good = rng.random() < 0.8
    pick = (lambda choices, best: rng.choice(choices[:best] if good else choices))
    space = rng.choice([b' ', b'  ', b' ', b'    ']) if good else rng.choice([b' ', b'\t', b'', b'  '])
    comm = rng.choice(gen_perf.COMMS)
    time = pick([b'8048.096572:', b'440237.995639:', b'5.5', b'::', b'5 :'], 2)
    line = b' ' * pick([6, 1, 4, 0], 3) + comm + space + pick(IDS, 3) + pick([b' ', b'  ', b'\t', b''], 2) + pick(HEADS, 2) + b' ' + time
    line += b' ' + pick(EVENTS, 3) + pick([b' ', b'      ', b'', b'\t'], 2)
    if rng.random() < 0.95:
        line += pick([b'7fd781ac3053', b'0', b'', b'\t7f'], 2) + b' ' + rng.choice(names) + b' ' + pick(MODULES, 2)
    return line


def document(rng):
    names = words.vocabulary(rng, lambda r: r.choice(NAMES) if r.random() < 0.6 else words.name(r))
    lines = []
    for _ in range(words.size(rng)):
        lines.append(sample(rng, names))
        if rng.random() < 0.04:
            lines.append(rng.choice(gen_perf.JUNK + gen_perf.CMDLINES + [b' ab 1 : :', b'  a  1 :: x y', b' ab cd 5 x: y: z', b' a\t\t5 ::']))
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    groups = [[rng.choice([b'--help', b'--version'])]] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, words.damaged(rng, document(rng)))
    return Case('pkgsplit-perf', options.mixed(rng, groups, operands), stdin, files)
