# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-faulthandler: tracebacks of Python's faulthandler."""
import options
import words
from trial import Case

FILES = [b'/usr/lib/python3.11/threading.py', b'/srv/app/report.py', b'<frozen runpy>', b'<stdin>', b'a b.py', b'', b'a;b.py', b'\xc3\xa9.py', b'???']
LINES = [b'327', b'1045', b'5', b'0', b'', b'007', b'x', b'-1', b'???']
FUNCTIONS = [b'wait', b'<module>', b'<lambda>', b'_bootstrap_inner', b'', b' ', b'a;b', b';', b'f in g', b'f", line 3 in g', b'f\r']
FORMS = [b'  File "%s", line %s in %s'] * 30 + [b' File "%s", line %s in %s', b'   File "%s", line %s in %s', b'  File "%s", line %s, in %s',
                                                 b'  File %s, line %s in %s', b'  File "%s" line %s in %s', b'  File "%s", line %s', b'\tFile "%s", line %s in %s']
HEADS = [b'Thread 0x00007f90014ea6c0 (most recent call first):'] * 8 + [
    b'Current thread 0x00007f9001 (most recent call first):', b'Thread', b'Threads', b' Thread 0x1', b'thread 0x1', b'Stack (most recent call first):']
ENDS = [b'', b'', b'', b'', b'Timeout (0:00:00.020000)!', b'  ...', b'  <no Python frame>', b' ', b'Fatal Python error: Segmentation fault', b'junk', b'#',
        b'Extension modules: numpy (total: 1)']


def frame(rng, names):
    function = rng.choice(names) if rng.random() < 0.8 else rng.choice(FUNCTIONS)
    form = rng.choice(FORMS)
    parts = (rng.choice(FILES), rng.choice(LINES[:3] if rng.random() < 0.85 else LINES), function)
    return form % parts[:form.count(b'%s')]


def thread(rng, names):
    lines = [rng.choice(HEADS)] if rng.random() < 0.9 else []
    lines += [frame(rng, names) for _ in range(min(12, words.size(rng)))]
    return lines + [rng.choice(ENDS) for _ in range(rng.choice([1, 1, 1, 1, 0, 2]))]


def generate(rng):
    names = words.vocabulary(rng)
    threads = [thread(rng, names) for _ in range(rng.choice([0, 1, 2, 3, 4, 6]))]
    lines = [line for _ in range(2 * len(threads)) for line in rng.choice(threads)]
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-faulthandler', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-faulthandler', options.mixed(rng, groups, operands), stdin, files, env)
