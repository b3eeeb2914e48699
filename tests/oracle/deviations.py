# SPDX-License-Identifier: MIT
"""The known deviations (docs/COMPAT.md) as precise statements.

Each says what our program does in terms of what the Perl script does: on a
changed case (`twin`), with a changed outcome (`fix`), or both. A deviation counts
only if our outcome is then the same byte for byte.
"""
import re

import aix_frames
import bpftrace_maps
import chrome_tracing
import go_profile
import instruments
import javacore
import nameattr
import options
import other_scripts
import perf_events
import vtune
import xml_check
from svg_normal import sort_frames
from trial import OTHER_SCRIPTS


def same_case(case):
    return case


def same_outcome(case, outcome):
    return outcome


class Deviation:
    def __init__(self, name, twin=same_case, fix=same_outcome, programs=None):
        self.name, self.twin, self.fix, self.programs = name, twin, fix, programs

    def concerns(self, case):
        return self.programs is None or case.program in self.programs


FLAMEGRAPH = ('flamegraph',)
AWK = ('stackcollapse-ljp', 'stackcollapse-perf-sched', 'stackcollapse-sample')
XDEBUG = ('stackcollapse-xdebug',)


ONE_FILE = ('stackcollapse-vsprof', 'stackcollapse-vtune', 'stackcollapse-vtune-mc')
WORDS_ONLY = ('stackcollapse-vsprof', 'stackcollapse-vtune', 'stackcollapse-wcp', 'pkgsplit-perf')


# D1, D13: an operand is a file's name, and nothing else.

def texts(case):
    """Where the texts of options stand."""
    return options.values(case.program, case.argv, 'POSIXLY_CORRECT' in case.env)


def file_names(case):
    """Where the names of files stand, (index, offset): operands, and the text of --nameattr."""
    found = texts(case)
    taken = {index for _, index, _ in found}
    operands = [(i, 0) for i, word in enumerate(case.argv)
                if i not in taken and (word == b'-' or not word.startswith((b'-', b'+')))]
    return operands + [(index, offset) for name, index, offset in found if name == 'nameattr']


def _is_magic(word):
    return word != word.strip() or word[:1] in (b'<', b'>', b'|') or word[-1:] == b'|'


def plain_names(case):
    """Perl shall look for a file that is not there; in awk and PHP a name is a name."""
    if case.program in OTHER_SCRIPTS:
        return case
    argv = list(case.argv)
    for index, offset in file_names(case):
        if _is_magic(argv[index][offset:]):
            argv[index] = argv[index][:offset] + b'nosuch'
    return case.changed(argv=argv)


# D2: a file that cannot be read.

def unreadable_fails(case, outcome):
    """An error where Perl only warns, or (a folder) says nothing. Nothing is printed if the
    file is one that the script needs: one of difffolded's, or the one of --nameattr."""
    folders = [(index, offset) for index, offset in file_names(case)
               if case.files.get(case.argv[index][offset:], b'') is None]
    needed = case.program in ('difffolded',) + ONE_FILE or any(
        position in [(i, o) for _, i, o in texts(case)] for position in folders)
    if folders and needed and (outcome.status == 0 or outcome.out):
        return outcome.changed(status=1, out=b'', palette=case.files.get(b'palette.map'))
    if outcome.status == 0 and (folders or re.search(rb"^Can't (open|stat) .*: ", outcome.err, re.M | re.S)):
        return outcome.changed(status=1)
    return outcome


# D3: invalid UTF-8.

def repaired(case):
    def repair(data):
        return data and data.decode('utf-8', 'replace').encode()
    unread = set() if any(word.lstrip(b'-') == b'cp' for word in case.argv) else {b'palette.map'}
    return case.changed(stdin=repair(case.stdin),
                        files={name: data if name in unread else repair(data) for name, data in case.files.items()})


# D4: characters that XML forbids.

def forbidden_replaced(case, outcome):
    out = xml_check.without_forbidden(outcome.out)
    return outcome if out == outcome.out else outcome.changed(out=sort_frames(out))


# D5: texts that would break the SVG, or leave their place in it.

