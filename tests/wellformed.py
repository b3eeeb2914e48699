#!/usr/bin/env python3
"""wellformed.py BIN [CASES [SEED]]: whatever the input and the options say, the SVG is XML.

Hostile bytes and texts in the names, in each option and in --nameattr; each SVG
is parsed by xmllint and, without its document type, by expat with namespaces.
Prints what failed, with the way to draw it again, and the counts.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.parsers.expat

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'oracle'))
import xml_check

BIN = os.path.abspath(sys.argv[1])
CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 20 if os.environ.get('TEST_WRAPPER') else 400
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
failures = []


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
    for flag in ('inverted', 'flamechart', 'hash', 'cp', 'reverse', 'dark auto'):
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
        if local not in ('svg', 'defs', 'linearGradient', 'stop', 'style', 'script', 'rect', 'text', 'g', 'title', 'a'):
            found.append(local)
        if local != 'svg':
            found.extend(key for key in attributes if key.lower().startswith('on'))
    xml_check._parse(xml_check.DOCTYPE.sub(b'', svg, count=1), start)
    return found + ['a second ' + name for name in ('script', 'style', 'svg') if scripts.count(name) > 1]


def fail(number, folder, what):
    kept = os.path.join(tempfile.gettempdir(), 'wellformed-%d-%d' % (SEED, number))
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    failures.append(number)
    print('failed: case %d: %s; kept in %s' % (number, what, kept))


def draw(number, folder):
    rand = random.Random('%d %d' % (SEED, number))
    stacks = folded(rand)
    chosen = options(rand, folder, stacks)
    with open(os.path.join(folder, 'stdin'), 'wb') as f:
        f.write(stacks)
    with open(os.path.join(folder, 'args'), 'w') as f:
        f.write(repr(chosen))
    command = os.environ.get('TEST_WRAPPER', '').encode().split() + [os.path.join(BIN, 'flamegraph').encode()] + chosen
    result = subprocess.run(command, input=stacks, cwd=folder, capture_output=True, timeout=120)
    svg = result.stdout
    with open(os.path.join(folder, 'out.svg'), 'wb') as f:
        f.write(svg)
    if result.returncode != 0 and not (svg == b'' and result.stderr) and result.returncode != 2:
        fail(number, folder, 'status %d: %r' % (result.returncode, result.stderr[-200:]))
        return False
    if not svg:
        return False
    if not xml_check.document(svg):
        fail(number, folder, 'expat refuses it')
    names_only = not any(b'--' + name.encode() in chosen for name in XML_TEXTS) and b'--nameattr' not in chosen
    if names_only and foreign_elements(svg):
        fail(number, folder, 'has %s' % foreign_elements(svg)[:3])
    return True


def main():
    drawn = {}
    if not shutil.which('xmllint'):
        print('skipped: no xmllint (Debian: libxml2-utils)')
        return 1 if os.environ.get('BROWSER_REQUIRED') else 77
    with tempfile.TemporaryDirectory() as top:
        for number in range(CASES):
            folder = os.path.join(top, str(number))
            os.mkdir(folder)
            if draw(number, folder):
                drawn[os.path.join(folder, 'out.svg')] = number
        for at in range(0, len(drawn), 100):
            files = list(drawn)[at:at + 100]
            lint = subprocess.run(['xmllint', '--noout', '--nonet', '--huge'] + files, capture_output=True)
            refused = set(re.findall(r'^(/\S+/out\.svg):\d+: (?!.*warning)', lint.stderr.decode(errors='replace'), re.M))
            for file in refused:
                fail(drawn[file], os.path.dirname(file), 'xmllint refuses it')
            if lint.returncode != 0 and not refused:
                fail(-1, os.path.dirname(files[0]), 'xmllint: %r' % lint.stderr[-300:])
    print('%d SVGs of %d cases, %d failed' % (len(drawn), CASES, len(failures)))
    return 1 if failures or len(drawn) < CASES // 2 else 0


if __name__ == '__main__':
    sys.exit(main())
