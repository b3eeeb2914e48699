# SPDX-License-Identifier: MIT
"""Compares the outcome of our program with the oracle's, in the sense of docs/COMPAT.md."""
import re

import deviations

SANITIZER = re.compile(rb'(Address|Leak|Memory|Thread|UndefinedBehavior)Sanitizer|: runtime error: ')
WRAPPER_ERROR = 99      # what TEST_WRAPPER ends with when it found an error
HELP_WORD = re.compile(rb'(--?|\+)(h|he|hel|help|v|ve|ver|vers|versi|versio|version)$', re.I)

IDENTICAL, DEVIATION, DIFFERING = 'identical', 'known deviation', 'differing'

# Scripts that print their lines in the order of a hash: ours are in the order of the stacks.
UNORDERED = {'stackcollapse-perf-sched'}


def sorted_lines(text):
    lines = sorted(text.split(b'\n')[:-1], key=lambda line: line.rsplit(b' ', 1)[0])
    return b''.join(line + b'\n' for line in lines)


def sorted_by_stack(text):
    """difffolded's lines, which Perl prints in the order of its hash."""
    lines = sorted(text.split(b'\n')[:-1], key=lambda line: line.rsplit(b' ', 2)[0])
    return b''.join(line + b'\n' for line in lines)


def sorted_files(case, text):
    """The lines of `files` in one order, without the sizes of folders, which other systems have others of."""
    folders = [re.sub(rb'[^;.a-zA-Z0-9-]', b'_', name.replace(b'/', b';')) for name, data in case.files.items() if data is None]
    sized = []
    for line in text.splitlines(True):
        path = line.rpartition(b' ')[0]
        folder = path in (b'.', b'.;') or any((b';' + path).rstrip(b';').endswith(b';' + name) for name in folders)
        sized.append(path + b'\n' if folder else line)
    return b''.join(sorted(sized))


def difference(case, expected, ours):
    """What differs first, or None."""
    out, printed = expected.out, ours.out
    if case.program == 'difffolded':
        out = sorted_by_stack(out)
    elif case.program in UNORDERED:
        out = sorted_lines(out)
    elif case.program == 'files':
        out, printed = sorted_files(case, out), sorted_files(case, printed)
    if (expected.status == 0) != (ours.status == 0):
        return 'exit status'
    if out != printed:
        return 'output'
    if expected.palette != ours.palette:
        return 'palette.map'
    return None


def lost_everything(case, expected, ours):
    """D48: an input without a stack that counts is an error, which a message explains."""
    return (case.program.startswith(('stackcollapse', 'pkgsplit', 'range')) and expected.status == 0 and not expected.out
            and ours.status == 1 and not ours.out and ours.err != b''
            and difference(case, expected.changed(status=1), ours) is None)


COUNTED = re.compile(rb'\s\d+(\.\d*)?$')


def has_no_counts(case, expected, ours):
    """D76: a file of difffolded's that has text, and no count that is read, is an error."""
    if case.program != 'difffolded' or ours.status != 1 or not ours.err:
        return False
    texts = [case.files.get(word, case.stdin if word == b'-' else None) for word in case.argv]
    return (any(text and text.strip() and not any(COUNTED.search(line) for line in text.split(b'\n')) for text in texts)
            and difference(case, expected.changed(status=1), ours) is None)


def trouble(ours):
    """What no deviation excuses."""
    if ours.status < 0:
        return 'signal %d' % -ours.status
    if ours.status == WRAPPER_ERROR or SANITIZER.search(ours.err):
        return 'memory error'
    if not ours.well_formed:
        return 'ill-formed SVG'
    return None


def is_help(case, ours, texts):
    """D8: help and version exist, and are no errors."""
    return (ours.status == 0 and ours.out in texts
            and any(HELP_WORD.match(word) or re.match(rb'-[ns]*h', word) for word in case.argv))


def compare(case, ours, oracle, help_texts):
    """(verdict, detail); `oracle` gives Perl's outcome of a case."""
    bad = trouble(ours)
    if bad:
        return DIFFERING, bad
    perl = oracle(case)
    reason = difference(case, perl, ours)
    if reason is None and perl.well_formed:
        return IDENTICAL, ''
    if is_help(case, ours, help_texts):
        return DEVIATION, 'D8'
    if lost_everything(case, perl, ours):
        return DEVIATION, 'D48'
    if has_no_counts(case, perl, ours):
        return DEVIATION, 'D76'
    for names, expected in deviations.expectations(case, oracle):
        if difference(case, expected, ours) is None:
            return DEVIATION, '+'.join(names)
        if lost_everything(case, expected, ours):
            return DEVIATION, '+'.join(names + ['D48'])
    return DIFFERING, reason or 'ill-formed SVG of Perl without a known cause'


def summary(counts, names):
    """One line: `counts` by verdict, `names` by deviation."""
    detail = ', '.join('%s %d' % pair for pair in sorted(names.items()))
    return '%d cases, %d identical, %d known deviations%s, %d differing' % (
        sum(counts.values()), counts[IDENTICAL], counts[DEVIATION],
        ' (%s)' % detail if detail else '', counts[DIFFERING])