def escaped_texts(case):
    argv, encodings, encoding = list(case.argv), set(), b'UTF-8'
    for name, index, offset in texts(case):
        before, text = argv[index][:offset], argv[index][offset:]
        argv[index] = before + _safe_text(name, text)
        if name == 'encoding':      # the last one counts
            encodings.update({index, index if offset else index - 1})
            encoding = text
    if not re.fullmatch(rb'(?i)utf-8|iso-8859-15?', encoding):
        argv = [word for i, word in enumerate(argv) if i not in encodings]
    files = dict(case.files)
    for name, data in files.items():
        if name != b'palette.map' and data and b'\t' in data:
            files[name] = nameattr.safe_file(data)
    return case.changed(argv=argv, files=files)


def _safe_text(name, text):
    if name in ('title', 'subtitle', 'countname'):
        repaired_text = text.decode('utf-8', 'replace').encode()
        return text if xml_check.content(repaired_text) else xml_check.escaped(repaired_text)
    if name in ('nametype', 'fonttype', 'fontsize'):    # not compared, but they must not end the script
        return re.sub(rb'[<>&\]\x00-\x09\x0b-\x1f\x7f-\xff]', b'x', text)
    if name == 'notes':
        return re.sub(rb'[-\x00-\x1f\x7f-\xff]', b'x', text)
    return text


def escaped_fills(case, outcome):
    """Colors from --bgcolors and palette.map, which Perl inserts as they are."""
    raw = [case.argv[index][offset:] for name, index, offset in texts(case) if name == 'bgcolors']
    raw += [line.split(b'->')[1] for line in (case.files.get(b'palette.map') or b'').split(b'\n')
            if b'->' in line]
    out = outcome.out
    for text in raw:
        if text and not xml_check.value(text):
            for attribute in (b'fill="', b'stop-color="'):
                out = out.replace(attribute + text + b'"',
                                  attribute + xml_check.escaped(text) + b'"')
    return outcome if out == outcome.out else outcome.changed(out=sort_frames(out))


# D12: the texts of options are UTF-8.

def utf8_texts(case, outcome):
    """Undo Perl's reading as Latin-1 and writing as UTF-8."""
    out = outcome.out
    runs = {run for word in case.argv for run in re.findall(rb'[\x80-\xff]+', word)}
    for run in sorted(runs, key=len, reverse=True):
        out = out.replace(run.decode('latin-1').encode(), run.decode('utf-8', 'replace').encode())
    return outcome if out == outcome.out else outcome.changed(out=sort_frames(out))


# D14: --srcline does not go on to read standard input.

def no_more_input(case):
    names = [case.argv[index] for index, _ in file_names(case)]
    asked = any(re.match(rb'(?i)(--?|\+)sr?', word) for word in case.argv)
    return case.changed(stdin=b'') if asked and names and b'-' not in names else case


# D20: scripts without options take every word for a file's name.

NO_OPTIONS = tuple(program for program, names in options.OPTIONS.items()
                   if not names and program not in ONE_FILE + WORDS_ONLY + ('difffolded', 'files'))


def leading_words(case):
    """(number of words that "--" does not make operands, those of them that look like options)."""
    posix, found = 'POSIXLY_CORRECT' in case.env, []
    for i, word in enumerate(case.argv):
        if word == b'--':
            return i, found
        if word != b'-' and (word[:1] == b'-' or word[:1] == b'+' and not posix):
            found.append(word)
        elif posix:
            break
    return len(case.argv), found


def without_dashes(case):
    end, _ = leading_words(case)
    return case.changed(argv=case.argv[:end] + case.argv[end + 1:])


def options_fail(case, outcome):
    return outcome.changed(status=255, out=b'') if leading_words(case)[1] else outcome


# D25: stackcollapse-stap's lines are formats for the script's printf.

def percents_doubled(case):
    def double(data):
        return data and data.replace(b'%', b'%%')
    return case.changed(stdin=double(case.stdin),
                        files={name: double(data) for name, data in case.files.items()})


# D26: stackcollapse-pmc without a sample.

