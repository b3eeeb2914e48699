#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""manifests.py BIN: the files in docs/examples/kubernetes are valid, fit together, and their commands work.

Objects of Kubernetes are held to the API's schema and, as is the dashboard, to its types, which know of no other
fields; the alerts to promtool and their own test; the life cycle to the model of S3 in botocore. The commands of the
profiler and of the gate are run with a folder as object store. No cluster, Grafana or store runs here.
"""
import copy
import glob
import json
import os
import re
import shlex
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import BIN, MODULES, check, main, needs, needs_modules, run, scratch, write_script

FOLDER = os.path.join(TOP, 'docs/examples/kubernetes')
SCRIPT = os.path.join(TOP, 'tests/examples/manifests.js')
STARTS_BY_ITSELF = ('alerts.yaml', 'alerts-test.yaml')
# What a type is in JSON, where the values of an enumeration are texts.
JSON_TYPE = 'type Json<T> = T extends string ? `${T}` : T extends (infer U)[] ? Json<U>[] : ' \
    'T extends object ? {[K in keyof T]: Json<T[K]>} : T;\n'
# `aws` with a folder as the bucket: cp and mv of a file or, with --recursive, of a folder.
AWS = r'''
while [ $# -gt 0 ]; do
    case $1 in
    --endpoint-url) [ "$2" = "$STORE" ] || exit 9; shift ;;
    --include) include=$2; shift ;;
    --exclude) shift ;;
    --recursive) recursive=yes ;;
    s3 | --only-show-errors) ;;
    cp | mv) verb=$1 ;;
    s3://"$BUCKET"/*) [ -z "${from-}" ] && from=$ROOT/${1#s3://} || to=$ROOT/${1#s3://} ;;
    *) [ -z "${from-}" ] && from=$1 || to=$1 ;;
    esac
    shift
done
case $to in /*) ;; *) to=$PWD/$to ;; esac
mkdir -p "$(dirname "$to.")"
[ -n "${recursive-}" ] || exec cp "$from" "$to"
cd "$from" && find . -name "${include-*}" -type f | while read -r file; do
    mkdir -p "$(dirname "$to/$file")"
    "$verb" "$file" "$to/$file"
done
'''
PROFILE = r'''
[ "$1 $2 $#" = "- 30 3" ] || exit 2
printf 'app;main;a 60\napp;main;b 40\nswapper 900\n' > "$3/$$.counts"
echo '<svg/>' > "$3/$$.svg"
'''


def read(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return file.read()


def node(*words, data=None):
    result = run(['node', SCRIPT, MODULES, *words], json.dumps(data).encode())
    check('node', result.returncode == 0, result)
    return json.loads(result.stdout)


def objects():
    """(file, object) for each object of Kubernetes."""
    paths = [path for path in sorted(glob.glob(os.path.join(FOLDER, '*.yaml'))) if os.path.basename(path) not in STARTS_BY_ITSELF]
    for path, documents in zip(paths, node(*paths)):
        for document in documents:
            yield os.path.basename(path), document


def type_errors(top, values):
    """What the types complain of, for each (import, type, value)."""
    if not os.path.lexists(os.path.join(top, 'node_modules')):
        os.symlink(MODULES, os.path.join(top, 'node_modules'))
    with open(os.path.join(top, 'values.ts'), 'w', encoding='utf-8') as file:
        file.write(JSON_TYPE)
        for number, (module, name, value) in enumerate(values):
            file.write("import type {%s as T%d} from '%s'; const v%d: Json<T%d> = %s;\n" % (
                name, number, module, number, number, json.dumps(value)))
    result = run(['node', os.path.join(MODULES, 'typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false',
                  '--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022', 'values.ts'], cwd=top)
    found = [[] for _ in values]
    for line, text in re.findall(r'^values\.ts\((\d+),\d+\): error (.*)', result.stdout.decode(), re.M):
        found[int(line) - 2].append(text)
    check('tsc', (result.returncode != 0) == any(found), result)
    return found


def typed(item):
    return 'kubernetes-models/%s/%s' % (item['apiVersion'], item['kind']), 'I' + item['kind'], item


def pod_of(item):
    """The specification of an object's pods, or None, and their labels."""
    spec = item.get('spec', {})
    template = spec.get('jobTemplate', {}).get('spec', spec).get('template', {})
    return template.get('spec'), template.get('metadata', {}).get('labels', {})


