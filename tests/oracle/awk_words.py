# SPDX-License-Identifier: MIT
"""Command lines for the programs in place of awk's scripts with variables."""
import options
import words
from other_scripts import VARIABLES
from trial import Case

VALUES = [b'1'] * 8 + [b'0'] * 4 + [b'', b'yes', b'no', b'0x0', b' 0 ', b'0.0', b'+0', b'-0', b'1e-3', b'.', b'0e', b'-', b'1 2', b'0e5']


def assignment(rng, program):
    name = rng.choice(VARIABLES[program]) if rng.random() < 0.98 else rng.choice([b'x', b'', b'FS', b'1', b'recurs', b'modules'])
    return name + b'=' + rng.choice(VALUES)


def case(rng, program, text):
    """A case with the text as input, in one file or several, and assignments of all kinds."""
    groups = []
    for _ in range(words.choose(rng, [(0, 6), (1, 6), (2, 2)])):
        kind = rng.random()
        if kind < 0.6:
            groups.append([b'-v', assignment(rng, program)])
        elif kind < 0.75:
            groups.append([b'-v' + assignment(rng, program)])
        else:
            groups.append(options.spell(rng, program, rng.choice(sorted(options.OPTIONS[program]))))
    operands, stdin, files = words.operands(rng, text)
    for _ in range(words.choose(rng, [(0, 6), (1, 3), (2, 1)])):
        operands.insert(rng.randint(0, len(operands)), assignment(rng, program))
    return Case(program, options.mixed(rng, groups, operands), stdin, files)