def no_empty_stack(case, outcome):
    return outcome.changed(out=b'') if outcome.out == b' \n' else outcome


# D27: stackcollapse-instruments does not go on to read standard input.

def empty_input(case):
    names = [case.argv[index] for index, _ in file_names(case)]
    return case.changed(stdin=b'') if names and b'-' not in names else case


# D71: rows of stackcollapse-instruments that the script dies on.

def instruments_rows(case):
    return instruments.rows_read(case, [case.argv[index] for index, _ in file_names(case)])


def instruments_weights(case, outcome):
    return instruments.rows_weighed(case, outcome, [case.argv[index] for index, _ in file_names(case)])


# D40: without a file, standard input.

def standard_input(case):
    return case if file_names(case) else case.changed(argv=case.argv + [b'-'])


# D31: command lines of scripts without options, and of those that read one file.

def conventional_words(case):
    argv, files = list(case.argv), case.files
    if case.program in WORDS_ONLY and b'--' in argv:
        end = argv.index(b'--')     # what stands behind it is a file's name, whatever it looks like
        argv[end:] = [b'./' + word if word.startswith(b'-') and word != b'-' else word for word in argv[end + 1:]]
    if case.program in ONE_FILE:
        names = [index for index, _ in file_names(case.changed(argv=argv))]
        if not names:
            argv.append(b'-')
        if len(names) <= 1:
            argv = [b'standard input' if word == b'-' else word for word in argv]
        if b'standard input' in argv:
            files = {**files, b'standard input': case.stdin}
    return case.changed(argv=argv, files=files)


def refused_words(case, outcome):
    options_end = case.argv.index(b'--') if b'--' in case.argv else len(case.argv)
    refused = case.program in ONE_FILE and len(file_names(case)) > 1
    if case.program in WORDS_ONLY:
        refused = refused or any(re.match(rb'-.|\+', word, re.S) for word in case.argv[:options_end])
    elif case.program == 'files':
        refused = any(re.match(rb'-.', word, re.S) and word != b'--xdev' for word in case.argv)
    return outcome.changed(status=255, out=b'') if refused else outcome


# D48: stackcollapse-vsprof prints " 0" for an input without a call tree, which is an error.

def no_call_tree(case, outcome):
    names = [case.argv[index] for index, _ in file_names(case)]
    data = case.files.get(names[0]) if len(names) == 1 else b''
    if outcome.out != b' 0\n' or not data or not data.strip() or b'Level,Function Name,' in data.split(b'\n')[0]:
        return outcome
    return outcome.changed(status=1)


# D72: reports of VTune with other columns.

def vtune_columns(case):
    names = [case.argv[index] for index, _ in file_names(case)]
    return vtune.usual_columns(case, names[0]) if len(names) == 1 else case


# D33: a last line without an end.

def ended_lines(case):
    def end(data):
        return data + b'\n' if data and not data.endswith(b'\n') else data
    return case.changed(stdin=end(case.stdin), files={name: end(data) for name, data in case.files.items()})


# D59: the marks of a trace without complete events.

def marks_paired(case, outcome):
    words = [case.argv[index] for index, _ in file_names(case)]
    inputs = [case.files.get(word) if word != b'-' else b'' if b'-' in words[:n] else case.stdin
              for n, word in enumerate(words)]
    return chrome_tracing.marks_paired(outcome, [data for data in inputs if data])


# D58: a single value.

def two_values(case):
    return go_profile.whole_values(case, [index for index, _ in file_names(case)])