def misfits(items):
    """What no schema sees: names that nothing has."""
    names = {(item['kind'], item['metadata']['name']) for item in items}
    for item in items:
        place = '%s %s' % (item['kind'], item['metadata']['name'])
        pod, labels = pod_of(item)
        if item['kind'] != 'Namespace' and item['metadata'].get('namespace') != 'profiling':
            yield place + ': namespace'
        if item['kind'] in ('DaemonSet', 'Deployment') and item['spec']['selector']['matchLabels'] != labels:
            yield place + ': selector'
        if item['kind'] in ('Job', 'CronJob') and pod.get('restartPolicy') not in ('Never', 'OnFailure'):
            yield place + ': restartPolicy'
        if item['kind'] == 'Service':
            pods = [pod_of(other)[0] for other in items if pod_of(other)[1].items() >= item['spec']['selector'].items()]
            ports = [port['name'] for pod in pods if pod for container in pod['containers'] for port in container.get('ports', [])]
            if any(port['targetPort'] not in ports for port in item['spec']['ports']):
                yield place + ': targetPort'
        volumes = {volume['name']: volume for volume in (pod or {}).get('volumes', [])}
        for volume in volumes.values():
            claim = volume.get('persistentVolumeClaim', {}).get('claimName')
            if claim and ('PersistentVolumeClaim', claim) not in names:
                yield place + ': claim'
        for container in (pod or {}).get('containers', []):
            if any(mount['name'] not in volumes for mount in container.get('volumeMounts', [])):
                yield place + ': volumeMounts'
            for source in container.get('envFrom', []):
                if 'configMapRef' in source and ('ConfigMap', source['configMapRef']['name']) not in names:
                    yield place + ': configMapRef'


def kubernetes(top):
    items = list(objects())
    check('objects', len(items) >= 8, len(items))
    manifests = [item for _, item in items]
    for (file, item), complaint, errors in zip(items, node(data=manifests), type_errors(top, [typed(item) for item in manifests])):
        check('%s: %s' % (file, item['kind']), not complaint and not errors, complaint, errors)
    check('they fit', not list(misfits(manifests)), list(misfits(manifests)))

    # A mistake is noticed.
    profiler = next(item for item in manifests if item['kind'] == 'DaemonSet')

    def broken(change):
        item = copy.deepcopy(profiler)
        change(item, item['spec']['template']['spec']['containers'][0])
        return item

    cases = {
        'no selector': broken(lambda item, _: item['spec'].pop('selector')),
        'a field of another name': broken(lambda _, container: container.update(imag='x')),
        'a capability that is no list': broken(lambda _, container: container['securityContext']['capabilities'].update(add='ALL')),
        'a text for a boolean': broken(lambda item, _: item['spec']['template']['spec'].update(hostPID='yes'))}
    complaints = node(data=list(cases.values()))
    for name, complaint, errors in zip(cases, complaints, type_errors(top, [typed(item) for item in cases.values()])):
        check('noticed by the types: ' + name, errors)
        check('noticed by the schema: ' + name, complaint or name == 'a field of another name', complaint)
    check('noticed: a kind that is none', 'Cannot find module' in (node(data=[dict(profiler, kind='DeamonSet')])[0] or ''))
    for name, change in (('selector', lambda item, _: item['spec']['template']['metadata'].update(labels={'app': 'x'})),
                         ('volumeMounts', lambda _, container: container['volumeMounts'][0].update(name='x')),
                         ('configMapRef', lambda _, container: container['envFrom'][0]['configMapRef'].update(name='x'))):
        others = [item for item in manifests if item is not profiler]
        check('noticed: ' + name, any(name in text for text in misfits(others + [broken(change)])))


