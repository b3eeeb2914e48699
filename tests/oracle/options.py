# SPDX-License-Identifier: MIT
"""The options of the scripts: to make command lines, right and wrong, and to read them."""
import re

FLAG, NEGATABLE, TEXT, INTEGER, FLOAT = 'flag', 'negatable', 'text', 'integer', 'float'

OPTIONS = {
    'stackcollapse-perf': {
        'inline': FLAG, 'context': FLAG, 'srcline': FLAG, 'pid': FLAG, 'kernel': FLAG, 'jit': FLAG,
        'all': FLAG, 'tid': FLAG, 'addrs': FLAG, 'event-filter': TEXT},
    'stackcollapse-chrome-tracing': {'help': FLAG},
    'stackcollapse-go': {'help': FLAG},
    'stackcollapse-jstack': {'include-tname': NEGATABLE, 'include-tid': NEGATABLE,
                             'shorten-pkgs': NEGATABLE, 'help': FLAG},
    'stackcollapse': {},
    'stackcollapse-aix': {},
    'stackcollapse-bpftrace': {},
    'stackcollapse-elfutils': {'pid': FLAG, 'tid': FLAG},
    'stackcollapse-faulthandler': {},
    'stackcollapse-recursive': {},
    'stackcollapse-gdb': {},
    'stackcollapse-ibmjava': {'include-tname': NEGATABLE, 'include-tid': NEGATABLE,
                              'shorten-pkgs': NEGATABLE, 'help': FLAG},
    'stackcollapse-instruments': {},
    'stackcollapse-java-exceptions': {'shorten-pkgs': NEGATABLE, 'no-pkgs': NEGATABLE, 'help': FLAG},
    'stackcollapse-pmc': {},
    'stackcollapse-stap': {},
    'stackcollapse-ljp': {},
    'stackcollapse-perf-sched': {'record-tid': FLAG, 'record-wake-stack': FLAG, 'recurse': FLAG},
    'stackcollapse-sample': {'modules': NEGATABLE},
    'stackcollapse-xdebug': {'t': FLAG, 'c': FLAG, 'help': FLAG},
    'stackcollapse-vsprof': {}, 'stackcollapse-vtune': {}, 'stackcollapse-wcp': {},
    'stackcollapse-vtune-mc': {'size': FLAG},
    'range-perf': {'timeraw': FLAG, 'timezerosecs': FLAG}, 'pkgsplit-perf': {}, 'files': {},
    'difffolded': {},
    'flamegraph': {
        'fonttype': TEXT, 'width': INTEGER, 'height': INTEGER, 'encoding': TEXT, 'fontsize': FLOAT,
        'fontwidth': FLOAT, 'minwidth': TEXT, 'title': TEXT, 'subtitle': TEXT, 'nametype': TEXT,
        'countname': TEXT, 'nameattr': TEXT, 'total': TEXT, 'factor': FLOAT, 'colors': TEXT,
        'bgcolors': TEXT, 'hash': FLAG, 'random': FLAG, 'cp': FLAG, 'reverse': FLAG,
        'inverted': FLAG, 'flamechart': FLAG, 'negate': FLAG, 'notes': TEXT, 'help': FLAG},
}

BAD_WORDS = [b'--nosuch', b'--', b'-x', b'--no-pid', b'--nopid', b'---', b'-', b'+', b'--=1', b'-=',
             b'--version', b'--v', b'--help', b'-h', b'+help', b'-help', b'--he', b'--h=1', b'-?',
             b'--title=', b'--hash=1', b'--hash=', b'--font', b'--n', b'--t', b'--name']


def shortest(program, name):
    """The length of the shortest beginning of `name` that no other option has."""
    for length in range(1, len(name) + 1):
        if not any(other != name and other.startswith(name[:length]) for other in OPTIONS[program]):
            return length
    return len(name)


def spell_name(rng, program, name):
    """An option's name with its dashes, now and then shortened or in capitals."""
    kind = OPTIONS[program].get(name)
    if kind == NEGATABLE and rng.random() < 0.5:
        name = rng.choice(['no', 'no-']) + name
        if rng.random() < 0.3:
            name = name[:rng.randint(3, len(name))]
    elif rng.random() < 0.15:
        low = shortest(program, name) if rng.random() < 0.8 else 1
        name = name[:rng.randint(min(low, len(name)), len(name))]
    if rng.random() < 0.05:
        name = ''.join(rng.choice([c.upper(), c]) for c in name)
    return (rng.choice(['--'] * 12 + ['-'] * 4 + ['+']) + name).encode()


def spell(rng, program, name, value=None):
    """The words of an option: one, or two for a value that stands on its own."""
    word = spell_name(rng, program, name)
    if value is None:
        return [word + rng.choice([b'=', b'=1'])] if rng.random() < 0.01 else [word]
    if rng.random() < 0.01:
        return [word]       # the next word is swallowed
    return [word + b'=' + value] if rng.random() < 0.4 else [word, value]


def mixed(rng, groups, operands):
    """Options (each a list of words) and operands in one command line, mostly options first."""
    groups = list(groups)
    if rng.random() < 0.02:
        groups.append([rng.choice(BAD_WORDS)])
    rng.shuffle(groups)
    if rng.random() < 0.15:
        groups += [[word] for word in operands]
        rng.shuffle(groups)
        operands = []
    elif operands and rng.random() < 0.1:
        operands = [b'--'] + operands
    return [word for group in groups for word in group] + operands


def values(program, argv, posix=False):
    """Where the texts of options stand: (name, index of the word, offset in it)."""
    found, i = [], 0
    while i < len(argv):
        word = argv[i]
        i += 1
        if word == b'--':
            break
        match = re.match(rb'(--?|\+)(.[^=]*)(=?)', word, re.S)
        if word == b'-' or not match:
            if posix:
                break
            continue
        name = _complete(program, match[2].decode('latin-1').lower(), posix)
        if OPTIONS[program].get(name) in (TEXT, INTEGER, FLOAT):
            if match[3]:
                found.append((name, i - 1, match.end()))
            elif i < len(argv):
                found.append((name, i, 0))
                i += 1
    return found


def _complete(program, name, posix):
    names = OPTIONS[program]
    if name in names or posix:
        return name
    fitting = [full for full in names if full.startswith(name)]
    return fitting[0] if len(fitting) == 1 else None
