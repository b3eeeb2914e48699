# SPDX-License-Identifier: MIT
"""Who runs: pipelines of our programs, the Perl scripts, wc, cat and peers; and how they are measured."""
import collections
import os
import shlex
import signal
import subprocess
import sys
import threading
import time

SLOW, SLOW_RUNS = 20, 3     # what takes longer than so many seconds is run so many times only

# seconds from the start to the end of the last stage; cpu: user and system time; memory: the
# largest resident set of a stage, in bytes. A stage that feeds the others counts for neither.
Run = collections.namedtuple('Run', 'seconds cpu memory')


class Contender:
    """A pipeline with its measurements."""
    def __init__(self, side, stages, mode='file', threads=None, feeder=False, size=0):
        self.side, self.stages, self.mode, self.threads = side, stages, mode, threads
        self.feeder, self.size = feeder, size
        self.output = os.devnull
        self.runs, self.failure = [], None

    def median(self, field):
        values = sorted(getattr(run, field) for run in self.runs)
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

    def finished(self, runs):
        slow = self.runs and max(run.seconds for run in self.runs) > SLOW
        return self.failure is not None or len(self.runs) >= (min(runs, SLOW_RUNS) if slow else runs)

    def run(self, limit):
        """Runs it once. An output that is kept is the last run's."""
        with open(self.output, 'wb') as output:
            begin = time.perf_counter()
            children = start(self.stages, output)
            timer = threading.Timer(limit, kill, [children])
            timer.start()
            usages = [wait(child) for child in children]
            seconds = time.perf_counter() - begin
            timer.cancel()
        if seconds >= limit:
            self.failure = 'stopped after %d s' % limit
        elif any(child.returncode for child in children):
            self.failure = 'exit status ' + ', '.join(str(child.returncode) for child in children)
        else:
            usages = usages[self.feeder:]
            self.runs.append(Run(seconds, sum(usage.ru_utime + usage.ru_stime for usage in usages),
                                 max(usage.ru_maxrss for usage in usages) * 1024))


def start(stages, output):
    children, source = [], subprocess.DEVNULL
    for stage in stages:
        child = subprocess.Popen(stage, stdin=source, stderr=subprocess.DEVNULL,
                                 stdout=output if stage is stages[-1] else subprocess.PIPE)
        if children:
            source.close()
        source = child.stdout
        children.append(child)
    return children


def wait(child):
    """What the child used. The kernel counts in the pages of the Python that it was forked from, some
    10 MB, so that this must stay small: files are read by other programs."""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage


def kill(children):
    for child in children:
        if child.returncode is None:
            os.kill(child.pid, signal.SIGKILL)     # child.kill() may wait, which is not its business here


def run_all(contenders, runs, limit):
    """Runs them in turn, so that a busy moment of the machine does not meet one of them only."""
    while not all(contender.finished(runs) for contender in contenders):
        for contender in contenders:
            if not contender.finished(runs):
                contender.run(limit)
                sys.stderr.write('.' if contender.failure is None else '!')
                sys.stderr.flush()
    sys.stderr.write('\n')


class Programs:
    """The command lines of all sides."""
    def __init__(self, build, perl, peers):
        self.bin = os.path.join(build, 'bin')
        self.perl, self.peers = perl, []
        for text in peers:
            name, found, command = text.partition('=')
            if not found:
                sys.exit('run.py: --peer wants NAME=COMMAND or NAME@PROGRAM=COMMAND')
            name, _, program = name.partition('@')
            self.peers.append((name, program or 'stackcollapse-perf', shlex.split(command)))

    def threads(self, program):
        """The numbers of threads to run our program with; [None] if it knows nothing of them."""
        text = subprocess.run([os.path.join(self.bin, program), '--help'], stdout=subprocess.PIPE, text=True).stdout
        return [1, 2] if '--threads' in text else [None]

    def ours(self, program, threads=None):
        return [os.path.join(self.bin, program)] + (['--threads', str(threads)] if threads else [])

    def contenders(self, pipeline, files):
        """All who run on the files, which the first program of the pipeline reads."""
        size = sum(map(os.path.getsize, files))
        first, rest = pipeline[0], pipeline[1:]
        for threads in self.threads(first):
            stages = [self.ours(first, threads) + files] + [self.ours(program) for program in rest]
            yield Contender('ours', stages, 'file', threads, size=size)
            if len(pipeline) == len(files) == 1:
                yield Contender('ours', [['cat'] + files, self.ours(first, threads)], 'pipe', threads, True, size)
        if self.perl:
            scripts = [['perl', os.path.join(self.perl, program + '.pl')] for program in pipeline]
            yield Contender('perl', [scripts[0] + files] + scripts[1:], size=size)
        for name, program, command in self.peers:
            if pipeline == [program]:
                left = list(files)
                words = [left.pop(0) if word == '{}' else word for word in command]
                fed = len(left) == len(files)
                yield Contender(name, [['cat'] + files, words] if fed else [words], 'pipe' if fed else 'file',
                                None, fed, size)
        yield Contender('wc', [['wc', '-l'] + files], size=size)
        yield Contender('cat', [['cat'] + files], size=size)

    def growing(self, program, piece, sizes, all_threads):
        """Our program on a piece that is repeated to each of the sizes."""
        for size in sizes:
            times = max(1, round(size / os.path.getsize(piece)))
            feed, size = ['cat'] + [piece] * times, times * os.path.getsize(piece)
            for threads in all_threads:
                yield Contender('ours', [feed, self.ours(program, threads)], 'pipe', threads, True, size)
            yield Contender('cat', [feed], size=size)