def image():
    """What the image takes from the tree is there, and what the pods run is in it."""
    for words in re.findall(r'^COPY (?!--from)(.*)', read('Dockerfile'), re.M):
        for source in words.split()[:-1]:
            check('Dockerfile: ' + source, os.path.exists(os.path.join(TOP, source)))
    copied = [os.path.basename(name) for name in re.findall(r'\S+\.sh\b', read('Dockerfile'))]
    for file, item in objects():
        for container in (pod_of(item)[0] or {}).get('containers', []):
            for name in re.findall(r'[\w-]+\.sh\b', ' '.join(container.get('command', []) + container.get('args', []))):
                check('%s: %s is in the image' % (file, name), name in copied)


def script_of(kind, folders):
    """The shell commands of an object's container, with these folders in place of those that it mounts."""
    item = next(item for _, item in objects() if item['kind'] == kind)
    container = pod_of(item)[0]['containers'][0]
    check('%s: a script' % kind, container['command'] == ['sh', '-c'] and len(container['args']) == 1)
    text = container['args'][0]
    for mount in container['volumeMounts']:
        if mount['mountPath'] in folders:
            text = re.sub(r'(?<=[ \n])%s\b' % mount['mountPath'], lambda _: shlex.quote(folders[mount['mountPath']]), text)
    return text


def commands(top):
    """The profiler and the gate, with a folder as object store."""
    folders = {name: os.path.join(top, 'pod' + name) for name in ('/profiles', '/textfile')}
    for folder in [os.path.join(top, 'bin'), *folders.values()]:
        os.makedirs(folder)
    stand_ins = {'aws': AWS, 'profile.sh': PROFILE, 'sleep': 'kill "$PPID"\n', 'date': 'echo 2026-11-26T15\n'}
    for name, text in stand_ins.items():
        write_script(os.path.join(top, 'bin', name), '#!/bin/sh\nset -eu\n' + text if name == 'aws' else text)
    with open(os.path.join(top, 'bin/gate-metrics.sh'), 'w') as file:
        file.write(read('gate-metrics.sh').replace('$(date +%s)', '1'))
    os.chmod(os.path.join(top, 'bin/gate-metrics.sh'), 0o755)
    environment = {'PATH': '%s:%s:/usr/bin:/bin' % (os.path.join(top, 'bin'), BIN), 'NODE': 'one', 'BUCKET': 'profiles',
                   'STORE': 'http://store', 'ROOT': top + '/', 'TMPDIR': top}
    gate = ['sh', '-c', script_of('CronJob', folders)]
    metrics = os.path.join(folders['/textfile'], 'flamegraph.prom')

    result = run(gate, env=environment, cwd=top)
    check('an hour that nothing was recorded in', result.returncode != 0 and not os.path.exists(metrics), result)
    for name in ('one', 'two'):
        result = run(['sh', '-c', script_of('DaemonSet', folders)], env=dict(environment, NODE=name), cwd=top)
        stored = glob.glob(os.path.join(top, 'profiles/nodes/2026-11-26T15', name, '*'))
        check('the profiler stores', result.returncode == -15 and sorted(os.path.splitext(path)[1] for path in stored) ==
              ['.counts', '.svg'] and not os.listdir(folders['/profiles']), result, stored)
    result = run(gate, env=environment, cwd=top)
    check('the gate', result.returncode == 0, result)
    for path in (os.path.join(folders['/profiles'], 'latest.folded'), os.path.join(top, 'profiles/hours/2026-11-26T15.folded')):
        with open(path) as file:
            text = file.read()
        check(path, text == 'app;main;a 120\napp;main;b 80\n', text)
    with open(metrics) as file:
        text = file.read()
    check('its metrics', 'flamegraph_gate_status{profile="nodes"} 1\n' in text and
          'flamegraph_function_share{profile="nodes",function="a"} 0.6\n' in text, text)
    return set(re.findall(r'^# TYPE (\w+)', text, re.M))


