#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py --build BUILD [OPTION...]: measures the programs; README.md says more."""
import argparse
import collections
import os
import subprocess
import sys

from contenders import Programs, run_all
import report

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDINGS = os.path.join(HERE, '..', '..', 'testdata', 'recordings')
NORMAL_FORM = os.path.join(HERE, '..', 'oracle', 'svg_normal.py')
GB = 1000 * 1000 * 1000

SOURCES = ['make_input.c', 'dumps.c', 'output.c', 'recordings.c', 'vary.c', 'worst.c']

# What make_input is told: options and kind, size, and how the recordings' names end.
PERF = '.perf.txt'
INPUTS = {
    'B': (['repeat'], 200e6, 'node-lisp.perf.txt'),
    'V': (['vary'], 1e9, PERF),
    'F': (['folded'], 130e6, PERF),
    'F2': (['-c', '2', 'folded'], 130e6, PERF),
    'S': (['vary'], 3e6, PERF),
    'recursive': (['recursive'], 200e6, PERF),
    'dtrace': (['dtrace'], 200e6, PERF),
    'jstack': (['-n', '150', 'jstack'], 200e6, 'java-desk.jstack.txt'),
    'go': (['go'], 200e6, 'go-cpu.pprof.txt'),
    'bpftrace': (['bpftrace'], 200e6, PERF),
    'unique': (['unique'], 200e6, PERF),
    'line': (['line'], 1e9, PERF),
    'deep': (['deep'], 100e3, PERF),
    'shallow': (['shallow'], 10e6, PERF),
    'collide': (['collide'], 1e6, PERF),
}
SORTED = 'F'    # as a collapser prints it; F2 is not

# `--quick` leaves out what is not quick. Rows with GB repeat their input.
Row = collections.namedtuple('Row', 'pipeline inputs about quick gigabytes', defaults=(False, None))
ROWS = {
    'B': Row(['stackcollapse-perf'], ['B'], 'one recording of a Node program, repeated', True),
    'V': Row(['stackcollapse-perf'], ['V'], 'varied samples of all bundled recordings', True),
    'F': Row(['flamegraph'], ['F'], 'distinct folded stacks, sorted', True),
    'diff': Row(['difffolded'], ['F', 'F2'], 'the same, and nearly the same with other counts, not sorted', True),
    'S': Row(['stackcollapse-perf', 'flamegraph'], ['S'], 'start-up: a small recording, from text to SVG', True),
    'recursive': Row(['stackcollapse-recursive'], ['recursive'], 'varied samples as folded stacks with recursion'),
    'dtrace': Row(['stackcollapse'], ['dtrace'], 'varied samples as text of DTrace'),
    'jstack': Row(['stackcollapse-jstack'], ['jstack'], 'varied threads of dumps'),
    'go': Row(['stackcollapse-go'], ['go'], 'varied samples of one pprof -raw'),
    'bpftrace': Row(['stackcollapse-bpftrace'], ['bpftrace'], 'varied samples as text of bpftrace'),
    'unique': Row(['stackcollapse-perf'], ['unique'], 'every line once'),
    'line': Row(['stackcollapse-perf'], ['line'], 'one line'),
    'deep': Row(['stackcollapse-perf'], ['deep'], 'one deep stack'),
    'shallow': Row(['stackcollapse-perf'], ['shallow'], 'stacks of one frame'),
    'collide': Row(['stackcollapse-perf'], ['collide'], 'names that collide under djb2 and FNV-1a'),
    'growth-B': Row(['stackcollapse-perf'], ['B'], 'B, repeated', gigabytes=(1, 2, 4, 8)),
    'growth-V': Row(['stackcollapse-perf'], ['V'], 'V, repeated', gigabytes=(1, 2, 4, 8)),
    'memory': Row(['stackcollapse-perf'], ['B'], 'B, repeated, once', gigabytes=(20,)),
}


def make_input(name, work, scale):
    """The path of an input, and what the generator says of it. An input that is there already is kept."""
    generator, path = os.path.join(work, 'make_input'), os.path.join(work, name)
    sources, about = [os.path.join(HERE, file) for file in SOURCES], os.path.join(work, name + '.about')
    if not os.path.exists(generator) or os.path.getmtime(generator) < max(map(os.path.getmtime, sources)):
        subprocess.run([os.environ.get('CC', 'cc'), '-std=c99', '-O2', '-D_XOPEN_SOURCE=700', '-o', generator, *sources],
                       check=True)
    kind, size, recordings = INPUTS[name]
    files = sorted(file for file in os.listdir(RECORDINGS) if file.endswith(recordings))
    words = kind + [str(round(size * scale))] + files
    if os.path.exists(about) and os.path.getmtime(about) > os.path.getmtime(generator):
        with open(about) as file:
            if file.readline().split() == words:
                return path, file.readline().strip()
    print('making', name, file=sys.stderr)
    with open(path, 'wb') as out:
        shares = subprocess.run([generator] + words, cwd=RECORDINGS, stdout=out, stderr=subprocess.PIPE,
                                text=True, check=True).stderr.strip()
    if name == SORTED:
        subprocess.run(['sort', '-T', work, '-o', path, path], check=True, env={**os.environ, 'LC_ALL': 'C'})
    with open(about, 'w') as file:
        file.write(' '.join(words) + '\n' + shares + '\n')
    return path, shares


