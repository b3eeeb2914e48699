#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""arguments.py BIN: no input gives a command, an option or a file of options to another program.

Stand-ins for all programs that ours start record their arguments: addr2line and nm (stackcollapse-perf --inline),
the collapsers (stackcollapse-guess), procstack and ps (aix-perf). The names in the input look like commands and
options; the arguments are the same as ever, each name in one of them. Those of jmaps are in tools.py.
"""
import glob
import os
import re

from harness import BIN, WRAPPER, check, main, ours, run, scratch, write_script

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

NAMES = [';touch made', '$(touch made)', '`touch made`', '|touch made', '>made', '& touch made &', "'; touch made; '", '"; touch made; "',
         '-h', '-', '--', '--help', '-e', '--exe=made', '-o made', '@options', '@', '@./options', '~', '~root', '*', '?', '{a,b}', '$HOME',
         '${HOME}', '%s%n', '\\', '\\n', 'a b', ' a', 'a\tb', '!!', '#', 'a=b', '/etc/passwd', '../../etc/passwd', '/dev/stdin', 'http://x/y',
         '\x1b]0;x\x07', '\r', 'é', 'x' * 5000]

# Adds a line to the file $HERE/arguments: the name, then each argument after a NUL.
RECORD = '{ printf %%s %s; for word; do printf "\\000%%s" "$word"; done; echo; } >> "$HERE/arguments"\n'


def stand_in(folder, name, then=''):
    write_script(os.path.join(folder, name), RECORD % name + then)


def arguments(folder):
    """What was recorded, as lists; each only once."""
    path = os.path.join(folder, 'arguments')
    if not os.path.exists(path):
        return []
    with open(path, 'rb') as f:
        lines = f.read().decode(errors='surrogateescape').split('\n')[:-1]
    os.remove(path)
    return [line.split('\0') for line in sorted(set(lines))]


def nothing_made(folder, name):
    check('%s: no shell' % name, not glob.glob(os.path.join(folder, '**', 'made*'), recursive=True))


def inline():
    """Of no module is more than the symbols known, so nm is asked, too."""
    with scratch() as folder:
        stand_in(folder, 'addr2line', 'while read -r pc; do echo "0x${pc#0x}"; echo "??"; echo "??:0"; done\n')
        stand_in(folder, 'nm', 'echo "0000000000000010 T f"\n')
        with open(folder + '/options', 'w') as f:
            f.write('--exe=made\n')
        env = dict(os.environ, HERE=folder, PATH=folder + ':' + os.environ['PATH'])
        for name in NAMES:
            data = 'app 1 1.0: 1 cycles:\n\t10 f+0x0 (%s)\n\n' % name
            result = run(ours('stackcollapse-perf', '--inline'), data.encode(), cwd=folder, env=env)
            safe = './' + name if name[0] in '@-' else name
            check('--inline %r' % name[:20], result.returncode == 0 and arguments(folder) == ([] if name == '/dev/stdin' else [
                ['addr2line', '-e', safe, '-a', '-i', '-f', '-s', '-C'], ['nm', '--', safe]]), result)
        # A symbol, a process and an event are no arguments at all.
        for name in NAMES:
            data = '%s 1 1.0: 1 %s:\n\t10 %s+0x0 (m)\n\n' % (name, name, name)
            run(ours('stackcollapse-perf', '--inline'), data.encode(), cwd=folder, env=env)
            check('--inline: a symbol %r' % name[:20], arguments(folder) in (
                [], [['addr2line', '-e', 'm', '-a', '-i', '-f', '-s', '-C']],
                [['addr2line', '-e', 'm', '-a', '-i', '-f', '-s', '-C'], ['nm', '--', 'm']]))
        data = 'app 1 1.0: 1 cycles:\n\t10 f+0x0 (\x1b]0;x\x07\x9b1m)\n\n'
        result = run(ours('stackcollapse-perf', '--inline'), data.encode(), cwd=folder, env=dict(env, ADDR2LINE='/nosuch'))
        check('a message has no control characters', b']0;x' in result.stderr and not re.search(rb'[\0-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]', result.stderr), result)
        nothing_made(folder, '--inline')


def guess():
    """The collapser gets no argument, and its name does not come from the input."""
    inputs = ['app 1 1.0: 1 %s:\n\t10 %s+0x0 (%s)\n\n', '"%s" #1 prio=5 tid=0x7f nid=1 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat %s(%s)\n',
              'PeriodType: %s %s\nPeriod: %s\n', '%s;%s;%s 1\n', 'File format: 4\nTRACE START [%s]\n%s\t%s\n', '#!/usr/bin/%s %s\n%s\n']
    with scratch() as folder:
        env = dict(os.environ, HERE=folder)
        os.symlink(os.path.join(BIN, 'stackcollapse-guess'), folder + '/stackcollapse-guess')
        collapsers = [os.path.basename(path) for path in glob.glob(os.path.join(BIN, 'stackcollapse*'))]
        for name in set(collapsers) - {'stackcollapse-guess'}:
            stand_in(folder, name, 'cat >/dev/null\n')
        command, ran = WRAPPER + [folder + '/stackcollapse-guess'], set()
        for i, name in enumerate(NAMES):
            for k, text in enumerate(inputs):
                data = (text % (name, name, name)).encode()
                path = os.path.join(folder, 'input ' + re.sub(r'[/\0]', '_', name)[:100])
                with open(path, 'wb') as f:
                    f.write(data)
                if (i + k) % 2 == 0:
                    run(command, data, cwd=folder, env=env)
                else:
                    run(command + ['--', os.path.basename(path)], cwd=folder, env=env)
                found = arguments(folder)
                ran.update(word[0] for word in found)
                check('guess %r' % name[:20], all(len(words) == 1 and words[0] in collapsers for words in found), found)
        check('guess ran several', len(ran) >= 4, ran)
        nothing_made(folder, 'guess')


def aix():
    """Of the lines of ps only a number is an argument; the name of the user is one word."""
    with scratch() as folder:
        stand_in(folder, 'procstack', 'echo "$1: app"\n')
        env = dict(os.environ, HERE=folder, PATH=folder + ':' + os.environ['PATH'])
        with open(folder + '/lines', 'w') as f:
            f.write(''.join('%s\n 12%s\n' % (name, name) for name in NAMES) + '-1\n0x10\n1e3\n')
        stand_in(folder, 'ps', 'cat "$HERE/lines"\n')
        processes = {'12', '0', '1'}
        for user in NAMES + ['a\nb']:
            result = run(ours('aix-perf', '-u', user, '-r', '1', '-t', '0.001'), env=env, cwd=folder)
            found = arguments(folder) if '\n' not in user else []
            check('aix-perf: procstack', all(re.fullmatch('[0-9]+', words[1]) and len(words) == 2
                                             for words in found if words[0] == 'procstack'), found, result)
            if '\n' not in user:
                check('aix-perf: ps', [words for words in found if words[0] == 'ps'] == [['ps', '-u', user, '-o', 'pid=']], found)
                check('aix-perf: processes', {words[1] for words in found if words[0] == 'procstack'} == processes, found)
                # One run with all lines is enough.
                processes = {'12'}
                with open(folder + '/lines', 'w') as f:
                    f.write('12\n')
            else:
                os.remove(folder + '/arguments')
        nothing_made(folder, 'aix-perf')


if __name__ == '__main__':
    main(inline, guess, aix)
