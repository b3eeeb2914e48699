# SPDX-License-Identifier: MIT
"""What the tests pass around: a case (what a program is given) and an outcome (what it did)."""
import base64
import hashlib
import json
import os
import random
from dataclasses import dataclass, field, replace

HERE = os.path.dirname(os.path.abspath(__file__))

# The script that each program stands in for: Perl but for these.
OTHER_SCRIPTS = {
    'jmaps': 'jmaps',
    'stackcollapse-chrome-tracing': 'stackcollapse-chrome-tracing.py',
    'stackcollapse-ljp': 'stackcollapse-ljp.awk',
    'stackcollapse-perf-sched': 'stackcollapse-perf-sched.awk',
    'stackcollapse-sample': 'stackcollapse-sample.awk',
    'stackcollapse-xdebug': 'stackcollapse-xdebug.php',
}
# What the interpreter is told beside the script (docs/COMPAT.md, D30).
EXTRA_WORDS = {'stackcollapse-vtune': ['-Mvars=$func']}
INTERPRETERS = {'.pl': ['perl'], '.awk': ['gawk', '-f'], '.py': ['python3'], '.php': ['php'], '': ['bash']}


def script_of(program):
    """The name of the script."""
    return OTHER_SCRIPTS.get(program, program + '.pl')


def script_command(folder, program):
    """The words that run the script, which is in `folder`."""
    script = script_of(program)
    return INTERPRETERS[os.path.splitext(script)[1]] + EXTRA_WORDS.get(program, []) + [os.path.join(folder, script)]


def generator_name(program):
    """The module that makes up cases for a program."""
    return 'gen_' + program.replace('stackcollapse-', '').replace('-', '_')


def _programs():
    """Those that have a generator."""
    names = {name[:-3] for name in os.listdir(HERE) if name.startswith('gen_')}
    with open(os.path.join(HERE, 'programs.txt')) as file:
        return tuple(program for program in file.read().split() if generator_name(program) in names)


PROGRAMS = _programs()


@dataclass
class Case:
    """Everything a program can see: its words, standard input, the files around it."""
    program: str
    argv: list                                  # of bytes, without the program's name
    stdin: bytes = b''
    files: dict = field(default_factory=dict)   # name -> bytes, or None for a folder
    env: dict = field(default_factory=dict)     # variables on top of the usual ones

    def changed(self, **what):
        return replace(self, **what)

    def digest(self):
        return hashlib.sha256(json.dumps(case_to_json(self), sort_keys=True).encode()).hexdigest()


@dataclass
class Outcome:
    """What can be seen of a program afterwards."""
    status: int             # exit status; negative: killed by that signal
    out: bytes
    err: bytes = b''
    palette: bytes = None   # palette.map, if there is one in the folder
    well_formed: bool = True    # of an SVG

    def changed(self, **what):
        return replace(self, **what)


class CaseRandom(random.Random):
    """The random source of a case. `wild` cases may have absurd numbers, too many of which
    would hide everything else."""
    wild = False


def case_random(seed, program, index):
    """The source of case `index`: the same on its own as in a long run."""
    rng = CaseRandom('%s:%s:%d' % (seed, program, index))
    rng.wild = rng.random() < 0.25
    return rng


def _text(data):
    """Bytes as JSON: readable where they are ASCII."""
    if data is None:
        return None
    if all(32 <= b < 127 or b in (9, 10) for b in data):
        return data.decode('ascii')
    return {'base64': base64.b64encode(data).decode('ascii')}


def _bytes(value):
    if isinstance(value, dict):
        return base64.b64decode(value['base64'])
    return None if value is None else value.encode('ascii')


def case_to_json(case):
    return {'program': case.program, 'argv': [_text(word) for word in case.argv],
            'stdin': _text(case.stdin), 'env': case.env,
            'files': [[_text(name), _text(data)] for name, data in sorted(case.files.items())]}


def case_from_json(value):
    return Case(value['program'], [_bytes(word) for word in value['argv']], _bytes(value['stdin']),
                {_bytes(name): _bytes(data) for name, data in value['files']}, value['env'])


def outcome_to_json(outcome):
    return {'status': outcome.status, 'out': _text(outcome.out), 'err': _text(outcome.err),
            'palette': _text(outcome.palette), 'well_formed': outcome.well_formed}


def outcome_from_json(value):
    return Outcome(value['status'], _bytes(value['out']), _bytes(value['err']),
                   _bytes(value['palette']), value['well_formed'])
