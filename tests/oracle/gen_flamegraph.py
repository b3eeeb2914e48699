# SPDX-License-Identifier: MIT
"""Cases for flamegraph: folded stacks, options of every kind, --nameattr files and palette.map."""
import options
import words
from trial import Case
from gen_difffolded import folded

TEXTS = [b'x', b'Off-CPU Time', b'malloc()', b'a & b', b'a &amp; b', b'<b>x</b>', b'a<b', b'a>b', b'"q"', b"it's", b'', b'0', b' ', b'--', b'-x', b'a--b',
         b'&nosuch;', b'&#65;', b'&#0;', b'&', b']]>', b'</text>', b'</style>', b'x\ny', b'\x01', b'a\\b', b'$x', b'%d', b'{', b'a;b', b'\xc3\xa9', b'\xff',
         '日本'.encode(), b'<a xlink:href="x">y</a>', b'<a b=1>', b'</script>', b'samples', b'Samples', b'bytes', b'ms', b'x-', b'-->', b'\t',
         b'<x:y/>', b'a<!-- c -->b', b'<?p q?>', b'<![CDATA[x]]>', b'<\xc3\xa9/>', b'\xf0\x9f\x94\xa5', b'<b></b', b'"/>']
INTEGERS = [b'1', b'16', b'20', b'19', b'21', b'24', b'100', b'300', b'800', b'1200', b'3000', b'0', b'-5', b'+0900', b'1_200', b'_5', b'007',
            b'99999999999999999999', b'1e3', b'12.5', b'0x10', b' 5', b'5 ', b'', b'abc', b'5\n', b'18446744073709551615', b'-0', b'+', b'1__0', b'5x']
FLOATS = [b'1', b'12', b'8', b'20', b'0.59', b'0.7', b'.5', b'5.', b'1e3', b'1e-3', b'1E2', b'12x5', b'1,5', b'1 2', b'0x10', b'1_2', b'-3', b'+4', b'0', b'inf',
          b'nan', b'.', b'', b'abc', b'1.5.2', b'1e', b'2\n', b'1<2', b'1"2', b'1\n2', b'0.0', b'1e400', b'-.5', b'12.50', b'1e+2', b'9.99', b'1&2', b'3_.5', b'1.e2']
FACTORS = [b'1', b'2', b'0.5', b'10', b'0.001', b'1000000', b'0', b'-1', b'1e3', b'.1', b'3', b'1e300', b'x', b'0.333', b'1e-9', b'12x5', b'-0.5', b'1_0']
TOTALS = [b'1', b'10', b'100', b'1000', b'100000', b'1e3', b' 500 ', b'12abc', b'abc', b'0', b'0x10', b'inf', b'nan', b'-5', b'99999999999999999999', b'1e300',
          b'', b'1.5', b'0.0', b'Infinity', b'1e400', b'5000.75', b'.5e3', b'+1000', b'1_000', b'0e5', b'2e2x', b'\t700', b'00', b'infx', b'NaNx']
MINWIDTHS = [b'0', b'0.1', b'1', b'5', b'50', b'500', b'5000', b'1%', b'10%', b'0.5%', b'0%', b'100%', b'.', b'.%', b'1.2.3', b'1\n', b'-1', b'1e3', b'', b'%', b'1%%',
             b'1 ', b'1%\n', b'0.01', b'.5', b'99.99%', b'101%', b'..5', b'5px']
PALETTES = [b'hot', b'mem', b'io', b'wakeup', b'chain', b'java', b'js', b'perl', b'red', b'green', b'blue', b'aqua', b'yellow', b'purple', b'orange']
COLORS = PALETTES * 3 + [b'java', b'js', b'perl', b'chain'] * 6 + [b'nosuch', b'', b'Hot', b'hot ', b'io\n', b'blue\n', b'mem\n']
BGCOLORS = [b'yellow', b'blue', b'green', b'grey', b'gray', b'#ffeedd', b'#zzzzzz', b'#fff', b'#fffffff', b'', b'red', b'#12345\n', b'#123456\n', b'#"a="b', b'#<&>"\'',
            b'#\xc3\xa9\xc3\xa9\xc3\xa9', b'#&amp;;', b'#      ', b'yellow\n', b'#ab&lt;', b'#\x01\x02\x03456', b'#\xff\xff\xff456']
ENCODINGS = [b'UTF-8', b'utf-8', b'ISO-8859-1', b'', b'0', b'x y', b'"', b'a"b', b'1a', b'US-ASCII', b'nosuch', b'A._-9', b'\xc3\xa9', b'-']
# Beyond 2^53 Perl's places depend on the random order in which it draws the frames.
WIDTHS = [b'9007199254740991' if len(text) > 16 else text for text in INTEGERS]
CHOICES = {'width': WIDTHS, 'height': INTEGERS, 'fontsize': FLOATS, 'fontwidth': FLOATS, 'factor': FACTORS, 'total': TOTALS, 'minwidth': MINWIDTHS, 'colors': COLORS,
           'bgcolors': BGCOLORS, 'encoding': ENCODINGS}
