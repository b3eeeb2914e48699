# SPDX-License-Identifier: MIT
"""The deviation of stackcollapse-go (docs/COMPAT.md, D58)."""
import re

PROGRAMS = ('stackcollapse-go',)
TWO_VALUES = re.compile(rb'\s*[0-9]+\s+[0-9]+: [0-9 ]+')
ONE_VALUE = re.compile(rb'(\s*[0-9]+)(: [0-9 ]+(?![0-9 ]))')
LOCATION = re.compile(rb'\s*[0-9]*: 0x[0-9a-f]+ (M=[0-9]+ )?([^ ]+) ')
WHOLE = b'whole profile'


def whole_lines(line, part):
    """(a line in which a single value has a second one after it, the part of the input that follows)"""
    if line.startswith(b'#'):
        return line, part
    if part == 'head':
        return line, 'samples' if b'Samples:' in line else 'head'
    if part == 'samples':
        found = None if TWO_VALUES.match(line) else ONE_VALUE.match(line)
        if found:
            is_location = line[found.end():].startswith(b'x')
            return b'' if is_location else found[1] + b' 0' + line[found.end(1):], part
        if TWO_VALUES.match(line) or b'Locations' not in line:
            return line, part
        return line, 'locations'
    if part == 'locations' and not LOCATION.match(line) and b'Mappings' in line:
        return line, 'rest'
    return line, part


def whole_values(case, indices):
    """The files as one, where each single value is followed by a 0: only the whole input shows
    which lines are samples. `indices` are those of the operands."""
    words = [case.argv[i] for i in indices]
    texts = [case.files.get(word) if word != b'-' else b'' if b'-' in words[:n] else case.stdin
             for n, word in enumerate(words)] if words else [case.stdin]
    readable = [i for i, text in zip(indices, texts) if text is not None]
    lines, part, changed = [], 'head', False
    for text in texts:
        for line in (text or b'').removesuffix(b'\n').split(b'\n') if text else []:
            other, part = whole_lines(line, part)
            changed = changed or other != line
            lines.append(other)
    if not changed:
        return case
    whole = b''.join(line + b'\n' for line in lines)
    if not indices:
        return case.changed(stdin=whole)
    argv = [WHOLE if i == readable[0] else word for i, word in enumerate(case.argv) if i not in readable[1:]]
    return case.changed(argv=argv, files={**case.files, WHOLE: whole})