DEVIATIONS = [
    Deviation('D20', twin=without_dashes, fix=options_fail, programs=NO_OPTIONS),
    Deviation('D25', twin=percents_doubled, programs=('stackcollapse-stap',)),
    Deviation('D26', fix=no_empty_stack, programs=('stackcollapse-pmc',)),
    Deviation('D27', twin=empty_input, programs=('stackcollapse-instruments',)),
    Deviation('D71', twin=instruments_rows, fix=instruments_weights, programs=('stackcollapse-instruments',)),
    Deviation('D31', twin=conventional_words, fix=refused_words, programs=ONE_FILE + WORDS_ONLY + ('files',)),
    Deviation('D48', fix=no_call_tree, programs=('stackcollapse-vsprof',)),
    Deviation('D72', twin=vtune_columns, fix=vtune.without_modules, programs=('stackcollapse-vtune', 'stackcollapse-vtune-mc')),
    Deviation('D33', twin=ended_lines, programs=('pkgsplit-perf',)),
    Deviation('D13', twin=plain_names),
    Deviation('D2', fix=unreadable_fails),
    Deviation('D3', twin=repaired, programs=FLAMEGRAPH),
    Deviation('D5', twin=escaped_texts, fix=escaped_fills, programs=FLAMEGRAPH),
    Deviation('D12', fix=utf8_texts, programs=FLAMEGRAPH),
    Deviation('D4', fix=forbidden_replaced, programs=FLAMEGRAPH),
    Deviation('D14', twin=no_more_input, programs=('stackcollapse-perf',)),
    Deviation('D50', twin=perf_events.events_renamed, programs=('stackcollapse-perf',)),
    Deviation('D58', twin=two_values, programs=go_profile.PROGRAMS),
    Deviation('D40', twin=standard_input, programs=chrome_tracing.PROGRAMS),
    Deviation('D59', fix=marks_paired, programs=chrome_tracing.PROGRAMS),
    Deviation('D43', twin=chrome_tracing.readable, fix=chrome_tracing.restored, programs=chrome_tracing.PROGRAMS),
    Deviation('D61', twin=chrome_tracing.ended, programs=chrome_tracing.PROGRAMS),
    Deviation('D41', twin=chrome_tracing.in_object, programs=chrome_tracing.PROGRAMS),
    Deviation('D62', twin=chrome_tracing.phases_only, programs=chrome_tracing.PROGRAMS),
    Deviation('D60', twin=chrome_tracing.threads_numbered, programs=chrome_tracing.PROGRAMS),
    Deviation('D42', twin=chrome_tracing.threads_apart, programs=chrome_tracing.PROGRAMS),
    Deviation('D44', fix=chrome_tracing.no_time_fails, programs=chrome_tracing.PROGRAMS),
    Deviation('D35', twin=other_scripts.awk_assignments, fix=other_scripts.usage_fails, programs=AWK),
    Deviation('D39', twin=other_scripts.empty_files, fix=other_scripts.missing_fails, programs=AWK),
    Deviation('D65', twin=lambda case: javacore.headers_end_threads(case, file_names), programs=javacore.PROGRAMS),
    Deviation('D36', fix=other_scripts.without_countless, programs=AWK),
    Deviation('D37', twin=other_scripts.one_file, fix=other_scripts.usage_fails, programs=XDEBUG),
    Deviation('D69', twin=aix_frames.prefixed, programs=aix_frames.PROGRAMS),
    Deviation('D68', fix=bpftrace_maps.meant, programs=bpftrace_maps.PROGRAMS),
    Deviation('D38', twin=other_scripts.complete_lines, fix=other_scripts.without_warnings, programs=XDEBUG),
]


def expectations(case, oracle):
    """What our program may do: (names of deviations, Perl's outcome so changed), beginning
    with each deviation on its own and ending with all that matter."""
    mattering = []
    for deviation in (d for d in DEVIATIONS if d.concerns(case)):
        names, outcome = _apply([deviation], case, oracle)
        if names:
            mattering.append(deviation)
            yield names, outcome
    everything = [d for d in DEVIATIONS if d.concerns(case)]
    names, outcome = _apply(everything, case, oracle)
    if len(names) > 1:
        yield names, outcome


def _apply(deviations, case, oracle):
    names = []
    for deviation in deviations:
        twin = deviation.twin(case)
        if twin.digest() != case.digest():
            names.append(deviation.name)
            case = twin
    outcome = oracle(case)
    for deviation in deviations:
        fixed = deviation.fix(case, outcome)
        if fixed is not outcome and deviation.name not in names:
            names.append(deviation.name)
        outcome = fixed
    return names, outcome