GOOD = {'width': [b'100', b'300', b'500', b'800', b'1200', b'3000'], 'height': [b'10', b'16', b'20', b'33'], 'fontsize': [b'8', b'12', b'20', b'9.5', b'.5', b'12.50'],
        'fontwidth': [b'0.59', b'0.7', b'.5', b'1'], 'factor': [b'2', b'0.5', b'10', b'1000000', b'-1', b'0.333'], 'colors': PALETTES + [b'java', b'js', b'perl', b'chain'] * 3,
        'total': [b'100', b'100000', b'99999999999', b'1e9', b'5000.75', b' 500 '], 'minwidth': [b'0', b'0.1', b'1', b'5', b'50', b'1%', b'10%', b'0.5%', b'100%'],
        'bgcolors': [b'yellow', b'blue', b'green', b'grey', b'#ffeedd'], 'encoding': [b'UTF-8', b'utf-8', b'ISO-8859-1'], 'title': [b'Off-CPU Time', b'a &amp; b', b'0'],
        'subtitle': [b'x', b'0', b'malloc()', b''], 'notes': [b'x', b'a b c', b'"q"'], 'countname': [b'ms', b'bytes', b'samples'], 'nametype': [b'x:', b'a & b'],
        'fonttype': [b'Courier New', b'x']}
FLAGS = [('hash', 0.12), ('reverse', 0.12), ('inverted', 0.12), ('flamechart', 0.12), ('negate', 0.12), ('cp', 0.15), ('random', 0.02), ('help', 0.003)]

ATTRIBUTES = [b'title', b'href', b'class', b'id', b'target', b'g_extra', b'a_extra', b'onclick', b'']
ATTRIBUTE_TEXTS = [b'x', b'0', b'', b'http://x/?a=1&amp;b=2', b'http://x/?a=1&b=2', b'_blank', b'a b', b'data-x="1"', b'data-x="1" data-x="2"', b'style="fill:red"', b'"',
                   b'x" onload="y', b'<b>', b'a=b', b'\xc3\xa9', b'\x01', b'class="c"', b'id="i"', b'x>', b"q='1'", b'&amp;', b'xlink:href="x"', b'target="t"', b' ', b'a="<"']
FILLS = [b'rgb(1,2,3)', b'rgb(255,0,0)', b'', b'red', b'x"y', b'a->b', b'<&', b'\xc3\xa9', b'0', b' rgb(0,0,0)', b'rgb(9,9,9) ']


def chain(rng, names):
    """Stacks of a chain graph: off-CPU stack, --, waker's stack..."""
    lines = []
    for _ in range(words.size(rng)):
        stacks = [b';'.join(rng.choice(names) for _ in range(rng.randint(1, 3))) for _ in range(rng.choice([1, 2, 2, 3]))]
        lines.append(rng.choice([b';--;', b';--;', b';--;', b'--;', b';--', b';--;--;']).join(stacks) + rng.choice([b'', b';--', b';--;', b'']) + b' ' + words.count(rng))
    return b'\n'.join(lines) + b'\n'


def nameattr_file(rng, names):
    lines = []
    for _ in range(rng.randint(1, 4)):
        fields = [rng.choice(ATTRIBUTES) + rng.choice([b'='] * 20 + [b'']) + rng.choice(ATTRIBUTE_TEXTS) for _ in range(rng.choice([1, 1, 2, 3, 4, 0]))]
        name = rng.choice(names + [b''])
        lines.append(rng.choice([b'\t'] * 30 + [b' ', b'\t\t']).join([name] + fields) if fields else name + b'\t')
    return b'\n'.join(lines) + b'\n'


def palette_file(rng, names):
    lines = []
    for _ in range(words.size(rng)):
        lines.append(rng.choice(names + [b'', b'other']) + rng.choice([b'->'] * 20 + [b'', b'-', b'->->']) + rng.choice(FILLS))
    return b'\n'.join(lines) + b'\n'


def value(rng, name):
    if rng.random() < (0.3 if rng.wild else 0.75):
        return rng.choice(GOOD[name])
    if rng.random() < 0.03:
        return rng.choice(TEXTS)
    return rng.choice(CHOICES.get(name, TEXTS))


def text_options(rng):
    """Mostly none to three options with a value."""
    names = ['fonttype', 'width', 'height', 'encoding', 'fontsize', 'fontwidth', 'minwidth', 'title', 'subtitle', 'nametype', 'countname', 'total', 'factor',
             'bgcolors', 'notes']
    chosen = [rng.choice(names) for _ in range(words.choose(rng, [(0, 4), (1, 6), (2, 4), (3, 2), (6, 1)]))]
    if rng.random() < 0.5:
        chosen.append('colors')
    if rng.random() < 0.25:
        chosen.append('width')
    if rng.random() < 0.15:
        chosen.append('minwidth')
    return [(name, value(rng, name)) for name in chosen]


def generate(rng):
    names, files, groups = words.vocabulary(rng), {}, []
    chosen = text_options(rng)
    if (b'chain' in [text for _, text in chosen] and rng.random() < 0.7) or rng.random() < 0.03:
        text = chain(rng, names)
    else:
        text = folded(rng, names, rng.choice([0, 0, 0, 0, 1, 1, 0.5]))
    text = words.damaged(rng, text, 0.25)
    for flag, chance in FLAGS:
        if rng.random() < chance:
            groups.append(options.spell(rng, 'flamegraph', flag))
    groups += [options.spell(rng, 'flamegraph', name, data) for name, data in chosen]
    operands, stdin, files = words.operands(rng, text)
    if rng.random() < 0.12:
        file = rng.choice([b'attr.txt'] * 12 + [b'nosuch', b'', b'0', b'folder', b' attr.txt'])
        groups.append(options.spell(rng, 'flamegraph', 'nameattr', file))
        files.update({b'attr.txt': words.damaged(rng, nameattr_file(rng, names), 0.1), b'folder': None})
    if rng.random() < 0.12:
        files[b'palette.map'] = words.damaged(rng, palette_file(rng, names), 0.1)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('flamegraph', options.mixed(rng, groups, operands), stdin, files, env)
