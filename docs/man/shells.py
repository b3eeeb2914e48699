# SPDX-License-Identifier: MIT
"""The completions of bash, zsh and fish, from what the programs' --help says: completions(helps).

One file for each shell has all programs. bash and fish look for a file with the command's name:
an installation has links of these names, and the file finds its program by the link's name. A
program may be installed with a prefix, so a name counts by its end.
"""
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE_VALUES = ('FILE', 'FOLDER')

BASH = r'''# Completions of flamegraph-c's programs for bash; made by docs/man/generate.py.
# shellcheck shell=bash

_flamegraph_c()
{
    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
    local before='' options='' operands=file value='' IFS=$' \t\n'

    # Where = ends a word, as it does by default, --colors=j is three words.
    if [[ $word == = ]]; then
        word=
    elif [[ $option == = && $COMP_CWORD -gt 1 ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == --*=* ]]; then
        option=${word%%=*} before=${word%%=*}= word=${word#*=}
    fi
    case ${COMP_WORDS[0]##*/} in
@PROGRAMS@    esac

    COMPREPLY=()
    if [[ $value == '' && $word == -* ]]; then
        while read -r option; do COMPREPLY+=("$option"); done < <(compgen -W "$options" -- "$word")
        if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
            compopt -o nospace
        fi
        return
    fi
    case ${value:-$operands} in
    any) ;;
    file) compopt -o default ;;
    folder) compopt -o dirnames ;;
    *) while read -r option; do COMPREPLY+=("$option"); done < <(compgen -P "$before" -W "$value" -- "$word") ;;
    esac
}

case ${BASH_SOURCE[0]##*/} in
flamegraph-c.bash)
    complete -F _flamegraph_c \
@NAMES@
    ;;
*) complete -F _flamegraph_c "${BASH_SOURCE[0]##*/}" ;;
esac
'''

ZSH = r'''#compdef @NAMES@
# Completions of flamegraph-c's programs for zsh; made by docs/man/generate.py.

case $service in
@PROGRAMS@esac
'''

FISH = r'''# Completions of flamegraph-c's programs for fish; made by docs/man/generate.py.

function __flamegraph_c -a command program
    switch $program
@PROGRAMS@    end
end

set -l file (string replace -r '.*/' '' -- (status filename))
set -l commands (string replace -r '\.fish$' '' -- $file)
set -l programs \
@NAMES@
if test $file = flamegraph-c.fish
    set commands $programs
end
for command in $commands
    for program in $programs
        if string match -q -- "*$program" (string replace -r '\.(pl|awk|py|php)$' '' -- $command)
            __flamegraph_c $command $program
        end
    end
end
functions -e __flamegraph_c
'''


def script_suffixes():
    """The suffix of each script that is not .pl, or 'none': the table of common/names/names.cmake."""
    with open(os.path.join(TOP, 'common/names/names.cmake'), encoding='utf-8') as file:
        words = re.search(r'set\(FLAMEGRAPH_SUFFIXES\s+(.*?)\)', file.read(), re.S).group(1).split()
    return dict(zip(words[::2], words[1::2]))


def names_of(helps):
    """(name, program) of each name that a program is called by, without a prefix."""
    suffixes = script_suffixes()
    for help_ in helps:
        yield help_.name, help_.name
        if suffixes.get(help_.name) != 'none':
            yield help_.name + suffixes.get(help_.name, '.pl'), help_.name


def operands_of(help_):
    if re.search(r'\bFOLDER\b', help_.synopsis):
        return 'folder'
    return 'file' if re.search(r'\b(FILE|BEFORE)\b', help_.synopsis.replace('< FILE', '')) else 'any'


def in_lines(words, indent, end):
    """The words in lines of up to 100 columns, each but the last with `end`."""
    lines = ['']
    for word in words:
        if len(indent) + len(lines[-1]) + len(word) > 96:
            lines.append('')
        lines[-1] += (' ' if lines[-1] else '') + word
    return (end + '\n').join(indent + line for line in lines)


