# SPDX-License-Identifier: MIT
"""The deviation of stackcollapse-instruments (docs/COMPAT.md, D71)."""
import re

READ = re.compile(rb'\d+\.\d+ (?:min|s|ms)\s+\d+\.\d+%\s+(\d+(?:\.\d+)?) (min|s|ms)\t \t(\s*)(.+)')
VALUE = rb'(\d+(?:[.,]\d+)*)'
UNITS = {b'': 1, b'ms': 1, b's': 1e3, b'min': 6e4, b'h': 3.6e6, b'us': 1e-3, 'µs'.encode(): 1e-3, 'μs'.encode(): 1e-3, b'ns': 1e-6,
         b'c': 1, b'Kc': 1e3, b'Mc': 1e6, b'Gc': 1e9, b'Tc': 1e12, b'K': 1e3, b'M': 1e6, b'G': 1e9, b'T': 1e12,
         b'B': 1, b'Bytes': 1, b'bytes': 1, b'KB': 2**10, b'KiB': 2**10, b'MB': 2**20, b'MiB': 2**20, b'GB': 2**30, b'GiB': 2**30}
UNIT = rb'(' + b'|'.join(sorted(UNITS, reverse=True)) + rb')'
WEIGHT = re.compile(rb'\s*' + VALUE + rb'\s*(?:' + UNIT + rb'\s+)?' + VALUE + rb'%\s*')
SELF = re.compile(rb'\s*(?:-|' + VALUE + rb'\s*' + UNIT + rb')?\s*')


def number(text):
    """The last separator is the decimal point, unless it is a comma and three digits follow."""
    parts = re.split(rb'([.,])', text)
    if len(parts) > 1 and not (parts[-2] == b',' and len(parts[-1]) == 3):
        return float(b''.join(parts[:-2:2]) + b'.' + parts[-1])
    return float(b''.join(parts[::2]))


def columns(line):
    """(self, name) as the titles say; None without titles."""
    titles = line.split(b'\t')
    selves = [i for i, title in enumerate(titles) if i > 0 and title.startswith(b'Self')]
    names = [i for i, title in enumerate(titles) if i > 0 and title.startswith(b'Symbol Name') and i not in selves[:1]]
    return (selves[0] if selves else None, names[-1]) if names else None


def row(line, titles):
    """(blanks, value in milliseconds, name) of a row that the script dies on; None for any other line."""
    fields = line.split(b'\t')
    own, name = titles or (1, len(fields) - 1)
    if own is None or name >= len(fields) or not WEIGHT.fullmatch(fields[0]) or (titles is None and len(fields) < 3):
        return None
    value = SELF.fullmatch(fields[own]) if own < len(fields) else SELF.fullmatch(b'')
    text = fields[name].lstrip(b' \t\n\v\f\r')
    if value is None or not text:
        return None
    return len(fields[name]) - len(text), (number(value[1]) * UNITS[value[2]] if value[1] else 0), text


def readable(lines):
    """The lines with such rows written as the script reads them."""
    titles = columns(lines[0]) if lines else None
    base, result = None, lines[:1]
    for i, line in enumerate(lines):
        match = READ.search(line)
        found = None if match else row(line, titles)
        if base is None and (match or found):
            base = len(match[3]) if match else found[0]
        if found and i > 0:
            line = b'1.0 s  1.0%%\t%.30f ms\t \t' % found[1] + b' ' * max(0, found[0] - base) + found[2].replace(b';', b':')
        if i > 0:
            result.append(line)
    return result


def less_calls(lines):
    """What a copy prints that has titles, but no column "Self": a function's weight less that of its calls. None for
    any other copy."""
    titles = columns(lines[0]) if lines else None
    if titles is None or titles[0] is not None:
        return None
    printed, names, rest, base = [], [], [], None

    def print_stack(depth, value):
        printed.append(b';'.join(names[:depth + 1]) + b' %.0f\n' % value)

    def name_frame(depth, name):
        names.extend([b''] * (depth + 1 - len(names)))
        names[depth] = name

    def end_calls(depth):
        while len(rest) > depth:
            value = rest.pop()
            if value >= 0.5:
                print_stack(len(rest), value)

    for line in lines[1:]:
        read = READ.search(line)
        if read:
            base = len(read[3]) if base is None else base
            name_frame(len(read[3]), read[4])
            print_stack(len(read[3]), float(read[1]) * UNITS[read[2]])
            continue
        fields = line.split(b'\t')
        weight = WEIGHT.fullmatch(fields[0])
        name = fields[titles[1]] if titles[1] < len(fields) else b''
        text = name.lstrip(b' \t\n\v\f\r')
        if not weight or not text:
            return None
        blanks = len(name) - len(text)
        base = blanks if base is None else base
        depth = max(0, blanks - base)
        end_calls(depth)
        rest += [0] * (depth + 1 - len(rest))
        name_frame(depth, text.replace(b';', b':'))
        rest[depth] = number(weight[1]) * UNITS[weight[2] or b'']
        if depth > 0:
            rest[depth - 1] -= rest[depth]
    end_calls(0)
    return b''.join(printed)


def texts_of(case, names):
    """The operands, their texts and the lines of these."""
    names = list(dict.fromkeys(names or [b'-']))
    texts = [(case.stdin if name == b'-' else case.files.get(name)) or b'' for name in names]
    return names, texts, [(text[:-1] if text.endswith(b'\n') else text).split(b'\n') if text else [] for text in texts]


def rows_weighed(case, outcome, names):
    """The script dies of a row of such a copy."""
    printed = less_calls([line for one in texts_of(case, names)[2] for line in one])
    return outcome.changed(out=printed, status=0) if printed and outcome.status != 0 else outcome


def rows_read(case, names):
    """`names`: the operands. The lines of all files count as those of one."""
    names, texts, lines = texts_of(case, names)
    read, at = readable([line for one in lines for line in one]), 0
    for name, text, own in zip(names, texts, lines):
        text = b'\n'.join(read[at:at + len(own)]) + text[len(b'\n'.join(own)):]
        at += len(own)
        if name == b'-':
            case = case.changed(stdin=text)
        elif case.files.get(name):
            case = case.changed(files={**case.files, name: text})
    return case
