#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fleet_engines.py BIN: what docs/FLEET.md says that other engines do with folded stacks.

DuckDB, which reads and sums by itself, has to find what foldedmerge finds: its queries are those of the document. The
commands of docs/examples/kubernetes/collapse-job.yaml are run one shard after the other, with a folder for the object
store; those for Hadoop, with sort for what lies between its two sides.
"""
import json
import os
import random
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import BIN, MODULES, check, main, needs, needs_modules, ours, run, scratch, write_script

RECORDINGS = os.path.join(TOP, 'testdata/recordings')
NAMES = ('demo', 'c-qsort', 'cpp-shop', 'go-pipeline', 'java-index', 'multi-event', 'node-lisp', 'rust-grid', 'system-make')

AWS = '''[ "$1 $3" = "--endpoint-url s3" ] || exit 2
shift 3
case $1 in
ls) for name in "$SHOP/${2#s3://}"*; do echo "2026-11-26 10:00:00 5 ${name##*/}"; done ;;
cp) from=$3 to=$4
	case $from in s3://*) from=$SHOP/${from#s3://} ;; esac
	case $to in s3://*) to=$SHOP/${to#s3://} ;; esac
	case $to in */) to=$to${from##*/} ;; esac
	mkdir -p "${to%/*}" && cp "$from" "$to" ;;
*) exit 2 ;;
esac
'''


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def write(path, data):
    with open(path, 'wb') as file:
        file.write(data)
    return path


def run_ours(program, *words):
    return run(ours(program, *words))


def query(sql):
    result = run(['node', os.path.join(TOP, 'tests/examples/duckdb.js'), sql],
                 env=dict(os.environ, NODE_PATH=MODULES))
    check('a query', result.returncode == 0, sql, result)
    return json.loads(result.stdout) if result.returncode == 0 else []


def made_up(seed):
    """Stacks with what a reader of tables could take for something else."""
    rng = random.Random(seed)
    names = ['main', 'a b', 'a,b', '"quoted', "it's", '', 'x 12', '#1', 'NULL', 'é', '日本', '\t', 'operator()', '\\', '5', ' ']
    stacks = {';'.join(rng.choice(names) for _ in range(rng.randint(1, 6))) for _ in range(400)}
    return ''.join('%s %d\n' % (stack, rng.choice([0, 1, 9, 2 ** 40, 10 ** 18])) for stack in stacks).encode()


def duckdb():
    """The queries of the document, and the same by foldedmerge and a few lines."""
    needs_modules('@duckdb/node-api')
    document = read(os.path.join(TOP, 'docs/FLEET.md')).decode()
    queries = re.findall(r'```sql\n(.*?)```', document, re.S)
    check('queries', len(queries) == 2, queries)
    with scratch() as top:
        files = []
        for day in ('day=2026-11-25', 'day=2026-11-26'):
            os.makedirs(os.path.join(top, 'profiles', day))
        for i, name in enumerate(NAMES):
            files.append(write(os.path.join(top, 'profiles/day=2026-11-2%d/%s.folded' % (5 + i % 2, name)), run_ours(
                'stackcollapse-perf', '--event-filter=cpu-clock', os.path.join(RECORDINGS, name + '.perf.txt')).stdout))
        for i in range(4):
            files.append(write(os.path.join(top, 'profiles/day=2026-11-2%d/made%d.folded' % (5 + i % 2, i)), made_up(i)))
        total, share = (text.replace('s3://profiles', top.replace("'", "''") + '/profiles') for text in queries)
        found = ''.join('%s %s\n' % tuple(row) for row in query(total)).encode()
        merged = run_ours('foldedmerge', '--counts=1', *files)
        check('the sum is that of foldedmerge', merged.returncode == 0 and found == merged.stdout,
              len(found), len(merged.stdout), merged)
        check('it is long enough', merged.stdout.count(b'\n') > 1000)
        ofday = [name for name in files if '/day=2026-11-26/' in name]
        counts, of = {}, 0
        for name in ofday:
            for line in read(name).decode().splitlines():
                stack, _, count = line.rpartition(' ')
                of += int(count)
                for function in set(stack.split(';')):
                    counts[function] = counts.get(function, 0) + int(count)
        rows = query(share)
        check('the widest functions', len(rows) == 20 and all(
            abs(float(row[1]) - 100 * counts[row[0]] / of) < 0.011 for row in rows), rows)
        check('none is wider', min(float(row[1]) for row in rows) + 0.01 >= sorted(
            (100 * count / of for count in counts.values()), reverse=True)[19], rows)


def commands(step):
    """The commands of a step of the Kubernetes job."""
    text = read(os.path.join(TOP, 'docs/examples/kubernetes/collapse-job.yaml')).decode()
    block = re.search(r'- name: %s\n.*?            - \|\n((?: {14}[^\n]*\n)+)' % step, text, re.S)[1]
    return re.sub(r'^ {14}', '', block, flags=re.M)


def kubernetes():
    with scratch() as top:
        folder = os.path.join(top, 'shop/profiles/recordings/2026-11-26')
        os.makedirs(folder)
        os.mkdir(os.path.join(top, 'bin'))
        write_script(os.path.join(top, 'bin/aws'), AWS)
        write(os.path.join(folder, 'notes.md'), b'no recording\n')
        names = [write(os.path.join(folder, name + '.perf.txt'), read(os.path.join(RECORDINGS, name + '.perf.txt')))
                 for name in NAMES]
        environment = dict(os.environ, PATH='%s/bin:%s:%s' % (top, BIN, os.environ['PATH']), SHOP=os.path.join(top, 'shop'),
                           STORE='http://store', BUCKET='profiles', DAY='2026-11-26', EVENTS='cpu-clock', SHARDS='4')

        def step(name, **more):
            os.mkdir(os.path.join(top, 'work'))
            result = run(['sh', '-c', commands(name).replace('cd /work', 'cd "$WORK"')],
                         env=dict(environment, WORK=os.path.join(top, 'work'), **more))
            run(['rm', '-r', os.path.join(top, 'work')])
            return result

        for shard in (0, 1, 2, 1):
            result = step('map', JOB_COMPLETION_INDEX=str(shard))
            check('shard %d' % shard, result.returncode == 0, result)
        result = step('reduce')
        check('a part is missing', result.returncode != 0 and not os.path.exists(
            os.path.join(top, 'shop/profiles/folded')), result)
        step('map', JOB_COMPLETION_INDEX='3')
        result = step('reduce')
        merged = read(os.path.join(top, 'shop/profiles/folded/2026-11-26.folded'))
        whole = run_ours('stackcollapse-perf', '--event-filter=cpu-clock', *names).stdout
        check('four shards, one twice', result.returncode == 0 and merged == whole, result)
        step('map', JOB_COMPLETION_INDEX='3', SHARDS='40')
        environment['SHARDS'] = '40'
        result = step('map', JOB_COMPLETION_INDEX='39')
        check('a shard without recordings', result.returncode == 0, result)


def hadoop():
    """The mapper and the reducer of the document, with what streaming does between: a tab after the line, and a sort."""
    document = read(os.path.join(TOP, 'docs/FLEET.md')).decode()
    mapper, reducer = (re.search(r"-%s '(.*?)'" % word, document)[1].replace('cycles', 'cpu-clock')
                       for word in ('mapper', 'reducer'))
    environment = dict(os.environ, PATH=BIN + ':' + os.environ['PATH'], LC_ALL='C')
    names = [os.path.join(RECORDINGS, name + '.perf.txt') for name in NAMES]
    lines = b''.join(run(['sh', '-c', mapper], read(name), env=environment).stdout for name in names).splitlines()
    result = run(['sh', '-c', reducer], b''.join(line + b'\t\n' for line in sorted(lines)), env=environment)
    whole = run_ours('stackcollapse-perf', '--event-filter=cpu-clock', *names)
    check('the commands for Hadoop', len(lines) > 100 and result.stdout == whole.stdout, result)


needs('node')
main(kubernetes, hadoop, duckdb)