def alerts(top, written):
    """The alerts and the dashboard, on metrics that are written."""
    for name in ('alerts.yaml', 'alerts-test.yaml'):
        verb = 'test' if 'test' in name else 'check'
        result = run(['promtool', verb, 'rules', name], cwd=FOLDER)
        check('promtool %s %s' % (verb, name), result.returncode == 0, result)
    for name, old, new in (('a rule that is none', 'time() -', 'time( -'), ('another limit', 'status == 1', 'status == 4')):
        for file in ('alerts.yaml', 'alerts-test.yaml'):
            with open(os.path.join(top, file), 'w', encoding='utf-8') as copy_of:
                copy_of.write(read(file).replace(old, new))
        check('noticed: ' + name, run(['promtool', 'test', 'rules', 'alerts-test.yaml'], cwd=top).returncode != 0)

    board = json.loads(read('dashboard.json'))
    texts = [panel for panel in board['panels'] if panel['type'] == 'text']
    check('the picture', len(texts) == 1 and '/svg?name=latest.folded' in texts[0]['options']['content'] and
          'latest.folded' in read('gate.yaml'))
    expressions = [target['expr'] for panel in board['panels'] for target in panel.get('targets', [])]
    check('shares', sum('flamegraph_function_share' in text for text in expressions) >= 2, expressions)
    rules = [{'record': 'panel%d' % n, 'expr': text.replace('$profile', 'x')} for n, text in enumerate(expressions)]
    with open(os.path.join(top, 'panels.yaml'), 'w') as file:    # JSON is YAML
        json.dump({'groups': [{'name': 'panels', 'rules': rules}]}, file)
    result = run(['promtool', 'check', 'rules', 'panels.yaml'], cwd=top)
    check('expressions of the dashboard', result.returncode == 0, result)

    with open(os.path.join(TOP, 'docs/examples/go/service/metrics.go'), encoding='utf-8') as file:
        endings = re.findall(r'describe\("(\w+)"', file.read())
    written |= {'flamegraph_%s_%s' % (service, end) for service in ('collapser', 'renderer') for end in endings}
    for name in re.findall(r'\bflamegraph_\w+', '\n'.join(expressions) + re.sub('#.*', '', read('alerts.yaml'))):
        check('written: ' + name, re.sub('_(sum|count)$', '', name) in written or name in written)

    number, mapping = copy.deepcopy(board), copy.deepcopy(board)
    number['panels'][0]['gridPos']['x'] = '0'
    mapping['panels'][1]['fieldConfig']['defaults']['mappings'][0]['type'] = 'values'
    boards = [board, dict(board, titel='x'), number, mapping]
    errors = type_errors(top, [('@grafana/schema', 'Dashboard', item) for item in boards])
    check('the dashboard', not errors[0], errors[0])
    check('noticed: mistakes in a dashboard', all(errors[1:]), errors)


def lifecycle():
    """The life cycle, and a mistake in it, by the model that the AWS CLI checks with."""
    program = '''import json, sys, botocore.loaders, botocore.model, botocore.validate
model = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("s3", "service-2"))
shape = model.operation_model("PutBucketLifecycleConfiguration").input_shape
value = {"Bucket": "b", "LifecycleConfiguration": json.load(sys.stdin)}
print(botocore.validate.ParamValidator().validate(value, shape).generate_report())'''
    python = next((name for name in (sys.executable, '/usr/bin/python3') if not run([name, '-c', 'import botocore']).returncode), None)
    if not python:
        check('botocore (Debian: python3-botocore)', not os.environ.get('TESTS_REQUIRED'))
        return
    text = read('lifecycle.json')
    for name, data, good in (('life cycle', text, True), ('noticed: another field', text.replace('"Days"', '"Day"'), False),
                             ('noticed: a text', text.replace('14}', '"14"}'), False)):
        result = run([python, '-c', program], data.encode())
        check(name, result.returncode == 0 and (result.stdout.strip() == b'') == good, result)
    for prefix in re.findall(r'"Prefix": "(\w+/)"', text):
        check('%s is written' % prefix, '$BUCKET/' + prefix in read('profiler.yaml') + read('gate.yaml'))


def manifests():
    needs('node', 'promtool', 'jq')
    needs_modules('kubernetes-models', '@grafana/schema', 'typescript', 'js-yaml')
    image()
    lifecycle()
    with scratch() as top:
        kubernetes(top)
    with scratch() as top:
        written = commands(top)
    with scratch() as top:
        alerts(top, written)


main(manifests)
