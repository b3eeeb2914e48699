#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ci_yaml.py BIN: the files for GitHub Actions and GitLab CI in docs/examples are valid, and their commands work.

They are held to the schemas of both by packages of npm in build/npm. Then the commands of each job are run in order in
scratch repositories, as a runner would: a pipeline of the main branch, and merge requests with each outcome. The
actions, perf, and what installs, builds or talks to a server are stand-ins.
"""
import glob
import json
import os
import re
import shutil
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import MODULES, check, main, needs, needs_modules, only, run, scratch, write_script

EXAMPLES = os.path.join(TOP, 'docs/examples')
GITHUB, GITLAB = (os.path.join(EXAMPLES, name) for name in ('github-actions.yml', 'gitlab-ci.yml'))
NPM = os.path.join(TOP, 'build/npm')
RUNS = os.path.join(TOP, 'testdata/foldedcheck/growth')
PROGRAMS = ('stackcollapse-perf', 'flamegraph', 'foldedcheck', 'foldedmerge')

STAND_INS = {
    'apt-get': ':', 'sysctl': ':', 'make': ':', 'sudo': 'exec "$@"',
    'cmake': '[ "$*" = "--preset release" ] || [ "$*" = "--build build/release" ]',
    'sleep': '[ "$1" = 600 ] && exec "$SLEEP" 600\nexit 0',
    'git': '''case $1 in clone) [ "$2 $3 $4 $5" = "-q --depth 1 the repository" ] && cp -a "$SOURCES" "$6" ;;
describe) echo v7 ;; esac''',
    'gh': 'echo "$*" >> "$CALLS"; case $* in *--edit-last*) exit 1 ;; esac',
    'curl': 'echo "$*" >> "$CALLS"',
    # The runs of $BUILD, one after the other.
    'perf': '''case $1 in
record) for word do [ "$last" != -o ] || out=$word; last=$word; done; echo data > "$out" ;;
script) n=$(($(cat "$COUNTER") + 1)); echo $n > "$COUNTER"; cat "$RECORDINGS/$BUILD$n" ;;
esac'''}

# What GitHub puts in, and when the conditions hold; `pr` is whether it is a pull request.
PUSH, PR = "github.event_name == 'push'", "github.event_name == 'pull_request'"
OWN = 'github.event.pull_request.head.repo.full_name == github.repository'
VALUES = {'vars.FLAMEGRAPH_C': 'owner/flamegraph-c', 'github.sha': 'abc', 'github.event.pull_request.base.sha': 'abd',
          'github.server_url': 'https://example.org', 'github.repository': 'owner/app', 'github.run_id': '5',
          'github.token': 'secret', 'github.event.pull_request.number': '12'}


def node(script, text):
    """What a script, which has the text as `text`, prints as JSON."""
    result = run(['node', '-e', "const text = require('fs').readFileSync(0, 'utf8');" + script], text.encode(), cwd=NPM)
    check('node', result.returncode == 0, result)
    return json.loads(result.stdout)


def parsed(text):
    return node("console.log(JSON.stringify(require('js-yaml').load(text)))", text)


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def linted_github(text):
    """The faults that GitHub's schema finds."""
    return node("console.log(JSON.stringify(require('@action-validator/core').validateWorkflow(text)))", text)['errors']


def linted_gitlab(text):
    """(what GitLab's schema finds, the file with `extends` put in)."""
    with scratch() as top:
        with open(os.path.join(top, '.gitlab-ci.yml'), 'w') as file:
            file.write(text)
        environment = dict(os.environ, HOME=top, GIT_CONFIG_NOSYSTEM='1')
        for words in (['git', 'init', '-q', '-b', 'main'], ['git', 'remote', 'add', 'origin', 'https://example.org/a/b.git']):
            check('git', run(words, cwd=top, env=environment).returncode == 0)
        result = run(['node', os.path.join(MODULES, 'gitlab-ci-local/src/index.js'), '--preview'], cwd=top, env=environment)
        return (result.stderr.decode() if result.returncode else ''), result.stdout.decode()


