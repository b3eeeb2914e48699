# SPDX-License-Identifier: MIT
"""Reads a --nameattr file as the Perl script does, to say what our program makes of it."""
import re

import xml_check

KNOWN = (b'id', b'class', b'href', b'target', b'title', b'a_extra', b'g_extra')


def entries(data):
    """name -> {attribute: value}, or None where the script ends with an error."""
    result = {}
    for line in data.split(b'\n')[:-1] if data.endswith(b'\n') else data.split(b'\n'):
        name, tab, rest = line.partition(b'\t')
        if not tab:
            return None
        parts = []
        for field in rest.split(b'\t'):
            parts += field.split(b'=', 1) if field else []
        if len(parts) % 2:
            parts.append(b'')
        result[name] = dict(zip(parts[::2], parts[1::2]))
    return result


def safe(attributes):
    """The attributes with what would break the SVG escaped or, if it is no text, left out."""
    kept = {}
    taken = [name for name in (b'id', b'class') if name in attributes]
    link = attributes.get(b'href') not in (None, b'', b'0')
    if link:
        taken += [b'xlink:href', b'target']
    for name, text in attributes.items():
        if name == b'title':
            text = text if xml_check.content(text) else xml_check.escaped(text)
        elif name in (b'id', b'class', b'href', b'target'):
            text = text if xml_check.value(text) else xml_check.escaped(text)
        kept[name] = text
    for name in (b'a_extra', b'g_extra') if link else (b'g_extra',):
        extra = kept.get(name, b'')
        if extra in (b'', b'0'):
            continue
        if xml_check.attributes(extra, taken):
            taken += re.findall(rb'([\w.:-]+)\s*=', re.sub(rb'"[^"]*"|\'[^\']*\'', b'', extra))
        else:
            kept[name] = b''
    return kept


def file_of(result):
    """A file that gives these entries."""
    lines = []
    for name, attributes in result.items():
        fields = [key + b'=' + text for key, text in attributes.items() if key in KNOWN]
        lines.append(name + b'\t' + b'\t'.join(fields) + b'\n')
    return b''.join(lines)


def safe_file(data):
    result = entries(data)
    if result is None:
        return data
    fixed = {name: safe(attributes) for name, attributes in result.items()}
    return data if fixed == result else file_of(fixed)
