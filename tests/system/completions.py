#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""completions.py BIN: each shell is asked for completions, with the files where an installation has them."""
import fcntl
import os
import pty
import re
import subprocess
import termios
import threading

from harness import BIN, check, main, needs, run, scratch

CMAKE = os.environ.get('CMAKE', 'cmake')
BASH_COMPLETION = '/usr/share/bash-completion/bash_completion'

# What is typed, and its completions: options, values, and those of a program with another name.
ASKED = [('flamegraph --col', ['--colors=']),
         ('stackcollapse-perf --ev', ['--event-filter=']),
         ('flamegraph --colors=j', ['java', 'js']),
         ('flamegraph --colors=ja', ['--colors=java']),
         ('flamegraph --bgcolors=gre', ['green', 'grey']),
         ('flamegraph --encoding=U', ['--encoding=UTF-8']),
         ('flamegraph --nameattr=attr', ['--nameattr=attributes.txt']),
         ('stackcollapse-jstack --no-include-t', ['--no-include-tname', '--no-include-tid']),
         ('stackcollapse-go prof', ['profile.txt']),
         ('files fold', ['folder/'])]


def ask_on_terminal(command, setup, line, tabs, cwd, environment):
    """What a shell prints when `line` and tabs are typed, and the words that they then are."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, close_fds=True, start_new_session=True,
        env=dict(environment, TERM='xterm', PS1='$ ', COLUMNS='200'),
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    os.close(slave)
    guard = threading.Timer(60, process.kill)
    guard.start()
    output = b''

    def read_until(mark):
        nonlocal output
        begin = len(output)
        try:
            while mark not in output[begin:]:
                output += os.read(master, 65536)
        except OSError:         # the shell has ended
            pass

    # The mark is typed in another form than it is printed.
    os.write(master, setup.encode() + b"\nprintf '%s\\n' rea''dy\n")
    read_until(b'ready\r\n')
    begin = len(output)
    os.write(master, line.encode() + b'\t' * tabs + b"\x01printf '<%s>\\n' \x05\nprintf '%s\\n' do''ne\n")
    read_until(b'done\r\n')
    guard.cancel()
    process.kill()
    process.wait()
    os.close(master)
    text = re.sub(r'\x1b\[[0-9;?]*[A-Za-z]', '', output[begin:].decode(errors='replace'))
    return text, re.findall(r'<([^>%]*)>\r', text)


def check_terminal(name, command, setup, cwd, environment):
    for line, answers in ASKED:
        if name == 'zsh' and line.startswith('files'):
            continue            # only with a prefix
        text, words = ask_on_terminal(command, setup, line, 2 if len(answers) > 1 else 1, cwd, environment)
        if len(answers) == 1:
            # zsh removes a = that nothing follows.
            check('%s: %s' % (name, line), words[1:] in (answers, [answers[0].rstrip('=')]), words, text)
        else:
            listed = set(re.split(r'[\s=]+', text))
            check('%s: %s' % (name, line), listed >= {answer.rstrip('=') for answer in answers}
                  and not listed & {'hot', 'yellow', '--title', 'profile.txt'}, text)


def installed():
    needs('bash', 'zsh', 'fish', CMAKE)
    with scratch() as top:
        share = os.path.join(top, 'share')
        result = run([CMAKE, '--install', os.path.dirname(BIN), '--component', 'documentation', '--prefix', top])
        check('installation', result.returncode == 0, result)
        cwd = os.path.join(top, 'here')
        os.makedirs(os.path.join(cwd, 'folder'))
        for name in ('attributes.txt', 'profile.txt'):
            open(os.path.join(cwd, name), 'w').close()
        environment = {'HOME': top, 'PATH': BIN + ':' + os.environ['PATH'], 'XDG_DATA_DIRS': share, 'LC_ALL': 'C.UTF-8'}
        in_bash(share, cwd, environment)
        in_zsh(top, share, cwd, environment)
        in_fish(share, cwd, environment)


def in_bash(share, cwd, environment):
    folder = os.path.join(share, 'bash-completion/completions')
    setup = "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; "
    if os.path.exists(BASH_COMPLETION):
        setup += '. %s' % BASH_COMPLETION
    else:
        setup += "for name in '%s'/*; do . \"$name\"; done" % folder
    # As for a program that is installed under its own name.
    os.symlink('flamegraph-c.bash', os.path.join(folder, 'files'))
    check_terminal('bash', ['bash', '--norc', '--noprofile', '-i'], setup, cwd, environment)


def in_zsh(top, share, cwd, environment):
    setup = ("fpath=('%s/zsh/site-functions' $fpath); unsetopt beep zle_bracketed_paste; autoload -Uz compinit; "
             "compinit -u -d '%s/dump'; unset zle_bracketed_paste" % (share, top))
    check_terminal('zsh', ['zsh', '-f', '-i'], setup, cwd, environment)


def in_fish(share, cwd, environment):
    # fish loads only the completions of programs that it finds in PATH.
    folder = os.path.join(share, 'fish/vendor_completions.d')
    os.symlink('flamegraph-c.fish', os.path.join(folder, 'files.fish'))
    for line, answers in ASKED:
        result = run(['fish', '--no-config', '-c', "set fish_complete_path '%s'; complete -C '%s'" % (folder, line)],
                     cwd=cwd, env=environment)
        words = [word.split('\t')[0] for word in result.stdout.decode().splitlines()]
        before = line.split()[-1].rpartition('=')
        before = before[0] + before[1] if len(answers) > 1 else ''
        check('fish: ' + line, sorted(words) == sorted(before + answer.rstrip('=') for answer in answers), result)


main(installed)
