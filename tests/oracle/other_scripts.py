# SPDX-License-Identifier: MIT
"""The known deviations from the scripts for awk and PHP; deviations.py tells how they are meant."""
import re

import options

VARIABLES = {
    'stackcollapse-ljp': [],
    'stackcollapse-perf-sched': [b'record_tid', b'record_wake_stack', b'recurse'],
    'stackcollapse-sample': [b'MODULES'],
}


# The command line as our programs read it.

def assigns(program, word):
    return b'=' in word and word.split(b'=')[0] in VARIABLES[program]


def _option(program, word):
    """(name, whether it is set), or None if there is no such option."""
    match = re.fullmatch(rb'(?:--?|\+)([^=]+)', word)
    if not match:
        return None
    names = {name: (name, True) for name in options.OPTIONS[program]}
    names.update({prefix + name: (name, False) for name, kind in options.OPTIONS[program].items()
                  for prefix in ('no', 'no-') if kind == options.NEGATABLE})
    text = match[1].decode('latin-1').lower()
    fitting = {value for name, value in names.items() if name.startswith(text)}
    return names.get(text) or (fitting.pop() if len(fitting) == 1 else None)


def command_line(case):
    """(options as (name, value), operands, words of -v), or None if it is wrong."""
    chosen, operands, variables, words = [], [], [], list(case.argv)
    while words:
        word = words.pop(0)
        if word == b'--':
            operands += words
            break
        if case.program in VARIABLES and (word == b'-v' or word[:2] == b'-v' and b'=' in word):
            text = word[2:] or (words.pop(0) if words else b'')
            if not assigns(case.program, text):
                return None
            variables.append(text)
        elif word == b'-' or word[:1] not in (b'-', b'+'):
            operands.append(word)
        elif _option(case.program, word):
            chosen.append(_option(case.program, word))
        else:
            return None
    return chosen, operands, variables


def usage_fails(case, outcome):
    """D35, D37: a word that is no option is an error, and no text of usage is an output."""
    if command_line(case) is None:
        return outcome.changed(status=255, out=b'')
    if case.program == 'stackcollapse-xdebug' and outcome.status == 1 and outcome.out:
        return outcome.changed(out=b'')
    return outcome


# D35: awk's assignments are for the script's own variables, and work wherever they stand.

def awk_assignments(case):
    line = command_line(case)
    if line is None:
        return case
    chosen, operands, variables = line
    for name, value in chosen:
        name = name.encode().replace(b'-', b'_')
        variables.append((name.upper() if case.program == 'stackcollapse-sample' else name) + b'=%d' % value)
    files = [word if word in (b'', b'-') or assigns(case.program, word) or not re.match(rb'[-+]|\w+=', word)
             else b'./' + word for word in operands]
    return case.changed(argv=variables + files)


# D39: awk ends at a file that is not there, and skips a folder and a name that is empty.

EMPTY = b'empty file'


def empty_files(case):
    line = command_line(case)
    if line is None:
        return case
    argv, missing = list(case.argv), False
    for word in line[1]:
        name = word[2:] if word[:2] == b'./' else word
        if word != b'-' and not assigns(case.program, word) and case.files.get(name) is None:
            argv[len(argv) - 1 - argv[::-1].index(word)] = EMPTY    # the first '--' ends the options
            missing = True
    return case.changed(argv=argv, files={**case.files, EMPTY: b''}) if missing else case


def missing_fails(case, outcome):
    return outcome.changed(status=1) if EMPTY in case.files else outcome


# D36: no line without a count.

def without_countless(case, outcome):
    out = re.sub(rb'(?m)^.* \n', b'', outcome.out)
    return outcome if out == outcome.out else outcome.changed(out=out)


# D37: a trace may come from standard input.

def one_file(case):
    line = command_line(case)
    if line is None or len(line[1]) > 1:
        return case
    argv = [b'-c'] if ('c', True) in line[0] else []
    if line[1] in ([], [b'-']):
        return case.changed(argv=argv + [b'standard input'], files={**case.files, b'standard input': case.stdin})
    return case.changed(argv=argv + [b'./' + line[1][0]])


# D38: only complete lines of calls and their ends count.

EVENT = re.compile(rb'[^\t]+\t+[^\t]+\t+(1\t+\d+\.\d+\t.*|0\t+\d+\.\d+\t+[^\t]+\t+[^\t]+\t.*)', re.S)


def _complete(text):
    kept, started = [], False
    for line in (text or b'').split(b'\n'):
        if line.startswith(b'TRACE START') and not started:
            started = True
            kept.append(line)
        elif line.startswith((b'\t', b'TRACE END')) or EVENT.fullmatch(line):
            kept.append(line)
    return b'\n'.join(kept) + b'\n'


def complete_lines(case):
    return case.changed(stdin=_complete(case.stdin), files={
        name: None if text is None else _complete(text) for name, text in case.files.items()})


def without_warnings(case, outcome):
    out = re.sub(rb'(?m)^\[WARNING\] Found function exit .*\n', b'', outcome.out)
    return outcome if out == outcome.out else outcome.changed(out=out)
