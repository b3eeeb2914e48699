#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""manual.py BIN: the manual pages are clean, what they show is true, and they are installed under the programs' names.

A page shows text between .Bd and .Ed. A comment before it says what it is:

    .\\" sample input           the program's standard input; with `and an empty line` after it, that follows
    .\\" sample file NAME       a file
    .\\" sample output WORDS    what the program prints when it is called with these words

Everything else that is shown in EXAMPLES is a command.
"""
import glob
import os
import re

from harness import BIN, check, main, needs, ours, run, scratch

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CMAKE = os.environ.get('CMAKE', 'cmake')
PAGES = sorted(glob.glob(os.path.join(TOP, 'docs/man/*.[1357]')))
SHOWN = re.compile(r'((?:^\.\\" sample .*\n)?)^\.Bd -literal.*\n((?:.*\n)*?)\.Ed$', re.M)

# Only our programs exist, and others do nothing.
STAND_INS = 'command_not_found_handle() { :; }\nseq() { echo 1; }\n'


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def plain(text):
    """What roff shows of a text in a literal display."""
    for name, character in ((r'\(aq', "'"), (r'\(ga', '`'), (r'\(ha', '^'), (r'\(ti', '~'), (r'\&', ''), (r'\-', '-'),
                            (r'\e', '\\')):
        text = text.replace(name, character)
    return text


def clean():
    needs('mandoc', 'groff')
    check('pages', len(PAGES) > 30, PAGES)
    for path in PAGES:
        name = os.path.basename(path)
        result = run(['mandoc', '-T', 'lint', '-W', 'warning', path])
        check(name + ': mandoc', not result.stdout and not result.stderr, result)
        result = run(['groff', '-ww', '-mdoc', '-Tutf8', path])
        check(name + ': groff', result.returncode == 0 and result.stdout and not result.stderr, result.stderr)


def samples():
    count = 0
    for path in PAGES:
        program = os.path.basename(path)[:-2]
        with scratch() as folder:
            data = ''
            for comment, text in SHOWN.findall(read(path)):
                words = comment.split()[2:]
                if words[:1] == ['input']:
                    data = plain(text) + ('\n' if words[1:] else '')
                elif words[:1] == ['file']:
                    with open(os.path.join(folder, words[1]), 'w', encoding='utf-8') as file:
                        file.write(plain(text))
                elif words[:1] == ['output']:
                    result = run(ours(program, *words[1:]), data.encode(), cwd=folder)
                    check(program + ': sample', result.stdout.decode() == plain(text) and not result.stderr, result)
                    count += 1
    check('samples', count > 25, count)


def examples():
    """The commands have no usage error."""
    needs('bash')
    environment = {'PATH': BIN, 'LC_ALL': 'C'}
    for path in PAGES:
        if path.endswith('.3'):     # library.py compiles it
            continue
        text = read(path)
        begin = text.find('.Sh EXAMPLES')
        commands = [plain(shown) for comment, shown in SHOWN.findall(text[begin:]) if not comment]
        if os.path.basename(path) == 'flamegraph-c.7':
            commands += [plain(shown) for comment, shown in SHOWN.findall(text)]
        check(os.path.basename(path) + ': has examples', commands)
        for command in commands:
            with scratch() as folder:
                result = run(['/bin/bash', '-c', STAND_INS + command], cwd=folder, env=environment)
            check('%s: %s' % (os.path.basename(path), command),
                  b'--help' not in result.stderr and b'syntax' not in result.stderr, result)


def installed():
    """With a prefix, and with the scripts' names."""
    needs(CMAKE)
    with scratch() as top:
        build, prefix = os.path.join(top, 'build'), os.path.join(top, 'installed')
        result = run([CMAKE, '-S', TOP, '-B', build, '-DBUILD_TESTING=OFF', '-DFLAMEGRAPH_NAME_PREFIX=fg-',
                      '-DFLAMEGRAPH_PL_NAMES=ON'])
        check('configured', result.returncode == 0, result)
        result = run([CMAKE, '--install', build, '--component', 'documentation', '--prefix', prefix])
        check('installed', result.returncode == 0, result)
        folder = os.path.join(prefix, 'share/man')
        pages = {os.path.basename(path) for path in glob.glob(folder + '/man*/*')}
        expected = {os.path.basename(path) for path in PAGES}
        for name in expected:
            name = name if name[-1] != '1' else 'fg-' + name
            check('installed page ' + name, name in pages, sorted(pages))
        text = read(os.path.join(folder, 'man1/fg-flamegraph.1'))
        check('name with a prefix', '.Nm fg-flamegraph\n' in text and '.Xr fg-stackcollapse-perf 1' in text, text[:600])
        links = [name for name in pages if re.search(r'\.(pl|awk|py)\.1$', name)]
        check('links', len(links) > 25, links)
        for name in links:
            target = read(os.path.join(folder, 'man1', name)).split()
            check('link ' + name, target[0] == '.so' and os.path.exists(os.path.join(folder, target[1])), target)


main(clean, samples, examples, installed)
