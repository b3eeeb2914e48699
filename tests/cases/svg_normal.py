"""The normal form of a flame graph's SVG: what two programs must agree on.

Without comments and the contents of <style> and <script>; each frame on one line, the frames sorted,
since their order is free. Works on bytes, whatever they are.
"""
import re

FRAME = re.compile(rb'<(?:g|a)\b[^>]*>\n.*?</(?:g|a)>\n', re.S)
HEAD = b'<g id="frames">\n'
TAIL = b'</g>\n</svg>'


def normal_form(svg):
    for tag in (b'style', b'script'):
        svg = re.sub(rb'(<%s\b[^>]*>).*?(</%s>)' % (tag, tag), rb'\1\2', svg, flags=re.S)
    svg = re.sub(rb'<!--.*?-->\n?', b'', svg, flags=re.S)
    before, head, rest = svg.partition(HEAD)
    end = rest.rfind(TAIL)
    if not head or end < 0:
        return svg
    frames = rest[:end]
    lines = sorted(frame[:-1].replace(b'\n', b'\\n') + b'\n' for frame in FRAME.findall(frames))
    return before + head + FRAME.sub(b'', frames) + b''.join(lines) + rest[end:]
