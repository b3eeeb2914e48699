# SPDX-License-Identifier: MIT
"""D50: an --event-filter of stackcollapse-perf that no event has to the letter."""
import re

import options

HEADER = re.compile(rb'[^\s#].+?\s+\d+/*(\d+)*\s', re.S)
EVENT = re.compile(rb'(.*:\s*(?:\d+)*\s+)(\S+)(:\s*)$', re.S)
MODIFIERS = re.compile(rb'(.+):([ukhGHpPSDIWeb]+)', re.S)


def parts(name):
    """(PMU, event, modifiers)"""
    if name.count(b'/') > 1:
        pmu, rest = name.split(b'/', 1)
        event, modifiers = rest.rsplit(b'/', 1)
        return pmu, event, modifiers[modifiers.startswith(b':'):]
    match = MODIFIERS.fullmatch(name)
    return (b'', match[1], match[2]) if match else (b'', name, b'')


def means(wanted, name):
    wanted, name = parts(wanted), parts(name)
    return wanted[1] == name[1] and wanted[0] in (b'', name[0]) and wanted[2] in (b'', name[2])


def filter_text(case):
    texts = options.values(case.program, case.argv, 'POSIXLY_CORRECT' in case.env)
    return next((case.argv[index][offset:] for name, index, offset in reversed(texts) if name == 'event-filter'), b'')


def events_renamed(case):
    """Events that the filter means are called as it calls them."""
    wanted = filter_text(case)
    if not wanted:
        return case
    pieces = re.findall(rb'(?:[^,/]|/[^/]*/?)+', wanted)

    def renamed(line):
        event = EVENT.match(line) if HEADER.match(line) else None
        if event and any(means(piece, event[2]) for piece in pieces):
            return event[1] + wanted + event[3]
        return line

    def rename(data):
        return data and b'\n'.join(renamed(line) for line in data.split(b'\n'))
    return case.changed(stdin=rename(case.stdin), files={name: rename(data) for name, data in case.files.items()})
