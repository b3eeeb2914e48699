# SPDX-License-Identifier: MIT
"""D68: stackcollapse-bpftrace reads maps with names, and with keys before the stack, if the script prints nothing."""
import re

import deviations

PROGRAMS = ('stackcollapse-bpftrace',)


def input_lines(case):
    names = [case.argv[index] for index, _ in deviations.file_names(case)] or [b'-']
    stdin = case.stdin
    for name in names:
        if name == b'-':
            data, stdin = stdin, b''
        else:
            data = case.files.get(name.removeprefix(b'./')) or b''
        yield from data.removesuffix(b'\n').split(b'\n') if data else []


def parse_end(line):
    """KEYS and VALUE of "KEYS]: VALUE"."""
    at = line.rfind(b']: ')
    if at < 0 and line.endswith(b']:'):
        at = len(line) - 2
    return (line[:at], line[at + 2:].strip(b' \t\n\v\f\r')) if at >= 0 else None


def without_comma(keys):
    text = keys.rstrip(b' \t\n\v\f\r')
    return text[:-1] if text.endswith(b',') else None


class Maps:
    def __init__(self):
        self.frames, self.rows, self.stacks = None, False, []

    def begin(self, name, before):
        self.name, self.before, self.frames, self.rows = name, before, [], False

    def end(self, keys, value):
        keys = re.sub(rb'^,?[ \t-\r]?', b'', keys, count=1)
        frames = self.frames + ([keys] if keys else [])
        if re.fullmatch(rb'[0-9]+', value):
            self.stacks.append((self.name, ([self.before] if self.before else []) + frames[::-1], value))
        self.frames, self.rows = None, not value

    def entry(self, name, rest):
        ended = parse_end(rest)
        if ended is None:
            before = without_comma(rest) if rest else b''
            if before is not None:
                self.begin(name, before)
            return before is not None
        keys, value = ended
        if not keys.startswith(b', '):
            keys = without_comma(keys)
        if keys is None:
            self.frames, self.rows = None, not value
        else:
            self.begin(name, b'')
            self.end(keys, value)
        return True

    def line(self, line):
        start = re.match(rb'(@\w*)\[(.*)', line, re.S)
        scalar = re.match(rb'@\w*:(.*)', line, re.S)
        if start and self.entry(*start.groups()):
            return
        if scalar:
            self.frames, self.rows = None, not scalar.group(1)
        elif self.frames is not None:
            self.inside(line)
        elif not line:
            self.rows = False

    def inside(self, line):
        if not line.startswith((b']', b',')):
            if line:
                self.frames.append(line.lstrip(b' \t\n\v\f\r'))
        elif parse_end(line):
            self.end(*parse_end(line))
        elif line.startswith(b','):
            key = without_comma(line[1:])
            key = (line[1:] if key is None else key).strip(b' \t\n\v\f\r')
            if key:
                self.frames.append(key)

    def text(self):
        several = len({name for name, _, _ in self.stacks}) > 1
        return b''.join(b';'.join(([name] if several else []) + frames) + b' ' + value + b'\n'
                        for name, frames, value in self.stacks)


def meant(case, outcome):
    if outcome.out or outcome.status == 255:
        return outcome
    maps, in_stack = Maps(), False
    for line in input_lines(case):
        if line == b'@[' or in_stack:       # the script is inside a stack to the end
            in_stack, maps.frames, maps.rows = True, None, False
        else:
            maps.line(line)
    text = maps.text()
    return outcome.changed(out=text, status=0 if text and outcome.status == 0 else outcome.status) if text else outcome
