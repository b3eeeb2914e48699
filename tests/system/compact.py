#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""compact.py BIN [CASES [SEED]]: the frames of --compact are those of the picture without it.

Random stacks and options are drawn both ways. The frames that --compact keeps as data and as lines are put
together again: each has the title, the place and the color that it has as an element, and is where it was
in the order of the document. A line covers each that is not of width 0, and nothing else is painted.
"""
import html
import json
import random
import re
import sys

from harness import WRAPPER, check, main, ours, run, scratch

CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 20 if WRAPPER else 300
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1

NAMES = ['a', 'b_[k]', 'c d', 'java/lang/x_[j]', 'e<f>', '"g"', 'é', 'h&amp;', 'i\\', '-', '--', 'long_name_of_a_function', 'linked']
OPTIONS = [['--inverted'], ['--reverse'], ['--flamechart'], ['--hash'], ['--cp'], ['--colors=java'], ['--colors=chain'],
           ['--width=300'], ['--width=5000'], ['--height=1'], ['--height=7'], ['--height=-4'], ['--fontsize=7.5'], ['--fontsize=-3'], ['--total=1e9'],
           ['--factor=0.5'], ['--factor=1e3'], ['--countname=1 &amp; "<b>2</b>"'], ['--minwidth=3'], ['--nameattr=names'], ['--fix'], ['--negate']]
FRAME = re.compile(r'<(?:g|a) [^>]*>\n<title>([^\n]*)</title><rect x="(-?[\d.]+)" y="(-?[\d.]+)" width="(-?[\d.]+)" height="(-?[\d.]+)" fill="([^"]*)" rx="2" ry="2" />\n')
LINE = re.compile(r'([Mm])(-?\d+) (-?[\d.]+)h(\d+)')


def stacks(rand):
    differs = rand.random() < 0.3
    numbers = rand.choice([['%d' % n for n in (1, 3, 12, 125, 4000)], ['0.5', '1.25', '77.125', '3000'], ['1', '9007199254740993', '12345678901234567']])
    lines = []
    for _ in range(rand.choice([3, 30, 300])):
        stack = ';'.join(rand.choice(NAMES) + rand.choice(['', '1', '2']) for _ in range(rand.randint(1, 5)))
        lines.append(stack + (' ' + rand.choice(numbers) if differs else '') + ' ' + rand.choice(numbers))
    return '\n'.join(lines) + '\n'


def elements(svg):
    return [(html.unescape(title), x, y, width, html.unescape(fill)) for title, x, y, width, _, fill in FRAME.findall(svg)]


def percent(part, total):
    return '%.2f%%' % (100 * float(part) / total)


def title(data, i, countname, total):
    count = str(data['count'][i])
    text = '%s (%s %s, %s' % (data['names'][data['name'][i]], re.sub(r'\B(?=(\d{3})+$)', ',', count), countname, percent(count, total))
    delta = data['delta'][i] if 'delta' in data else None
    if delta is not None:
        text += ('; +' if float(delta) > 0 else '; ') + percent(delta, total)
    return text + ')'


def painted(path):
    """{y: the tenths of a pixel that are painted}"""
    rows = {}
    x = y = 0
    for move, step, top, width in LINE.findall(path):
        x, y = (int(step), float(top)) if move == 'M' else (x + int(step), y)
        rows.setdefault(y, set()).update(range(x, x + int(width)))
        x += int(width)
    return rows


def put_together(svg, drawn):
    """All frames of a compact picture, and what is painted amiss."""
    begin = svg.find('<g id="thin"')
    if begin < 0:
        return drawn, []
    data = json.loads(html.unescape(re.search(r'<metadata>(.*?)</metadata>', svg, re.S).group(1)))
    paths = [(html.unescape(color), painted(d)) for color, d in re.findall(r'<path stroke="([^"]*)" d="([^"]*)"/>', svg)]
    stroke = float(re.search(r'stroke-width="([\d.]+)"', svg[begin:]).group(1))
    countname = re.match(r'all \(\S+ (.*), 100%\)$', drawn[0][0]).group(1)
    total = float(re.search(r',total:([^,}]*)', svg).group(1).replace('Infinity', 'inf'))
    frames, amiss, taken = [], [], 0
    wanted = [{} for _ in paths]
    depth = x = before = 0
    for i, step in enumerate(data['x']):
        before, depth, x = before + data['drawn'][i], depth + data['depth'][i], x + step
        frames += drawn[taken:before]
        taken = before
        y, width, (fill, _) = data['tops'][depth], data['width'][i], paths[data['color'][i]]
        frames.append((title(data, i, countname, total), '%.1f' % (x / 10), y, '%.1f' % (width / 10), fill))
        if stroke and width:
            wanted[data['color'][i]].setdefault(float(y) + stroke / 2, set()).update(range(x, x + width))
    for (fill, rows), these in zip(paths, wanted):
        if stroke and rows != these:
            amiss.append(fill)
    return frames + drawn[taken:], amiss


def compare(number):
    rand = random.Random('%d %d' % (SEED, number))
    text = stacks(rand).encode()
    options = sum(rand.sample(OPTIONS, rand.choice([0, 1, 2])), ['--minwidth=0'])
    pictures = []
    for also in ([], ['--compact']):
        with scratch() as folder:
            with open(folder + '/names', 'w', encoding='ascii') as file:
                file.write('linked\thref=x\ttitle=the one\n')
            result = run(ours('flamegraph', *options, *also), text, cwd=folder)
            pictures.append(result.stdout.decode())
    whole = elements(pictures[0])
    frames, amiss = put_together(pictures[1], elements(pictures[1]))
    differing = [pair for pair in zip(whole, frames) if pair[0] != pair[1]][:2]
    check('case %d' % number, len(whole) == len(frames) and not differing and not amiss, options, len(whole), len(frames), differing, amiss)


def compare_all():
    for number in range(CASES):
        compare(number)


main(compare_all)
