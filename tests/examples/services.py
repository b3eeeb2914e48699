#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""services.py BIN: the services of docs/examples/go are built, and answer as the programs run by hand."""
import glob
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests/system'))
from harness import BIN, check, main, needs, ours, run, scratch, write_script

SOURCE = os.path.join(TOP, 'docs/examples/go')
RECORDINGS = sorted(glob.glob(os.path.join(TOP, 'testdata/recordings/*.perf.txt')))
AT_ONCE = 50


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def eventually(condition):
    """Whether the condition comes true in a while."""
    for _ in range(1000):
        if condition():
            return True
        time.sleep(0.01)
    return False


class Service:
    """A running collapser or renderer, for a `with` statement."""

    def __init__(self, top, name, *options, program=None):
        self.name, self.folder = name, os.path.join(top, 'stored files')
        os.makedirs(self.folder, exist_ok=True)
        if program:
            options = ('-program', program) + options
        self.process = subprocess.Popen(
            [os.path.join(top, 'bin', name), '-listen', '127.0.0.1:0', '-dir', self.folder, *options],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env={'PATH': BIN + ':/usr/bin:/bin'})
        line = self.process.stderr.readline().decode()
        self.port = int(re.search(r'listening on 127\.0\.0\.1:(\d+)', line)[1])
        self.log = []
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr))
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stderr.close()

    def ask(self, method, path, body=None, **more):
        """The status, body and headers of the answer."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        try:
            connection.request(method, path, body, **more)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def draw(self, name, title=''):
        return self.ask('GET', '/svg?' + urllib.parse.urlencode({'name': name, 'title': title}))

    def begin(self, size, data, path='/collapse'):
        """A connection that has sent a part of its body."""
        connection = socket.create_connection(('127.0.0.1', self.port), timeout=60)
        connection.sendall(b'POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s' % (path.encode(), size, data))
        return connection

    def children(self):
        return [pid for path in glob.glob('/proc/%d/task/*/children' % self.process.pid) for pid in read(path).split()]

    def halves(self):
        return [name for name in os.listdir(self.folder) if name.startswith('.')]

    def idle(self):
        """No program runs, and no half file is left."""
        return eventually(lambda: not self.children() and not self.halves() and not self.metrics()['requests_in_flight'])

    def metrics(self):
        text = self.ask('GET', '/metrics')[1].decode()
        return {name: float(value) for name, value in
                re.findall(r'^flamegraph_%s_(\S+) (\S+)$' % self.name, text, re.M)}


def answer(connection):
    """The rest of an answer on a connection that begin() made."""
    reply = http.client.HTTPResponse(connection)
    reply.begin()
    result = reply.status, reply.read()
    reply.close()
    connection.close()
    return result


def build(top):
    """Builds the services as docs/PIPELINE.md says, without network and HOME."""
    folder = os.path.join(top, 'go')
    environment = {'PATH': os.environ['PATH'], 'GOFLAGS': '-mod=mod -buildvcs=false', 'GOPROXY': 'off', 'GO111MODULE': 'on',
                   'GOCACHE': folder + '/cache', 'GOPATH': folder, 'GOTOOLCHAIN': 'local', 'TMPDIR': top}
    result = run(['gofmt', '-l', '.'], cwd=SOURCE, env=environment)
    check('gofmt', result.returncode == 0 and not result.stdout, result)
    for words in (['build', '-o', os.path.join(top, 'bin') + '/', './...'], ['vet', './...'], ['test', '-vet=off', './service']):
        result = run(['go', *words], cwd=SOURCE, env=environment)
        check('go ' + words[0], result.returncode == 0, result)
    # A program that reads nothing and writes nothing.
    write_script(os.path.join(top, 'slow'), 'exec sleep 100\n')


def inputs():
    """As many recordings as are sent at once, no two the same."""
    for number in range(AT_ONCE):
        yield read(RECORDINGS[number % len(RECORDINGS)]).replace(b'cpu-clock', b'cpu-clock%d' % number)[:-1] + \
            b'\nlast %d 1.0: 7 cycles:\n\t1 f%d (/x)\n\n' % (number, number)


def at_once(do, items):
    """Calls do(number, item) for each, in threads; returns the results in their order."""
    results = {}
    threads = [threading.Thread(target=lambda n=n, item=item: results.update({n: do(n, item)}))
               for n, item in enumerate(items)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results.get(n) for n in range(len(threads))]


def fifty(top):
    """Recordings that arrive at once give the bytes of the programs."""
    recordings = list(inputs())
    with Service(top, 'collapser', '-most', '64') as collapser:
        meeting = threading.Barrier(AT_ONCE, timeout=60)
        in_flight = []

        def send(number, text):
            connection = collapser.begin(len(text), text[:1000], '/collapse?label=host-%d' % number)
            if meeting.wait() == 0:
                eventually(lambda: collapser.metrics()['requests_in_flight'] == AT_ONCE)
                in_flight.append((collapser.metrics()['requests_in_flight'], len(collapser.halves())))
            meeting.wait()
            connection.sendall(text[1000:])
            return answer(connection)

        answers = at_once(send, recordings)
        check('all run at once', in_flight == [(AT_ONCE, AT_ONCE)], in_flight)
        names = [body.decode().strip() for status, body in answers if status == 201]
        check('all are stored', len(set(names)) == AT_ONCE and sorted(names) == sorted(os.listdir(collapser.folder)), answers)
        for number, (name, text) in enumerate(zip(names, recordings)):
            check('label of %s' % name, name.startswith('host-%d-' % number))
            by_hand = run(ours('stackcollapse-perf'), text).stdout
            check('folded %s' % name, by_hand and read(os.path.join(collapser.folder, name)) == by_hand)
        check('nothing is left', collapser.idle())
        numbers = collapser.metrics()
        check('metrics', numbers['requests_total{code="201"}'] == AT_ONCE and numbers['errors_total'] == 0 and
              numbers['received_bytes_total'] == sum(map(len, recordings)) and
              numbers['sent_bytes_total'] == sum(len(body) for _, body in answers) and
              numbers['request_duration_seconds_count'] == AT_ONCE and numbers['request_duration_seconds_sum'] > 0, numbers)
        lint(collapser)
    with Service(top, 'renderer', '-most', '64') as renderer:
        pictures = at_once(lambda number, name: renderer.draw(name, 'Host <%d> & "é"' % number), names)
        for number, (name, (status, svg, headers)) in enumerate(zip(names, pictures)):
            by_hand = run(ours('flamegraph', '--title=Host <%d> & "é"' % number, os.path.join(renderer.folder, name))).stdout
            check('picture of %s' % name, status == 200 and svg == by_hand and b'<rect' in svg, status, len(svg), len(by_hand))
        check('type', headers['Content-Type'] == 'image/svg+xml' and "default-src 'none'" in headers['Content-Security-Policy'])
        numbers = renderer.metrics()
        check('metrics of pictures', numbers['requests_total{code="200"}'] == AT_ONCE and numbers['received_bytes_total'] == 0 and
              numbers['sent_bytes_total'] == sum(len(svg) for _, svg, _ in pictures), numbers)
        check('no half picture', renderer.idle())
        lint(renderer)


def lint(service):
    if shutil.which('promtool'):
        result = run(['promtool', 'check', 'metrics'], service.ask('GET', '/metrics')[1])
        check('promtool', result.returncode == 0 and not result.stderr, result)


def cancelled(top):
    """A client that goes away ends the program, and leaves no half file."""
    text = read(RECORDINGS[0])
    with Service(top, 'collapser') as collapser:
        before = os.listdir(collapser.folder)
        connections = [collapser.begin(10 * len(text), text) for _ in range(5)]
        check('programs run', eventually(lambda: len(collapser.children()) == 5 and len(collapser.halves()) == 5),
              collapser.children(), collapser.halves())
        for connection in connections:
            connection.close()
        check('an upload is cancelled', collapser.idle(), collapser.children(), collapser.halves())
        check('nothing is stored', os.listdir(collapser.folder) == before)
        check('metrics of the cancelled', collapser.metrics()['requests_total{code="499"}'] == 5, collapser.metrics())
    slow = os.path.join(top, 'slow')
    stored = min(os.listdir(os.path.join(top, 'stored files')))
    with Service(top, 'collapser', program=slow) as collapser, Service(top, 'renderer', program=slow) as renderer:
        upload = b'POST /collapse HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\na 1\n'
        for service, request, count in (
                (collapser, upload % 4, 1), (collapser, upload % 100, 2),
                (renderer, b'GET /svg?name=%s HTTP/1.1\r\nHost: x\r\n\r\n' % stored.encode(), 1)):
            connection = socket.create_connection(('127.0.0.1', service.port), timeout=60)
            connection.sendall(request)
            check('%s runs' % service.name, eventually(service.children))
            connection.close()
            check('%s: a request that waits is cancelled' % service.name, service.idle(), service.children(), service.halves())
            check('%s: metrics' % service.name, service.metrics()['requests_total{code="499"}'] == count, service.metrics())


def limits(top):
    """Too large, too many, too slow."""
    text = read(RECORDINGS[0])
    with Service(top, 'collapser', '-limit', str(len(text) - 1)) as collapser:
        before = os.listdir(collapser.folder)
        connection = collapser.begin(len(text), b'')
        status, body = answer(connection)
        check('too large, before it is sent', status == 413, status, body)
        status, body, _ = collapser.ask('POST', '/collapse', iter([text]), encode_chunked=True,
                                        headers={'Transfer-Encoding': 'chunked'})
        check('too large, of unknown size', status == 413, status, body)
        check('nothing is left of it', collapser.idle() and os.listdir(collapser.folder) == before)
        check('what fits', collapser.ask('POST', '/collapse', read(RECORDINGS[1])[:len(text) - 1])[0] == 201)
    slow = os.path.join(top, 'slow')
    with Service(top, 'collapser', '-most', '2', program=slow) as collapser:
        connections = [collapser.begin(4, b'a 1\n') for _ in range(2)]
        check('two run', eventually(lambda: len(collapser.children()) == 2))
        status, _, headers = collapser.ask('POST', '/collapse', b'a 1\n')
        check('too many', status == 503 and headers['Retry-After'] == '1', status)
        for connection in connections:
            connection.close()
        check('room again', collapser.idle())
    with Service(top, 'collapser', '-timeout', '300ms', program=slow) as collapser:
        check('a slow program', collapser.ask('POST', '/collapse', b'a 1\n')[0] == 504)
        status, body = answer(collapser.begin(100, b'a 1\n'))
        check('a slow client', status == 408, status, body)
        check('no slow program is left', collapser.idle())
    large = os.path.join(top, 'stored files', 'large.folded')
    with Service(top, 'renderer', '-limit', '10') as renderer, open(large, 'w') as file:
        file.write('main;work 100\n')
        file.flush()
        check('a large stored file', renderer.draw('large.folded')[0] == 413)


def memory(top):
    """A recording is not held in memory."""
    text = read(RECORDINGS[0]) * 100
    size = 16 * len(text)
    with Service(top, 'collapser') as collapser:
        connection = collapser.begin(size, b'')
        for _ in range(16):
            connection.sendall(text)
        status, _ = answer(connection)
        peak = int(re.search(r'VmHWM:\s+(\d+)', read('/proc/%d/status' % collapser.process.pid).decode())[1]) << 10
        check('memory of the service', status == 201 and size > 100e6 and peak < 40e6, status, size, peak)


def refused(top):
    """What is wrong with a request is said, with the program's own words where they are known."""
    with Service(top, 'collapser') as collapser:
        before = os.listdir(collapser.folder)
        for text in (b'hello\n', b'', bytes(range(256))):
            by_hand = run(ours('stackcollapse-perf'), text)
            line = by_hand.stderr.decode(errors='replace').strip().split('\n')[-1]
            status, body, _ = collapser.ask('POST', '/collapse', text)
            expected = (422, line) if by_hand.returncode else (201, None)
            check('input %r' % text[:10], (status, body.decode().strip() if by_hand.returncode else None) == expected,
                  status, body, by_hand)
            if not by_hand.returncode:
                os.remove(os.path.join(collapser.folder, body.decode().strip()))
        for label in ('../x', 'a/b', 'A', 'a%00', '.', '%2e%2e'):
            check('label ' + label, collapser.ask('POST', '/collapse?label=' + label, b'')[0] == 400)
        status, _, headers = collapser.ask('GET', '/collapse')
        check('method', status == 405 and headers['Allow'] == 'POST')
        check('nothing is stored', collapser.idle() and os.listdir(collapser.folder) == before)
        numbers = collapser.metrics()
        check('errors add up', numbers['errors_total'] == sum(
            value for name, value in numbers.items() if re.match(r'requests_total\{code="[45]', name)), numbers)
        check('health', collapser.ask('GET', '/healthz')[:2] == (200, b'ok\n'))
    with open(os.path.join(top, 'secret.folded'), 'w') as secret, \
            open(os.path.join(top, 'stored files', 'bad.folded'), 'w') as bad:
        secret.write('secret 1\n')
        bad.write('x\n')
    with Service(top, 'renderer') as renderer:
        for name in ('../secret.folded', '..%2fsecret.folded', top + '/secret.folded', '.', '', './bad.folded',
                     'x/../bad.folded', 'bad.folded\0', 'bad.folded\n', '.part-1', '-', '--help'):
            status, body, _ = renderer.draw(name)
            check('name %r' % name, status == 400 and b'secret 1' not in body, status, body)
        check('no such name', renderer.draw('none.folded')[0] == 404)
        check('title', [renderer.draw('bad.folded', title)[0] for title in ('a' * 201, 'a\nb', 'a\0')] == [400] * 3)
        status, body, _ = renderer.draw('bad.folded')
        check('a stored file that is not folded', status == 422 and body.startswith(b'flamegraph: no stack with a count'),
              status, body)
    with Service(top, 'collapser', program='/nonexistent') as collapser:
        check('no program', collapser.ask('POST', '/collapse', b'')[0] == 500 and collapser.idle())
    result = run([os.path.join(top, 'bin/collapser'), '-dir', os.path.join(top, 'nowhere')])
    check('no folder', result.returncode == 1 and b'is not a folder' in result.stderr, result)


