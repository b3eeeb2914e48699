# SPDX-License-Identifier: MIT
"""The deviation of stackcollapse-vtune and -vtune-mc (docs/COMPAT.md, D72)."""
import re

UNUSUAL = b'(no module)'    # stands for an empty one in the twin


def fields(line, separator):
    """The fields, with their quotes."""
    found, at = [], 0
    while at <= len(line):
        quoted = line[at:].lstrip(b' ').startswith(b'"')
        start = len(line) - len(line[at:].lstrip(b' ')) + 1 if quoted else at
        end = start
        while end < len(line) and (quoted or line[end:end + 1] != separator):
            quoted ^= line[end:end + 1] == b'"'
            end += 1
        found.append(line[at:end])
        at = end + 1
    return found


def titles(line):
    """(separator, titles), or None."""
    line = re.sub(b'"', b'', re.sub(rb'(?<=:) ', b'', line.removeprefix(b'\xef\xbb\xbf'))).rstrip(b' \t\n\v\f\r')
    rest = line.removeprefix(b'Function Stack')
    if rest == line or rest[:1] not in (b',', b';', b'\t', b'|', b':'):
        return None
    return rest[:1], line.split(rest[:1])


def plain(field):
    return field.replace(b'"', b'').strip(b' \t\n\v\f\r')


def row(line, separator, count):
    """(level, function, columns), or None."""
    found = fields(line, separator)
    if len(found) < count:
        return None
    extra = len(found) - count
    if extra and (line.lstrip(b' \t\n\v\f\r').startswith(b'"') or re.fullmatch(rb'[\d.\s]*', found[extra])):
        return None
    function = line[:sum(map(len, found[:extra + 1])) + extra]
    text = function.replace(b'"', b'')
    if not plain(function):
        return None
    return len(text) - len(text.lstrip(b' ')), plain(function), found[extra:]


def hotspots(names):
    """(column to count, whether it is a time), or None where the script's columns are there."""
    usual = len(names) == 4 and names[3] == b'CPU Time:Self' and (names[1] == b'Module' or b'Module' not in names)
    selves = [i for i, name in enumerate(names) if name.endswith(b':Self')]
    times = [i for i in selves if names[i].startswith(b'CPU Time:')]
    exact = [i for i in selves if names[i] == b'CPU Time:Self']
    chosen = (exact or times or selves)[:1]
    return None if usual or not chosen else (chosen[0], bool(times))


def hotspots_row(found, chosen, module):
    level, function, columns = found
    number = re.fullmatch(rb'(?:(\d+(?:\.\d+)?|\.\d+)\s*(s|ms|))?', plain(columns[chosen[0]]))
    if not number:
        return b'junk'
    value = number[1] or b'0'
    if not chosen[1] or number[2] == b'ms':
        value = b'%.20f' % (float(value) / 1000)
    return b' ' * level + function + b',' + module + b',0,' + value


def memory(names, size):
    title, usual = (b'Allocation Size:Self', 1) if size else (b'Allocations:Self', 3)
    if title not in names or len(names) == 5 and names.index(title) == usual and (names[4] == b'Module' or b'Module' not in names):
        return None
    return names.index(title), size


def memory_row(found, chosen, module):
    level, function, columns = found
    value = plain(columns[chosen[0]])
    if not re.fullmatch(rb'\d*(?:\.\d*)?', value):
        return b'junk'
    return b' ' * level + function + b',' + (value + b',0,0,' if chosen[1] else b'0,0,' + value + b',') + module


def usual_columns(case, name):
    """The case with the columns that the script reads; `name`: its one file."""
    data = case.stdin if name == b'-' else case.files.get(name)
    if not data:
        return case
    lines, memory_report = data.split(b'\n'), case.program == 'stackcollapse-vtune-mc'
    first = next((i for i, line in enumerate(lines) if not (memory_report and line.startswith(b'war:'))), len(lines))
    known = titles(lines[first]) if first < len(lines) else None
    size = any(re.fullmatch(rb'(--?|\+)s(i(ze?)?)?', word, re.I) for word in case.argv)
    chosen = known and (memory(known[1], size) if memory_report else hotspots(known[1]))
    if not chosen or b',' != known[0]:
        return case
    modules, make_row = (known[1] + [b'Module']).index(b'Module'), memory_row if memory_report else hotspots_row
    for i in range(first + 1, len(lines) - (lines[-1] == b'')):
        found = row(lines[i], known[0], len(known[1]))
        module = plain(found[2][modules]) if found and modules < len(known[1]) else b''
        lines[i] = make_row(found, chosen, module or UNUSUAL) if found else b'junk'
    text = b'\n'.join(lines)
    return case.changed(stdin=text) if name == b'-' else case.changed(files={**case.files, name: text})


def without_modules(case, outcome):
    return outcome.changed(out=outcome.out.replace(UNUSUAL + b'!', b'').replace(b'(' + UNUSUAL + b')', b''))
