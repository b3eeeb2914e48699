#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""wellformed.py BIN [CASES [SEED]]: whatever the input and the options say, the SVG is XML.

Hostile bytes and texts in the names, in each option and in --nameattr; each SVG
is parsed by xmllint and, without its document type, by expat with namespaces.
Prints what failed, with the way to draw it again, and the counts.
"""
import os
import random
import re
import shutil
import sys
import tempfile

from harness import WRAPPER, check, main, needs, ours, run, scratch

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'oracle'))
import xml_check

CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 20 if WRAPPER else 400
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1

PIECES = [
    b'</title><script>alert(1)</script>', b']]>', b'<![CDATA[', b'"onload=', b'" onload="x()', b"'", b'"', b'&', b'&amp;',
    b'&lt', b'&#0;', b'&#x1;', b'&#xD800;', b'&nbsp;', b'&#65;', b'<', b'>', b'/>', b'<b>', b'</b>', b'<b/>', b'<!--', b'-->',
    b'--', b'-', b'<?xml version="1.0"?>', b'<?x?>', b'?>', b'<!DOCTYPE x>', b'</style>', b'</svg>', b'</g>', b'</text>',
    b'</script>', b'}', b'{', b';', b'*/', b'/*', b'//', b'\\', b'\\"', b"\\'", b'@import', b'url(x)', b'expression(',
    b'javascript:x()', b'x:y', b'<x:y/>', b'xmlns="a"', b'<a xmlns:q="u"/>', b'=', b'a="1"', b'a=\'2\'', b'id="frames"',
    b'xlink:href="x"', b'${x}', b'`', b'\n', b'\r', b'\t', b'\x0b', b'\x0c', b'\x01', b'\x08', b'\x1b[1m', b'\x7f', b'\x80',
    b'\xff', b'\xfe\xff', b'\xc0\x80', b'\xc3', b'\xe2\x28\xa1', b'\xed\xa0\x80', b'\xed\xb0\x80', b'\xef\xbf\xbe',
    b'\xef\xbf\xbf', b'\xef\xb7\x90', b'\xf0\x9f\xbf\xbe', b'\xf4\x90\x80\x80', b'\xf8\x88\x80\x80\x80', b'\xef\xbb\xbf',
    b'\xe2\x80\xa8', b'\xe2\x80\xae', b'\xc2\x85', b'e\xcc\x81', b'\xe6\x97\xa5\xe6\x9c\xac', b'rgb(1,2,3)', b'UTF-8',
    b'UTF-16', b'ISO-8859-1', b'ASCII', b'word', b'main', b'a b', b' ', b'0', b'1.5', b'%', b'#', b'%s%n', b'(', b')', b'_[k]',
]
# Without these, texts count as XML that the user wrote, elements and all.
TEXTS = ['title', 'subtitle', 'notes', 'nametype', 'countname', 'fonttype', 'encoding', 'bgcolors', 'colors']
XML_TEXTS = {'title', 'subtitle', 'countname'}
ATTRIBUTES = [b'href', b'target', b'title', b'class', b'id', b'g_extra', b'a_extra', b'onclick', b'style', b'x']


def text(rand, without=b'\0'):
    made = b''.join(rand.choice(PIECES) for _ in range(rand.randint(1, 4)))
    if rand.random() < 0.15:
        made += bytes(rand.randrange(1, 256) for _ in range(rand.randint(1, 12)))
    return bytes(b for b in made if b not in without)


def folded(rand):
    lines = []
    for _ in range(rand.randint(1, 6)):
        stack = b';'.join(text(rand, b'\0\n;') for _ in range(rand.randint(1, 5)))
        lines.append(stack + b' %d' % rand.randint(1, 500))
        if rand.random() < 0.2:
            lines[-1] += b' %d' % rand.randint(1, 500)
    if rand.random() < 0.2:     # beside which the others are thinner than a pixel
        lines.append(b'wide 1000000')
    return b'\n'.join(lines) + b'\n'


def nameattr(rand, stacks):
    names = [frame for line in stacks.split(b'\n') for frame in line.rsplit(b' ', 1)[0].split(b';')]
    lines = []
    for name in rand.sample(names, min(len(names), 3)):
        if b'\t' not in name:
            lines.append(name + b''.join(b'\t' + rand.choice(ATTRIBUTES) + b'=' + text(rand, b'\0\n\t')
                                         for _ in range(rand.randint(1, 4))))
    return b'\n'.join(lines)


def options(rand, folder, stacks):
    chosen = []
    for name in rand.sample(TEXTS, rand.randint(0, 3)):
        value = text(rand)
        if name == 'bgcolors':
            value = (b'#' + value + b'abcdef')[:7]
        elif name == 'notes':
            value = bytes(b for b in value if b not in b'<>')
        chosen += [b'--' + name.encode(), value]
    for flag in ('inverted', 'flamechart', 'hash', 'cp', 'reverse', 'dark auto', 'compact'):
        if rand.random() < 0.1:
            chosen += [b'--' + word if i == 0 else word for i, word in enumerate(flag.encode().split())]
    attributes = nameattr(rand, stacks) if rand.random() < 0.4 else b''
    if attributes:
        with open(os.path.join(folder, 'names'), 'wb') as f:
            f.write(attributes)
        chosen += [b'--nameattr', b'names']
    return chosen


def foreign_elements(svg):
    """Elements and handlers that a flame graph does not have."""
    found, scripts = [], []

    def start(name, attributes):
        local = name.rsplit(' ', 1)[-1]
        scripts.append(local)
        if local not in ('svg', 'defs', 'linearGradient', 'stop', 'style', 'script', 'rect', 'text', 'g', 'title', 'a', 'metadata', 'path'):
            found.append(local)
        if local != 'svg':
            found.extend(key for key in attributes if key.lower().startswith('on'))
    xml_check._parse(xml_check.DOCTYPE.sub(b'', svg, count=1), start)
    return found + ['a second ' + name for name in ('script', 'style', 'svg') if scripts.count(name) > 1]


class Drawing:
    """A case: what flamegraph made of made-up words and stacks, in a folder named for its number."""

    def __init__(self, top, number):
        rand = random.Random('%d %d' % (SEED, number))
        self.number, self.folder, self.problems = number, os.path.join(top, str(number)), []
        os.mkdir(self.folder)
        stacks = folded(rand)
        self.options = options(rand, self.folder, stacks)
        result = run(ours('flamegraph', *self.options), stacks, cwd=self.folder)
        self.svg = result.stdout
        for name, content in (('stdin', stacks), ('args', repr(self.options).encode()), ('out.svg', self.svg)):
            with open(os.path.join(self.folder, name), 'wb') as f:
                f.write(content)
        if result.returncode not in (0, 2) and (self.svg or not result.stderr):
            self.problems.append('status %d: %r' % (result.returncode, result.stderr[-200:]))
        elif self.svg:
            self.look()

    def look(self):
        if not xml_check.document(self.svg):
            self.problems.append('expat refuses it')
        names_only = not any(b'--' + name.encode() in self.options for name in XML_TEXTS) and b'--nameattr' not in self.options
        if names_only and foreign_elements(self.svg):
            self.problems.append('has %s' % foreign_elements(self.svg)[:3])

    def keep(self):
        kept = os.path.join(tempfile.gettempdir(), 'wellformed-%d-%d' % (SEED, self.number))
        shutil.copytree(self.folder, kept, dirs_exist_ok=True)
        return 'kept in ' + kept


def lint(top, drawings):
    """Has xmllint read some SVGs at once."""
    result = run(['xmllint', '--noout', '--nonet', '--huge'] + ['%d/out.svg' % d.number for d in drawings], cwd=top)
    refused = set(re.findall(r'^(\d+)/out\.svg:\d+: (?!.*warning)', result.stderr.decode(errors='replace'), re.M))
    for drawing in drawings:
        if str(drawing.number) in refused:
            drawing.problems.append('xmllint refuses it')
    check('xmllint', result.returncode == 0 or refused, result)


def wellformed():
    with scratch() as top:
        cases = [Drawing(top, number) for number in range(CASES)]
        drawn = [case for case in cases if case.svg]
        for at in range(0, len(drawn), 100):
            lint(top, drawn[at:at + 100])
        for case in cases:
            check('case %d' % case.number, not case.problems, case.problems, case.problems and case.keep())
        check('at least half of the cases are drawn', len(drawn) >= CASES // 2, len(drawn))


if __name__ == '__main__':
    needs('xmllint')
    main(wellformed)
