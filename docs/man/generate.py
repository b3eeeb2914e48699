#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""generate.py [--check] BIN: the parts of the reference that are made from the programs' --help.

BIN is the folder of the built programs. Written are the options in the manual pages of this
folder, between the lines that OPTIONS and END are below, and the completions of the shells in
docs/completions. With --check nothing is written: a difference is printed, with exit status 1.
"""
import difflib
import os
import re
import subprocess
import sys
import textwrap

sys.dont_write_bytecode = True      # the folder is in the source tree
import shells

HERE = os.path.dirname(os.path.abspath(__file__))
COMPLETIONS = os.path.join(os.path.dirname(HERE), 'completions')
OPTIONS = '.\\" The options are made from --help by generate.py.\n'
END = '.\\" The end of the options.\n'
SKIPPED = 77

# Values that the help does not list in a form of its own.
CHOICES = {'--encoding': ['UTF-8', 'ISO-8859-1', 'ISO-8859-15']}


class Option:
    """A row of the help: "-h, --help  print this help"."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.spellings = []
        self.value = ''             # what the value is called
        self.choices = []           # its values, if the help lists them
        for part in name.split(', '):
            match = re.fullmatch(r'(-[A-Za-z]|--(?:\[no-\])?[a-z][a-z-]*)(?:[= ](.+))?', part)
            if not match:
                raise ValueError('not an option: %r' % name)
            word, self.value = match.group(1), match.group(2) or ''
            self.spellings.append(word.replace('[no-]', ''))
            if '[no-]' in word:
                self.spellings.append(word.replace('[no-]', 'no-'))

    def find_choices(self, lists):
        """Sets the choices; `lists` has those that the help lists below the options."""
        for spelling in self.spellings:
            self.choices = lists.get(spelling) or CHOICES.get(spelling, [])
        if self.value.islower():
            self.choices = [self.value]
        named = re.match(r'[a-z]+: ((?:[a-z]+, )+[a-z]+) or ', self.text)
        if named and self.value:
            self.choices = named.group(1).split(', ')


class Help:
    """What a program's --help says of its options."""

    def __init__(self, name, text):
        self.name = name
        self.synopsis = text.split('\n\n')[0]
        self.sections = self.read_sections(text)    # (heading or '', [Option or (word, text)])
        self.options = [row for _, rows in self.sections for row in rows if isinstance(row, Option)]
        lists = {}
        for heading, rows in self.sections:
            match = re.search(r'of (--[a-z-]+)$', heading)
            if match:
                lists[match.group(1)] = [word for word, _ in rows]
        for option in self.options:
            option.find_choices(lists)

    @staticmethod
    def read_sections(text):
        """The sections of the last paragraph that has an option."""
        paragraph = [part for part in re.split(r'\n\n+', text) if re.search(r'^  --version ', part, re.M)][-1]
        sections = [('', [])]
        for line in paragraph.rstrip('\n').split('\n'):
            row = re.match(r'  (\S(?:\S| (?! ))*?)(?:  +(\S.*))?$', line)
            if not line.startswith(' '):
                sections.append((line.rstrip(':'), []))
            elif row:
                sections[-1][1].append([row.group(1), row.group(2) or ''])
            else:
                sections[-1][1][-1][1] += ' ' + line.strip()
        return [(heading, [Option(name, text.strip()) if name.startswith('-') else (name, text.strip())
                           for name, text in rows]) for heading, rows in sections if rows]


def roff(text):
    """Text as roff reads it."""
    for character, name in (('\\', '\\e'), ('`', '\\(ga'), ('^', '\\(ha'), ('~', '\\(ti')):
        text = text.replace(character, name)
    return re.sub(r'(^|(?<=[\s(]))-+(?=\w)', lambda dashes: '\\-' * len(dashes.group()), text)


def sentences(text):
    """The text as a paragraph: each sentence begins a line, as manual pages have it."""
    text = text[:1].upper() + text[1:] + ('' if text.endswith('.') else '.')
    for sentence in re.split(r'(?<=[a-z)]\.) ', text):
        for line in textwrap.wrap(sentence, 78, break_long_words=False, break_on_hyphens=False):
            yield ('\\&' if line[0] in ".'" else '') + roff(line)


def item(option):
    """The line .It of an option."""
    words = []
    for part in option.name.split(', '):
        name, between, value = re.fullmatch(r'-(-?[^= ]*)(?:([= ])(.+))?', part).groups()
        words.append('Fl ' + ('Fl ' + name[1:] if name.startswith('-') else name))
        if value:
            words[-1] += (' Ns = Ns' if between == '=' else '') + (' Cm ' if value.islower() else ' Ar ') + value
    return '.It ' + ' , '.join(words)


def page_block(help_):
    """The options of a program in mdoc."""
    lines = []
    for heading, rows in help_.sections:
        if heading:
            lines.append('.Ss ' + roff(heading))
        widest = max((row[0] for row in rows if not isinstance(row, Option)), key=len, default='Ds')
        lines.append('.Bl -tag -width ' + widest)
        for row in rows:
            word, text = (item(row), row.text) if isinstance(row, Option) else ('.It Cm ' + row[0], row[1])
            lines += [word, *sentences(text)]
        lines.append('.El')
    return '\n'.join(lines) + '\n'


def with_block(page, help_):
    """The text of a page with the options as they are now."""
    begin, end = page.index(OPTIONS) + len(OPTIONS), page.index(END)
    return page[:begin] + page_block(help_) + page[end:]


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def read_helps(bin_folder):
    """The Help of each program; only those have a page."""
    environment = {'PATH': os.environ.get('PATH', '/usr/bin:/bin'), 'LC_ALL': 'C'}
    helps = []
    for name in sorted(os.listdir(bin_folder)):
        run = subprocess.run([os.path.join(bin_folder, name), '--help'], env=environment, timeout=300,
                             stdout=subprocess.PIPE, check=True)
        helps.append(Help(name, run.stdout.decode()))
    return helps


def made(helps):
    """(path, text) of each file that is made, or made in part."""
    for help_ in helps:
        path = os.path.join(HERE, help_.name + '.1')
        yield path, with_block(read(path), help_)
    for name, text in shells.completions(helps):
        yield os.path.join(COMPLETIONS, name), text


def pages_without_program(helps):
    pages = {name[:-2] for name in os.listdir(HERE) if name.endswith('.1')}
    return sorted(pages ^ {help_.name for help_ in helps})


def main(words):
    check = '--check' in words
    words = [word for word in words if word != '--check']
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if not os.path.isdir(words[0]):
        print('skipped: no folder %s' % words[0])
        return 1 if os.environ.get('TESTS_REQUIRED') else SKIPPED
    helps = read_helps(words[0])
    odd = pages_without_program(helps)
    if odd:
        print('a page without a program, or a program without a page:', ', '.join(odd))
        return 1
    changed = 0
    for path, text in made(helps):
        old = read(path) if os.path.exists(path) else ''
        if old == text:
            continue
        changed += 1
        if check:
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), path, path))
        else:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
    if check and changed:
        print('files that are not as --help is: %d; run docs/man/generate.py %s' % (changed, words[0]))
    else:
        print('%d programs, %d files changed' % (len(helps), changed))
    return int(check and changed > 0)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
