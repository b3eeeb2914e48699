# SPDX-License-Identifier: MIT
"""D69: stackcollapse-aix reads frames without "0x" before their addresses if the script reads none."""
import re

from bpftrace_maps import input_lines

PROGRAMS = ('stackcollapse-aix',)
READ = re.compile(rb'0x[0-9abcdef]* *[^ ]* [^ ]* ')
BARE = re.compile(rb'^(?=[0-9a-f]{8,}[ \t\v\f\r])', re.M)


def prefixed(case):
    if any(READ.match(line) for line in input_lines(case)):
        return case
    return case.changed(stdin=case.stdin and BARE.sub(b'0x', case.stdin),
                        files={name: data and BARE.sub(b'0x', data) for name, data in case.files.items()})
