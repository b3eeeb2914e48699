# SPDX-License-Identifier: MIT
"""Keeps a differing case in a folder: its input, both outcomes, and a script that repeats it."""
import difflib
import os

from compare import UNORDERED
from runner import put
from trial import script_command

SCRIPT = """#!/bin/bash
# Repeats this case in folders beside it: repeat.sh BUILD [PERL]
# BUILD is the folder with our programs, PERL (or $FLAMEGRAPH_PERL) the one with the Perl scripts.
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?the folder with our programs}" && pwd)
perl=$(cd "${2:-$FLAMEGRAPH_PERL}" && pwd)
program=$build/%(program)s
[ -x "$program" ] || program=$build/bin/%(program)s
args=(%(args)s)
run() { # SIDE COMMAND...
	side=$1; shift
	rm -rf "$here/again.$side" && cp -r "$here/input" "$here/again.$side"
	(cd "$here/again.$side" && %(env)s "$@" "${args[@]}" < "$here/stdin") \\
		> "$here/again.$side.out" 2> "$here/again.$side.err"
	echo "$side: exit $?"
}
run perl env -u PERL_UNICODE LC_ALL=C PERL_HASH_SEED=0 PERL_PERTURB_KEYS=0 %(command)s
run ours env LC_ALL=C "$program"
%(compare)s
"""
COMPARE = {
    'flamegraph': 'for side in perl ours; do python3 %s "$here/again.$side.out" > "$here/again.$side.normal"; done\n'
                  'diff -a "$here/again.perl.normal" "$here/again.ours.normal"\n'
                  'for side in perl ours; do touch "$here/again.$side/palette.map"; done\n'
                  'diff -a "$here/again.perl/palette.map" "$here/again.ours/palette.map"',
    'difffolded': 'diff -a <(LC_ALL=C sort "$here/again.perl.out") <(LC_ALL=C sort "$here/again.ours.out")'}


def bash_word(word):
    """A word of bytes in bash's own quotes."""
    if word and all(chr(b).isalnum() or b in b'-_./=:,+%' for b in word if b < 128) and max(word) < 128:
        return word.decode()
    return "$'" + ''.join(chr(b) if 32 <= b < 127 and b not in b"'\\" else '\\x%02x' % b for b in word) + "'"


def write_script(case, path):
    sort = COMPARE['difffolded'] if case.program in UNORDERED else None
    compare = COMPARE.get(case.program, sort or 'diff -a "$here/again.perl.out" "$here/again.ours.out"')
    if '%s' in compare:
        normal = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'svg_normal.py')
        compare = compare % bash_word(os.fsencode(normal))
    text = SCRIPT % {'program': case.program, 'command': ' '.join(word.replace('$func', r'\$func') for word in script_command('"$perl"', case.program)), 'compare': compare,
                     'args': ' '.join(map(bash_word, case.argv)),
                     'env': 'env ' + ' '.join('%s=%s' % pair for pair in case.env.items())}
    with open(path, 'w') as file:
        file.write(text)
    os.chmod(path, 0o755)


def keep(case, perl, ours, folder, note):
    """Writes the folder; `perl` and `ours` are outcomes."""
    os.makedirs(os.path.join(folder, 'input'), exist_ok=True)
    for name, data in case.files.items():
        put(os.path.join(os.fsencode(folder), b'input', name), data)
    _write(os.path.join(folder, 'stdin'), case.stdin)
    for side, outcome in (('perl', perl), ('ours', ours)):
        _write(os.path.join(folder, side + '.out'), outcome.out)
        _write(os.path.join(folder, side + '.err'), outcome.err)
        if outcome.palette is not None:
            _write(os.path.join(folder, side + '.palette.map'), outcome.palette)
    write_script(case, os.path.join(folder, 'repeat.sh'))
    _write(os.path.join(folder, 'note'), summary(case, perl, ours, note).encode('utf-8', 'backslashreplace'))


def summary(case, perl, ours, note):
    """The case and the difference for a reader."""
    lines = [note, 'words: ' + ' '.join(map(bash_word, case.argv))]
    lines += ['env: %s' % case.env] if case.env else []
    lines += ['stdin: %r' % case.stdin] if case.stdin else []
    lines += ['file %r: %r' % pair for pair in case.files.items()]
    lines += ['exit: perl %d, ours %d' % (perl.status, ours.status)]
    lines += ['perl stderr: %r' % perl.err[:300], 'ours stderr: %r' % ours.err[:300]]
    for what, a, b in (('', perl.out, ours.out), ('palette.map ', perl.palette or b'', ours.palette or b'')):
        if a != b:
            a, b = ([repr(line)[1:] for line in text.split(b'\n')] for text in (a, b))
            lines += ['%s%s' % (what, line) for line in difflib.unified_diff(a, b, 'perl', 'ours', lineterm='', n=0)][:40]
    return '\n'.join(lines) + '\n'


def _write(path, data):
    with open(path, 'wb') as file:
        file.write(data)
