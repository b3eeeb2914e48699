# SPDX-License-Identifier: MIT
"""The normal form of a flame graph, in which two renderings are compared byte for byte.

Comments are gone, so are the contents of <style> and <script>; each frame (a <g>
or <a> in the group `frames`) is one line, and these lines are sorted. All else stays.

usage: svg_normal.py [FILE] > NORMAL-FORM
"""
import re
import sys

import xml_check

FRAMES = b'<g id="frames">\n'
END = b'</g>\n</svg>'
ENCODING = re.compile(rb'(<\?xml version="1\.0") encoding="[A-Za-z][A-Za-z0-9._-]*"')


def normal_form(svg):
    svg = re.sub(rb'(<style\b[^>]*>).*?(</style>)', rb'\1\2', svg, flags=re.S)
    svg = re.sub(rb'(<script\b[^>]*>).*?\]\]>\n(</script>)', rb'\1\2', svg, count=1, flags=re.S)
    svg = re.sub(rb'<!--.*?-->\n', b'', svg, count=2, flags=re.S)
    head, found, rest = svg.partition(FRAMES)
    if not found:
        return svg
    body, end, tail = rest.rpartition(END)
    frames = re.split(rb'(?<=</g>|</a>)\n(?=<[ga] )', body.removesuffix(b'\n'))
    lines = [frame.replace(b'\n', b'\\n') + b'\n' for frame in frames]
    return head + found + b''.join(sorted(lines)) + end + tail


def sort_frames(normal):
    """A normal form whose frames were changed, sorted again."""
    head, found, rest = normal.partition(FRAMES)
    body, end, tail = rest.rpartition(END)
    lines = sorted(line + b'\n' for line in body.split(b'\n')[:-1])
    return head + found + b''.join(lines) + end + tail if found else normal


def frame_lines(normal):
    rest = normal.partition(FRAMES)[2]
    return rest.rpartition(END)[0].split(b'\n')[:-1]


def is_random(case):
    """Whether the case asks for random colors, which cannot be compared."""
    return any(re.match(rb'(?i)(--?|\+)ra', word) for word in case.argv)


def normal_outcome(case, outcome):
    """An outcome of flamegraph with its SVG (and, if random, its colors) in normal form."""
    out, palette = outcome.out, outcome.palette
    # The name of the encoding says nothing about the bytes, which are always UTF-8.
    well_formed = not out.startswith(b'<') or xml_check.document(ENCODING.sub(rb'\1', out))
    out = normal_form(out)
    if is_random(case):
        out = sort_frames(re.sub(rb'fill="rgb\([0-9,]*\)"', b'fill="random"', out))
        palette = palette and re.sub(rb'->rgb\([0-9,]*\)', b'->random', palette)
    return outcome.changed(out=out, palette=palette, well_formed=well_formed)


if __name__ == '__main__':
    with open(sys.argv[1], 'rb') if len(sys.argv) > 1 else sys.stdin.buffer as source:
        sys.stdout.buffer.write(normal_form(source.read()))
