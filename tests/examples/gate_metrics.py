#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gate_metrics.py BIN: docs/examples/kubernetes/gate-metrics.sh writes what foldedcheck says for Prometheus."""
import json
import os
import re
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import BIN, check, main, needs, ours, run, scratch, write_script

SCRIPT = os.path.join(TOP, 'docs/examples/kubernetes/gate-metrics.sh')
DATA = os.path.join(TOP, 'testdata/foldedcheck')
GROWTH = [os.path.join(DATA, 'growth', 'old%d' % n) for n in range(1, 6)] + ['--'] + \
    [os.path.join(DATA, 'growth', 'new%d' % n) for n in range(1, 6)]
BYTES = [os.path.join(DATA, 'bytes/old'), '--', os.path.join(DATA, 'bytes/new')]


def script(*words, path=None, **more):
    environment = dict(os.environ, PATH=path or BIN + ':' + os.environ['PATH'])
    return run(['sh', SCRIPT, *words], env=environment, **more)


def unquoted(text):
    return re.sub(r'\\(.)', lambda match: {'n': '\n'}.get(match[1], match[1]), text)


def samples(path):
    """{(metric, labels as sorted pairs): value} of a file in Prometheus's text format."""
    found = {}
    with open(path, encoding='utf-8', newline='\n') as file:
        for line in file.read().split('\n'):
            match = re.fullmatch(r'(\w+)\{((?:\w+="(?:[^"\\]|\\.)*",?)*)\} (\S+)', line)
            if match:
                labels = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2])
                key = match[1], tuple(sorted((name, unquoted(value)) for name, value in labels))
                check('once: %s' % line, key not in found)
                found[key] = float(match[3])
            else:
                check('line %s' % line, not line or line.startswith('#'))
    return found


def expected(profile, words):
    """The samples that the JSON of foldedcheck means."""
    result = run(ours('foldedcheck', '--json', '--top=20', *words))
    document = json.loads(result.stdout)
    values = {('flamegraph_gate_status', (('profile', profile),)): result.returncode,
              ('flamegraph_gate_samples', (('profile', profile),)): document['after']['samples'],
              ('flamegraph_gate_limit', (('profile', profile),)): next(iter(document['limits'].values()))}
    for verdict, count in document['verdicts'].items():
        values['flamegraph_gate_functions', (('profile', profile), ('verdict', verdict))] = count
    for function in document['functions']:
        name = function['name'] + (' (%s)' % function['name_hex'] if 'name_hex' in function else '')
        for metric, key in (('share', 'share' if 'share' in function else 'after'), ('growth', 'growth'),
                            ('growth_low', 'low'), ('growth_high', 'high')):
            if function.get(key) is not None:
                values['flamegraph_function_' + metric, (('function', name), ('profile', profile))] = function[key]
    return values


def verdicts(top):
    file = os.path.join(top, 'gate.prom')
    share = [os.path.join(DATA, 'growth/old1')]
    for profile, words in (('web', ['--max-growth', '1%'] + GROWTH), ('web', ['--max-growth', '9%'] + GROWTH),
                           ('we"b\\\n', ['--max-growth', '2%'] + BYTES), ('é', ['--max-share', '60%', '--self'] + share),
                           ('web', ['--max-share', '1%', '--top', '2'] + share),
                           ('web', ['--max-share', '50%', '--depth', '2'] + share)):
        result = script(profile, file, *words)
        check('written: %s' % words, result.returncode == 0 and not result.stdout, result)
        found = samples(file)
        ran = found.pop(('flamegraph_gate_run_timestamp_seconds', (('profile', profile),)), 0)
        check('time', abs(ran - time.time()) < 60, ran)
        check('values: %s' % words, found == expected(profile, words), set(found.items()) ^ set(expected(profile, words).items()))
        with open(file, 'rb') as text:
            result = run(['promtool', 'check', 'metrics'], text.read())
        check('promtool: %s' % words, result.returncode == 0 and not result.stderr, result)
        check('others can read it', os.stat(file).st_mode & 0o777 == 0o644)
    result = script('web', file, '--max-share', '1%', '/nonexistent')
    values = {name: value for (name, _), value in samples(file).items() if 'time' not in name}
    check('unusable', result.returncode == 0 and b'/nonexistent' in result.stderr and values == {'flamegraph_gate_status': 2},
          result, values)
    check('nothing else is left', os.listdir(top) == ['gate.prom'], os.listdir(top))


def errors(top):
    file = os.path.join(top, 'gate.prom')
    with open(file, 'w') as old:
        old.write('old\n')
    words = ['--max-share', '1%', os.path.join(DATA, 'growth/old1')]
    os.mkdir(os.path.join(top, 'bin'))
    write_script(os.path.join(top, 'bin/jq'), 'echo half; exit 5\n')
    bare = os.path.join(top, 'bin') + ':/usr/bin:/bin'
    os.mkdir(os.path.join(top, 'empty'))
    for result, status, part in (
            (script('web', file), 2, b'usage: '),
            (script('web', file + '.txt', *words), 2, b'.prom'),
            (script('web', os.path.join(top, 'none/gate.prom'), *words), 1, b'cannot write beside'),
            (run(['/bin/sh', SCRIPT, 'web', file, *words], env={'PATH': os.path.join(top, 'empty')}), 3,
             b'foldedcheck is not in PATH'),
            (script('web', file, *words, path=BIN + ':' + bare), 1, b'jq failed')):
        lines = result.stderr.strip().split(b'\n')
        check('error %s' % part, result.returncode == status and part in lines[-1] and not result.stdout, result)
    with open(file) as old:
        check('the old file stays', old.read() == 'old\n')
    check('no temporary file stays', sorted(os.listdir(top)) == ['bin', 'empty', 'gate.prom'], os.listdir(top))


def both():
    needs('jq', 'promtool')
    for part in (verdicts, errors):
        with scratch() as top:
            part(top)


main(both)