def valid():
    check('GitHub', linted_github(read(GITHUB)) == [], linted_github(read(GITHUB)))
    for old, new in (('runs-on', 'runson'), ('restore-keys: profile-', 'restore-keys: {}'), ("'push'\n        run", "'push'\n        runs")):
        check('GitHub: noticed: ' + new, linted_github(read(GITHUB).replace(old, new, 1)))
    # Several faults in one call of a tool that takes seconds; it lists all.
    text = read(GITLAB)
    for old, new in (('exit_codes: 3', 'exit_codes: [x]'), ('when: always', 'when: sometimes'), ('junit: ci', 'junitt: ci')):
        text = text.replace(old, new, 1)
    faults = linted_gitlab(text)[0]
    for name in ('exit_codes', 'when', 'junitt'):
        check('GitLab: noticed: ' + name, name in faults, faults)


def recording(path, few):
    """A folded file as the text of `perf script`, with a tenth of the samples if there are to be few."""
    for line in read(path).splitlines():
        stack, count = line.rsplit(' ', 1)
        names = stack.split(';')
        frames = ''.join('\t    55d0 %s (/bin/app)\n' % name for name in reversed(names[1:]))
        for _ in range(int(count) // (10 if few else 1)):
            yield '%s 77 [000] 5.0: 10101010 cpu-clock:\n%s\n' % (names[0], frames)


class Runner:
    """The folders of a runner, its stand-ins, and its cache."""

    def __init__(self, top):
        self.top = top
        for name in ('bin', 'cache', 'recordings', 'sources/docs'):
            os.makedirs(os.path.join(top, name))
        self.sources = os.path.join(top, 'sources')
        os.symlink(EXAMPLES, os.path.join(self.sources, 'docs/examples'))
        only(os.path.join(self.sources, 'build/release/bin'), (), PROGRAMS)
        for name, script in STAND_INS.items():
            write_script(os.path.join(top, 'bin', name), script + '\n')
        for side in ('old', 'new'):
            for n in range(1, 6):
                for few in (False, True):
                    with open(os.path.join(top, 'recordings', '%s%s%d' % ('few-' * few, side, n)), 'w') as file:
                        file.writelines(recording(os.path.join(RUNS, '%s%d' % (side, n)), few))
        self.jobs = 0

    def begin(self, build):
        """A fresh clone of the project that is profiled."""
        self.jobs += 1
        self.work = os.path.join(self.top, 'job %d' % self.jobs)
        os.mkdir(self.work)
        write_script(os.path.join(self.work, 'app'), 'exec sleep 600\n')
        self.calls, counter = (os.path.join(self.work, '../%s%d' % (name, self.jobs)) for name in ('calls', 'counter'))
        for path, text in ((self.calls, ''), (counter, '0\n')):
            with open(path, 'w') as file:
                file.write(text)
        self.environment = {
            'PATH': os.path.join(self.top, 'bin') + ':/usr/bin:/bin', 'HOME': self.top, 'BUILD': build, 'CALLS': self.calls,
            'COUNTER': counter, 'RECORDINGS': os.path.join(self.top, 'recordings'), 'SLEEP': shutil.which('sleep'),
            'SOURCES': self.sources, 'LC_ALL': 'C.UTF-8'}

    def bash(self, options, script, variables):
        return run(['bash', *options, '-c', script], cwd=self.work, env=dict(self.environment, **variables))

    def copy(self, start, end):
        if os.path.isdir(start):
            shutil.copytree(start, end)

    def has(self, *names):
        return all(os.path.exists(os.path.join(self.work, name)) for name in names)

    def report(self):
        return read(os.path.join(self.work, 'ci-diff/report.md'))

    def counts(self):
        """The profiles of the job, sorted by time of writing."""
        paths = glob.glob(os.path.join(glob.escape(self.work), '*/*.counts'))
        return sorted(read(path) for path in paths if '/flamegraph-c/' not in path)


def github_value(text):
    return re.sub(r'\$\{\{ ([\w.]+) \}\}', lambda match: VALUES[match[1]], text)


def github_job(runner, build, event, own=True):
    """Runs the job of a workflow; returns (whether it passed, the outputs of its steps, the actions used)."""
    runner.begin(build)
    passed, outputs, used = True, {}, []
    runner.environment.update(GITHUB_ACTIONS='true', GITHUB_PATH=os.path.join(runner.work, '../path%d' % runner.jobs),
                              GITHUB_STEP_SUMMARY=os.path.join(runner.work, '../summary%d' % runner.jobs))
    facts = {PUSH: event == 'push', PR: event == 'pull_request', OWN: own, 'always()': True}
    for step in parsed(read(GITHUB))['jobs']['profile']['steps']:
        condition = step.get('if', '')
        if not (passed or 'always()' in condition) or not all(facts[part] for part in condition.split(' && ') if part):
            continue
        if 'uses' in step:
            used.append(step['uses'].partition('@')[0])
            github_action(runner, used[-1], {key: github_value(str(value)) for key, value in step.get('with', {}).items()})
            continue
        variables = {key: github_value(value) for key, value in step.get('env', {}).items()}
        result = runner.bash(['-e'], github_value(step['run']), variables)
        outputs[step['name']] = result
        passed = passed and result.returncode == 0
        if os.path.exists(runner.environment['GITHUB_PATH']):
            runner.environment['PATH'] = ':'.join(read(runner.environment['GITHUB_PATH']).split('\n')[-2::-1]
                                                  + [os.path.join(runner.top, 'bin'), '/usr/bin', '/bin'])
    return passed, outputs, used


def github_action(runner, action, words):
    at, cache = os.path.join(runner.work, words.get('path', '')), os.path.join(runner.top, 'cache')
    if action == 'actions/checkout' and 'repository' in words:
        shutil.copytree(runner.sources, at, symlinks=True)
    elif action == 'actions/cache/save':
        runner.copy(at, os.path.join(cache, words['key']))
    elif action == 'actions/cache/restore':
        for key in sorted(os.listdir(cache)):
            if key == words['key'] or key.startswith(words['restore-keys']):
                runner.copy(os.path.join(cache, key), at)
    elif action == 'actions/upload-artifact':
        check('what is uploaded is there', runner.has('profiles'))
    else:
        check('known action ' + action, action == 'actions/checkout')


def folded_runs(side):
    return sorted(read(os.path.join(RUNS, '%s%d' % (side, n))) for n in range(1, 6))


def github():
    with scratch() as top:
        runner = Runner(top)
        passed, outputs, _ = github_job(runner, 'new', 'pull_request')
        check('GitHub: no baseline yet', passed and b'::notice::main has no profiles' in outputs['Compare with main'].stdout
              and not read(runner.calls), outputs)
        passed, outputs, used = github_job(runner, 'old', 'push')
        check('GitHub: main', passed and 'actions/cache/save' in used and not runner.has('ci-diff'), outputs)
        check('GitHub: five runs', runner.counts() == folded_runs('old'), runner.counts())
        passed, outputs, used = github_job(runner, 'old', 'pull_request')
        check('GitHub: no change', passed and runner.has('ci-diff/diff.svg', 'ci-diff/junit.xml'), outputs)
        passed, outputs, used = github_job(runner, 'new', 'pull_request')
        check('GitHub: regressed', not passed and outputs['Compare with main'].returncode == 1
              and b'::error title=foldedcheck regressed::serve' in outputs['Compare with main'].stdout, outputs)
        check('GitHub: uploaded all the same', used[-1] == 'actions/upload-artifact', used)
        check('GitHub: commented', read(runner.calls).splitlines() == [
            'pr comment 12 --edit-last --body-file ci-diff/report.md', 'pr comment 12 --body-file ci-diff/report.md'],
            read(runner.calls))
        check('GitHub: summary and link', read(runner.environment['GITHUB_STEP_SUMMARY']) == runner.report()
              and '(https://example.org/owner/app/actions/runs/5)' in runner.report(), runner.report())
        passed, outputs, _ = github_job(runner, 'few-new', 'pull_request', own=False)
        check('GitHub: cannot tell', passed and b'cannot tell' in outputs['Compare with main'].stderr, outputs)
        check('GitHub: no comment from a fork', runner.has('ci-diff/report.md') and not read(runner.calls))
        passed, outputs, _ = github_job(runner, 'nosuch', 'pull_request')
        check('GitHub: no recording', not passed and outputs['Record five runs'].returncode != 0 and not runner.has('ci-diff'))


def gitlab_job(runner, jobs, name, build, **variables):
    """Runs a job; returns (its outcome, the output of its script)."""
    runner.begin(build)
    job, cache = jobs[name], os.path.join(runner.top, 'cache', 'gitlab')
    known = {'CI_COMMIT_SHORT_SHA': 'abc', 'CI_JOB_URL': 'https://example.org/job/1', 'CI_API_V4_URL': 'https://example.org/api',
             'CI_PROJECT_ID': '3', 'CI_MERGE_REQUEST_IID': '4', 'FLAMEGRAPH_C': 'the repository', **variables}
    for key, value in job.get('variables', {}).items():
        known[key] = re.sub(r'\$(\w+)', lambda match: known[match[1]], value)
    kept = job['cache'][0]
    if kept['policy'] == 'pull':
        runner.copy(cache, os.path.join(runner.work, kept['paths'][0]))
    result = runner.bash(['-eo', 'pipefail'], '\n'.join(job['before_script'] + job['script']), known)
    if kept['policy'] == 'push' and result.returncode == 0:
        runner.copy(os.path.join(runner.work, kept['paths'][0]), cache)
    if 'after_script' in job:
        after = runner.bash(['-eo', 'pipefail'], '\n'.join(job['after_script']), known)
        check('GitLab: after_script', after.returncode == 0, after)
    allowed = result.returncode == job.get('allow_failure', {}).get('exit_codes')
    return 'passed' if result.returncode == 0 else 'warning' if allowed else 'failed', result


def gitlab():
    faults, text = linted_gitlab(read(GITLAB))
    check('GitLab', faults == '', faults)
    jobs = parsed(text)
    with scratch() as top:
        runner = Runner(top)
        outcome, result = gitlab_job(runner, jobs, 'profile-gate', 'new')
        check('GitLab: no baseline yet', outcome == 'passed' and b'main has no profiles yet' in result.stdout, result)
        outcome, result = gitlab_job(runner, jobs, 'profile-baseline', 'old')
        check('GitLab: main', outcome == 'passed' and runner.counts() == folded_runs('old'), result)
        outcome, result = gitlab_job(runner, jobs, 'profile-gate', 'old')
        check('GitLab: no change', outcome == 'passed' and not read(runner.calls), result)
        outcome, result = gitlab_job(runner, jobs, 'profile-gate', 'new', NOTE_TOKEN='secret')
        job = jobs['profile-gate']
        check('GitLab: regressed', outcome == 'failed' and result.returncode == 1, result)
        check('GitLab: artifacts', runner.has(*job['artifacts']['paths'], job['artifacts']['reports']['junit']))
        check('GitLab: note', '--data-urlencode body@ci-diff/report.md https://example.org/api/projects/3/merge_requests/4/notes'
              in read(runner.calls), read(runner.calls))
        check('GitLab: link', '(https://example.org/job/1/artifacts/file/ci-diff/diff.svg)' in runner.report())
        outcome, result = gitlab_job(runner, jobs, 'profile-gate', 'few-new')
        check('GitLab: cannot tell', outcome == 'warning' and result.returncode == 3, result)
        outcome, result = gitlab_job(runner, jobs, 'profile-gate', 'nosuch')
        check('GitLab: no recording', outcome == 'failed' and not runner.has('ci-diff'), result)


needs('bash', 'git', 'node')
needs_modules('@action-validator/core', 'gitlab-ci-local', 'js-yaml')
main(valid, github, gitlab)
