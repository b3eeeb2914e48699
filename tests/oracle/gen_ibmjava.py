# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-ibmjava: javacores."""
import options
import words
from gen_jstack import FUNCTIONS, PLACES, THREADS
from trial import Case

HEADER = b'3XMTHREADINFO      '
REST = [b'" J9VMThread:0x000000000F010500, j9thread_t:0x000000000113AC30, java/lang/Thread:0x00000000E0030068, state:R, prio=5'] * 9 + [
    b'" state:, ', b'" state:R,', b'" state:R, ', b'"state:R, x', b' state:R, x', b'" x state:R, y" state:CW, prio=5', b'', b'" state:R prio, ', b', ',
    b' state:R, " x', b' state:R, " state:R', b'" j9thread_t:0x1,\nstate:R, prio=5']
IDS = [b'0x814', b'0x814', b'4711', b'', b'0x8,14', b'0x8 14', b',']
OTHERS = [b'NULL           ', b'NULL           ------------------------------------------------------------------------', b'0SECTION       THREADS subcomponent dump routine',
          b'1XMTHDINFO     Thread Details', b'3XMJAVALTHREAD            (java/lang/Thread getId:0x1, isDaemon:false)', b'3XMHEAPALLOC             Heap bytes allocated since last GC cycle=245776 (0x3C010)',
          b'3XMCPUTIME               CPU usage total: 0.639604100 secs, user: 0.546003500 secs, system: 0.093600600 secs', b'3XMTHREADINFO3           No Java callstack associated with this thread',
          b'3XMTHREADINFO3           Java callstack:', b'5XESTACKTRACE                   (entered lock: java/lang/Object@0x00000000E0030068, entry count: 1)',
          b'4XENATIVESTACK               ZwWaitForSingleObject+0xa (0x0000000077C612FA [ntdll+0x512fa])', b'# comment', b'#4XESTACKTRACE                at a.b.C.d(', b'', b'junk',
          HEADER + b'Anonymous native thread', b'x ' + HEADER + b'Anonymous native threads', HEADER, HEADER + b'"', b'4XESTACKTRACE                at', b'4XESTACKTRACE               at x.y.Z.a(',
          b'3XMTHREADINFO3           Native callstack', b' 3XMTHREADINFO3           Native callstack:', b'3XMTHREADINFO1            (native thread ID:0x814)', b'3XMTHREADINFO1           (native thread ID:0x1, native priority:']


def thread(rng, functions):
    lines = []
    if rng.random() < 0.95:
        lines.append(HEADER + b'"' + rng.choice(THREADS) + rng.choice(REST))
    elif rng.random() < 0.5:
        lines.append(HEADER + b'Anonymous native thread')
    if rng.random() < 0.9:
        lines.append(b'3XMTHREADINFO1            (native thread ID:' + rng.choice(IDS) + rng.choice([b', native priority:0x5, native policy:UNKNOWN)'] * 12 + [b', native', b' native priority', b',']))
    if rng.random() < 0.6:
        lines.append(b'3XMTHREADINFO3           Java callstack:')
    for _ in range(min(15, words.size(rng))):
        lines.append(b'4XESTACKTRACE                at ' + rng.choice(functions) + rng.choice(PLACES))
        if rng.random() < 0.05:
            lines.append(rng.choice(OTHERS))
    if rng.random() < 0.95:
        lines.append(b'3XMTHREADINFO3           Native callstack:')
    return lines + [rng.choice(OTHERS) for _ in range(rng.choice([0, 0, 1, 2]))]


def generate(rng):
    functions = [rng.choice(FUNCTIONS) if rng.random() < 0.8 else words.name(rng) for _ in range(rng.randint(1, 8))]
    functions = [name.replace(b'.', b'/', name.count(b'.') - 1) if b'.' in name and rng.random() < 0.3 else name for name in functions]
    lines = [rng.choice(OTHERS) for _ in range(rng.choice([0, 0, 1, 2, 4]))]
    for _ in range(words.size(rng)):
        lines += thread(rng, functions)
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = []
    for name in ('include-tname', 'include-tid', 'shorten-pkgs'):
        for _ in range(words.choose(rng, [(0, 6), (1, 4), (2, 1)])):
            groups.append(options.spell(rng, 'stackcollapse-ibmjava', name))
    if rng.random() < 0.01:
        groups.append(options.spell(rng, 'stackcollapse-ibmjava', 'help'))
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-ibmjava', options.mixed(rng, groups, operands), stdin, files, env)
