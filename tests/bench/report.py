# SPDX-License-Identifier: MIT
"""The tables, as Markdown."""
import collections
import os
import platform
import re
import resource
import shlex
import subprocess
import sys
import time

from contenders import SLOW, SLOW_RUNS

MB = 1000 * 1000

# A row measured: what its inputs are, whether the outputs are Perl's, the size of the distinct stacks.
Result = collections.namedtuple('Result', 'name row inputs contenders outputs stacks')

def find(result, side, mode='file'):
    """The contender, if it was measured."""
    for contender in result.contenders:
        if contender.side == side and contender.mode == mode and contender.runs:
            return contender
    return None


def ratio(one, other):
    return one.median('seconds') / other.median('seconds') if one and other else None


def number(x):
    return '-' if x is None else '%.3f' % x if x < 1 else '%.1f' % x if x < 100 else '{:,.0f}'.format(x)


def table(head, rows):
    lines = [head, ['---'] + ['---:'] * (len(head) - 1)] + rows
    return ''.join('| ' + ' | '.join(line) + ' |\n' for line in lines)


def words(stage):
    """A command with its files' names alone; files that are named again are counted."""
    names = [os.path.basename(word) if os.path.isabs(word) else word for word in stage]
    times = len(names) - 1 if len(names) > 2 and len(set(names[1:])) == 1 else 1
    return shlex.join(names[:2]) + ' ... (%d times)' % times if times > 1 else shlex.join(names)


def command(contender):
    text = '`' + ' | '.join(words(stage) for stage in contender.stages).replace('|', '\\|') + '`'
    return text if contender.side in ('ours', 'perl', 'wc', 'cat') else contender.side + ': ' + text


def section(result):
    lines = ['%s: %s' % (result.name, result.row.about)] + ['- ' + text for text in result.inputs]
    if result.outputs:
        lines.append('- output: ' + result.outputs)
    rows = growth(result) if result.row.gigabytes else comparison(result)
    return '### ' + lines[0] + '\n\n' + '\n'.join(lines[1:]) + '\n\n' + rows


def peak(size):
    """A peak that is below Python's own is not known (see wait() in contenders.py)."""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return '< ' + number(floor / MB) if size <= floor else number(size / MB)


def measurements(contender):
    if not contender.runs:
        return [command(contender), '0', contender.failure, '-', '-', '-']
    seconds = contender.median('seconds')
    return [command(contender), str(len(contender.runs)), '%.3f' % seconds, number(contender.size / seconds / MB),
            '%.3f' % contender.median('cpu'), peak(contender.median('memory'))]


MEASURED = ['', 'runs', 'seconds', 'MB/s', 'CPU seconds', 'peak MB']


def comparison(result):
    perl, wc, cat = (find(result, side) for side in ('perl', 'wc', 'cat'))
    rows = []
    for contender in result.contenders:
        one = contender if contender.runs else None
        rows.append(measurements(contender)
                    + [number(x) for x in (ratio(perl, one), ratio(one, wc), ratio(one, cat))])
    return table(MEASURED + ['Perl / this', 'this / `wc`', 'this / `cat`'], rows)


def growth(result):
    """The straight line goes through nothing and is the nearest to the measurements."""
    rows = []
    for contender in sorted(result.contenders, key=lambda one: (one.side, one.threads or 0, one.size)):
        like = [one for one in result.contenders
                if (one.side, one.threads) == (contender.side, contender.threads) and one.runs]
        slope = (sum(one.size * one.median('seconds') for one in like)
                 / sum(one.size ** 2 for one in like)) if like else None
        deviation = '%+.1f %%' % (100 * (contender.median('seconds') / slope / contender.size - 1)
                                  ) if contender.runs and len(like) > 1 else '-'
        rows.append(measurements(contender) + ['%.2f' % (contender.size / MB / 1000), deviation])
    return table(MEASURED + ['GB', 'off a straight line'], rows)


def machine(options):
    with open('/proc/cpuinfo') as file:
        models = [line.partition(':')[2].strip() for line in file if line.startswith('model name')]
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')
    perl = options.perl and subprocess.run(['perl', '-e', 'print $^V'], stdout=subprocess.PIPE, text=True).stdout
    return [('processors', '%d x %s' % (len(models), models[0] if models else platform.machine())),
            ('memory', '%.0f GB' % (memory / MB / 1000)),
            ('system', '%s %s, %s' % (platform.system(), platform.release(), ' '.join(platform.libc_ver()))),
            ('Perl', perl or 'not compared'), ('date', time.strftime('%Y-%m-%d')),
            ('sizes', 'times %g' % options.scale)]


def document(results, options):
    called = re.sub(r"(?<![\w.])/(?:[^/\s']*/)+", '', shlex.join(sys.argv[1:]))     # no folders of this machine
    return ('# Benchmarks\n\n'
            'Medians of %d runs that take turns, of %d where one takes more than %d seconds. The input is in the\n'
            'page cache; output goes to a file, that of `wc` and `cat` to `/dev/null`. MB are 1,000,000 bytes.\n'
            '[tests/bench](../tests/bench/README.md) says more. Repeat with\n\n    tests/bench/run.py %s\n\n'
            % (options.runs, SLOW_RUNS, SLOW, called)
            + table(['', ''], [list(pair) for pair in machine(options)])
            + '\n' + '\n'.join(section(result) for result in results))
