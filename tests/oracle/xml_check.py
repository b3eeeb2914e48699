# SPDX-License-Identifier: MIT
"""Whether texts are well-formed XML, asked of expat.

Namespaces count, since browsers refuse prefixes that nobody declared; and so do
entities that nobody declared: the document type is taken out, or expat would
believe that they are declared in its file. Names are to be ASCII.
"""
import re
import xml.parsers.expat

WRAP_START = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
WRAP_END = b'</svg>'
DOCTYPE = re.compile(rb'<!DOCTYPE svg PUBLIC "[^"]*" "[^"]*">')


def _parse(text, start_element=None):
    parser = xml.parsers.expat.ParserCreate('UTF-8', ' ')
    names = []

    def start(name, attributes):
        names.extend([name, *attributes])
        if start_element:
            start_element(name, attributes)
    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = lambda target, data: names.append(target)
    try:
        parser.Parse(text, True)
        return all(name.isascii() for name in names)
    except (xml.parsers.expat.ExpatError, UnicodeError):
        return False


def document(svg):
    return _parse(DOCTYPE.sub(b'', svg, count=1))


def content(text):
    """Can it stand between tags, without closing what it did not open?"""
    depth = text.count(b'</svg') == 0
    return depth and _parse(WRAP_START + text + WRAP_END)


def value(text):
    """Can it stand between double quotes, without leaving them?"""
    return b'"' not in text and _parse(b'<g a="' + text + b'"/>')


def attributes(text, taken):
    """Can it stand in a tag that has the attributes `taken` already?"""
    if b'>' in re.sub(rb'"[^"]*"|\'[^\']*\'', b'', text):
        return False
    others = b' '.join(name + b'=""' for name in taken)
    return _parse(WRAP_START + b'<g ' + others + b' ' + text + b'/>' + WRAP_END)


FORBIDDEN = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')


def without_forbidden(text):
    """U+FFFD for each character that XML does not allow, or for what is no UTF-8."""
    return FORBIDDEN.sub('\ufffd', text.decode('utf-8', 'replace')).encode()


def escaped(text):
    for raw, entity in ((b'&', b'&amp;'), (b'<', b'&lt;'), (b'>', b'&gt;'), (b'"', b'&quot;')):
        text = text.replace(raw, entity)
    return text