def spelled(option, letters=True):
    """The words of an option as they are completed: with = if a value follows."""
    for spelling in option.spellings:
        if spelling.startswith('--'):
            yield spelling + ('=' if option.value else '')
        elif letters:
            yield spelling


def bash(helps):
    programs = ''
    for help_ in helps:
        words = [word for option in help_.options for word in spelled(option)]
        programs += "    *%s | *%s.[a-z]*)\n" % (help_.name, help_.name)
        programs += "        options='%s'\n" % in_lines(words, ' ' * 12, '').lstrip()
        if operands_of(help_) != 'file':
            programs += '        operands=%s\n' % operands_of(help_)
        values = {}
        for option in help_.options:
            if option.value:
                value = ' '.join(option.choices) or ('file' if option.value in FILE_VALUES else 'any')
                values.setdefault(value, []).extend(option.spellings)
        if values:
            programs += '        case $option in\n'
            for value, options in values.items():
                programs += '%s) value=%s ;;\n' % (
                    in_lines([option + ' |' for option in options], ' ' * 8, ' \\').rstrip(' |'),
                    "'%s'" % value)
            programs += '        esac\n'
        programs += '        ;;\n'
    names = in_lines([name for name, _ in names_of(helps) if name != 'files'], ' ' * 8, ' \\')
    return BASH.replace('@PROGRAMS@', programs).replace('@NAMES@', names)


def quoted(text):
    """A text in the single quotes of zsh."""
    return "'%s'" % text.replace("'", "'\\''")


def zsh_specs(option):
    text = re.sub(r'([\\\[\]:])', r'\\\1', option.text)
    action = ':' + re.sub(r'\W', '', option.value.lower())
    if option.choices:
        action += ':(%s)' % ' '.join(option.choices)
    else:
        action += ':_files' if option.value in FILE_VALUES else ': '
    others = '(%s)' % ' '.join(option.spellings) if len(option.spellings) > 1 else ''
    for word in spelled(option):
        yield quoted('%s%s[%s]%s' % (others, word, text, action if option.value else ''))


def zsh(helps):
    programs = ''
    operands = {'file': "'*:file:_files'", 'folder': "'*:folder:_files -/'", 'any': "'*: : '"}
    for help_ in helps:
        specs = [spec for option in help_.options for spec in zsh_specs(option)]
        programs += '(%s)\n    _arguments \\\n' % help_.name
        programs += ''.join('        %s \\\n' % spec for spec in specs)
        programs += '        %s\n    ;;\n' % operands[operands_of(help_)]
    names = ' '.join('%s=%s' % pair for pair in names_of(helps))
    return ZSH.replace('@PROGRAMS@', programs).replace('@NAMES@', names)


def fish_line(option):
    words = []
    for spelling in option.spellings:
        words.append('-l ' + spelling[2:] if spelling.startswith('--') else '-s ' + spelling[1])
    if option.choices:
        words.append("-x -a '%s'" % ' '.join(option.choices))
    elif option.value:
        words.append('-r -F' if option.value in FILE_VALUES else '-x')
    text = option.text.replace('\\', '\\\\').replace("'", "\\'")
    # Each of --x and --no-x has a line of its own.
    named = [words] if '[no-]' not in option.name else [[word] for word in words]
    for group in named:
        yield "        complete -c $command %s -d '%s'\n" % (' '.join(group), text)


def fish(helps):
    programs = ''
    operands = {'file': '', 'folder': "        complete -c $command -f -a '(__fish_complete_directories)'\n",
                'any': '        complete -c $command -f\n'}
    for help_ in helps:
        programs += '    case %s\n%s' % (help_.name, operands[operands_of(help_)])
        programs += ''.join(line for option in help_.options for line in fish_line(option))
    names = in_lines([help_.name for help_ in helps], ' ' * 4, ' \\')
    return FISH.replace('@PROGRAMS@', programs).replace('@NAMES@', names)


def completions(helps):
    """(name, text) of each file."""
    return [('flamegraph-c.bash', bash(helps)), ('_flamegraph-c', zsh(helps)), ('flamegraph-c.fish', fish(helps))]