def ended(top):
    """SIGTERM: what runs is done first, for a while."""
    text = read(RECORDINGS[0])
    with Service(top, 'collapser') as collapser:
        connection = collapser.begin(len(text), text[:1000])
        check('it runs', eventually(collapser.children))
        collapser.process.send_signal(signal.SIGTERM)
        check('it is ending', eventually(lambda: any(b'ending' in line for line in collapser.log)))
        try:
            collapser.ask('GET', '/healthz')
            check('nothing new is taken', False)
        except OSError:
            check('nothing new is taken', True)
        connection.sendall(text[1000:])
        check('what runs is done', answer(connection)[0] == 201)
        check('it ends well', collapser.process.wait(20) == 0)
    with Service(top, 'collapser', '-grace', '100ms') as collapser:
        before = os.listdir(collapser.folder)
        connection = collapser.begin(len(text), text[:1000])
        check('it runs', eventually(collapser.children))
        child = collapser.children()[0].decode()
        collapser.process.send_signal(signal.SIGTERM)
        check('it ends in time', collapser.process.wait(20) == 1)
        check('nothing is left at the end', os.listdir(collapser.folder) == before and not os.path.exists('/proc/' + child))
        connection.close()


def services():
    needs('go', 'gofmt', 'sleep')
    with scratch() as top:
        build(top)
        for part in (fifty, cancelled, limits, memory, refused, ended):
            part(top)


main(services)