def comparable(program, output):
    """The file to compare in the sense of docs/COMPAT.md."""
    command = {'flamegraph': [sys.executable, NORMAL_FORM, output], 'difffolded': ['sort', output]}.get(program)
    if not command:
        return output
    with open(output + '.normal', 'wb') as normal:
        subprocess.run(command, stdout=normal, check=True, env={**os.environ, 'LC_ALL': 'C'})
    return normal.name


def compare(program, contenders):
    """Whether all that we printed is what Perl printed, in words."""
    ours = [contender for contender in contenders if contender.side == 'ours' and contender.runs]
    perl = [contender for contender in contenders if contender.side == 'perl' and contender.runs]
    if not ours or not perl:
        return 'not compared'
    expected = comparable(program, perl[0].output)
    different = [report.command(contender) for contender in ours
                 if subprocess.call(['cmp', '-s', expected, comparable(program, contender.output)])]
    return 'DIFFERENT: ' + ', '.join(different) if different else "the same as Perl's"


def stack_bytes(path):
    """The size of a folded file without its counts."""
    with open(path, 'rb') as file:
        return sum(line.rindex(b' ') for line in file)


def measure(name, options, programs):
    row = ROWS[name]
    files, shares = zip(*(make_input(one, options.work, options.scale) for one in row.inputs))
    subprocess.run(['cat', *files], stdout=subprocess.DEVNULL, check=True)      # into the page cache
    if row.gigabytes:
        threads = programs.threads(row.pipeline[0])
        contenders = list(programs.growing(row.pipeline[0], files[0], [n * GB * options.scale for n in row.gigabytes],
                                           threads[-1:] if name == 'memory' else threads))
    else:
        contenders = list(programs.contenders(row.pipeline, list(files)))
    for number, contender in enumerate(contenders):
        if contender.side not in ('wc', 'cat'):
            contender.output = os.path.join(options.work, 'output-%d' % number)
    sys.stderr.write(name + ' ')
    run_all(contenders, 1 if name == 'memory' else options.runs, options.limit)
    result = report.Result(name, row, ['%s: %s' % pair for pair in zip(row.inputs, shares)], contenders,
                           None if row.gigabytes else compare(row.pipeline[-1], contenders),
                           stack_bytes(contenders[0].output) if name == 'V' and contenders[0].runs else None)
    for file in os.listdir(options.work):
        if file.startswith('output-'):
            os.remove(os.path.join(options.work, file))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True, help='the programs are in BUILD/bin')
    parser.add_argument('--perl', default=os.environ.get('FLAMEGRAPH_PERL'), help='the checkout of the Perl scripts')
    parser.add_argument('--peer', action='append', default=[], metavar='NAME[@PROGRAM]=COMMAND',
                        help='run COMMAND too where PROGRAM (stackcollapse-perf) runs; {} is the input')
    parser.add_argument('--runs', type=int, default=7)
    parser.add_argument('--only', action='append', choices=ROWS, metavar='ROW', help=', '.join(ROWS))
    parser.add_argument('--quick', action='store_true', help='a tenth of the sizes, no worst cases, no growth')
    parser.add_argument('--scale', type=float, help='multiplies all sizes')
    parser.add_argument('--limit', type=float, default=900, help='seconds after which a run is stopped')
    parser.add_argument('--work', help='the folder for inputs and outputs (BUILD/bench)')
    parser.add_argument('--markdown', help='write the report there too')
    options = parser.parse_args()
    options.scale = options.scale or (0.1 if options.quick else 1)
    options.work = os.path.abspath(options.work or os.path.join(options.build, 'bench'))
    os.makedirs(options.work, exist_ok=True)
    programs = Programs(os.path.abspath(options.build), options.perl and os.path.abspath(options.perl), options.peer)
    results = []
    for name in options.only or [name for name in ROWS if ROWS[name].quick or not options.quick]:
        results.append(measure(name, options, programs))
        print(report.section(results[-1]), flush=True)
    if options.markdown:
        with open(options.markdown, 'w') as file:
            file.write(report.document(results, options))
    return any(result.outputs and result.outputs.startswith('DIFFERENT') for result in results)


if __name__ == '__main__':
    sys.exit(main())
