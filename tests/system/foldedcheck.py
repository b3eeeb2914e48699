#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""foldedcheck.py BIN: what foldedcheck says of made-up profiles, beside the same in Python; its laws; and any bytes."""
import json
import math
import os
import random
import re
import resource
import signal
import xml.etree.ElementTree

from harness import SANITIZED, WRAPPER, check, main, ours, run, scratch

SEEDS = 12
T = {4: 4.604095, 6: 3.707428}       # Student's t, two-sided 99 %, from tables


def make_profile(rng, names, weights):
    """{stack: count} of one run: recursion, shared beginnings, an empty name."""
    counts = {}
    weights = [weight * rng.lognormvariate(0, 0.1) for weight in weights]
    for stack in rng.choices(names, weights, k=rng.randint(500, 3000)):
        counts[stack] = counts.get(stack, 0) + 1
    return counts


def make_sides(rng):
    functions = [b'main', b'a', b'b', b'c d', b'', b'e::f<g>']
    names = list({b';'.join([b'main'] + rng.choices(functions, k=rng.randint(0, 5))) for _ in range(12)})
    weights = [rng.random() for _ in names]
    sides = [[make_profile(rng, names, weights) for _ in range(rng.randint(3, 4))]]
    weights[0] *= 2
    sides.append([make_profile(rng, names, weights) for _ in range(rng.randint(3, 4))])
    return sides


def text(counts, factor=1):
    return b''.join(b'%s %d\n' % (stack, count * factor) for stack, count in sorted(counts.items()))


def write(folder, sides, make=text):
    """Writes the runs; returns the words that name them."""
    words = []
    for side, runs in enumerate(sides):
        words += ['--'] if side else []
        for i, counts in enumerate(runs):
            words.append('%s%d' % ('old' if side == 0 else 'new', i))
            with open(os.path.join(folder, words[-1]), 'wb') as file:
                file.write(make(counts))
    return words


def growth(folder, words, *options, limit='2%'):
    return run(ours('foldedcheck', '--max-growth', limit, *options, *words), cwd=folder)


def samples_of(counts, function, self):
    return sum(count for stack, count in counts.items()
               if function in (stack.split(b';')[-1:] if self else stack.split(b';')))


def wilson(x, n, q):
    p = x / n
    half = q * math.sqrt(q * q + 4 * x * (1 - p))
    return (2 * x + q * q - half) / 2 / (n + q * q), (2 * x + q * q + half) / 2 / (n + q * q)


def limits_of(x, n):
    """The shares of both sides and the limits of their difference, from the numbers of each run."""
    q = T[2 * (min(map(len, n)) - 1)]
    shares, limits = [], []
    for xs, ns in zip(x, n):
        p, k = sum(xs) / sum(ns), len(ns)
        between = k / (k - 1) * sum((a - p * b) ** 2 for a, b in zip(xs, ns)) / sum(ns) ** 2
        design = max(1, between / (p * (1 - p) / sum(ns))) if 0 < p < 1 else 1
        shares.append(p)
        limits.append(wilson(sum(xs) / design, sum(ns) / design, q))
    (l1, u1), (l2, u2) = limits
    g = shares[1] - shares[0]
    return shares + [g - math.hypot(shares[1] - l2, u1 - shares[0]), g + math.hypot(u2 - shares[1], shares[0] - l1)]


def expected(sides, function, self):
    """Shares and limits, from the runs one by one."""
    return limits_of([[samples_of(counts, function, self) for counts in runs] for runs in sides],
                     [[sum(counts.values()) for counts in runs] for runs in sides])


class Moves:
    """Which functions that grew have moved."""

    def __init__(self, sides, limit):
        self.sides, self.limit = sides, limit
        self.parts = {}     # (caller, function), or (caller, None) for its self samples: their numbers in each run
        for side, runs in enumerate(sides):
            for i, counts in enumerate(runs):
                for stack, count in counts.items():
                    frames = stack.split(b';')
                    outermost = {name: at for at, name in reversed(list(enumerate(frames)))}
                    found = [(frames[at - 1], name) for name, at in outermost.items() if at > 0]
                    for part in found + [(frames[-1], None)]:
                        if part not in self.parts:
                            self.parts[part] = [[0] * len(runs) for runs in sides]
                        self.parts[part][side][i] += count

    def whole(self, function):
        return [[samples_of(counts, function, False) for counts in runs] for runs in self.sides]

    def growth(self, part):
        totals = [sum(sum(counts.values()) for counts in runs) for runs in self.sides]
        before, after = (sum(x) / total for x, total in zip(self.parts[part], totals))
        return after - before

    def changed(self, function):
        """1, -1 or 0."""
        before, after, low, high = expected(self.sides, function, False)
        return (after - before > self.limit and low > 0) - (before - after > self.limit and high < 0)

    def entry(self, function, self_samples):
        """The part of a caller that has not grown by which the function grew."""
        if self_samples and self.changed(function) <= 0:
            return function, None
        for _ in range(100):
            grown = [(self.growth(part), part) for part in self.parts if part[1] == function]
            if not grown or max(grown)[0] <= 0:
                return None
            part = max(grown)[1]
            if self.changed(part[0]) <= 0:
                return part
            function = part[0]
        return None

    def within(self, finding, self_samples):
        part = self.entry(finding['name'].encode(), self_samples)
        if part is None or self.changed(part[0]) < 0 or finding['before'] == 1:
            return None
        share, _, _, high = expected(self.sides, part[0], False)
        if high >= finding['growth'] * (1 - share) / (1 - finding['before']):
            return None
        sibling = min((other for other in self.parts if other[0] == part[0]), key=self.growth)
        if -self.growth(sibling) < max(finding['growth'], self.growth(part)) / 2:
            return None
        whole = self.whole(part[0])
        rest = [[a - b for a, b in zip(*both)] for both in zip(whole, self.parts[part])]
        lost = self.parts[sibling]
        for n in (whole, rest):
            if any(sum(b) == 0 or sum(a) > sum(b) for a, b in zip(lost, n)) or limits_of(lost, n)[3] >= 0:
                return None
        return part[0].decode()


def numbers():
    for seed in range(SEEDS):
        sides = make_sides(random.Random(seed))
        with scratch() as folder:
            words = write(folder, sides)
            for self in (False, True):
                result = growth(folder, words, '--json', *(['--self'] if self else []))
                answer = json.loads(result.stdout)
                check('status %d' % seed, result.returncode == answer['status'], result)
                for f in answer['functions']:
                    want = expected(sides, f['name'].encode(), self)
                    got = [f['before'], f['after'], f['low'], f['high']]
                    check('seed %d, %r' % (seed, f['name']),
                          all(abs(a - b) < 1e-6 for a, b in zip(got, want)), (got, want))
                    beyond = f['growth'] > 0.02
                    grown = f['verdict'] in ('regressed', 'new') or (f['verdict'] == 'moved' and f['growth'] > 0)
                    check('verdict', grown == (beyond and f['low'] > 0)
                          and (f['verdict'] == 'cannot tell') == (beyond and f['low'] <= 0), f)
                found = {stack.split(b';')[-1] if self else name for runs in sides for counts in runs
                         for stack in counts for name in stack.split(b';')}
                check('functions', sorted(f['name'].encode() for f in answer['functions']) == sorted(found))


def make_moves(rng, kind):
    """Two sides where a function `grown` got dearer, or was split off from a sibling."""
    weights = {b'main;%s;%s' % (caller, name): rng.uniform(1, 6)
               for caller in (b'a', b'b') for name in (b'c', b'd', b'd;e', b'f;g', b'f;h;g')}
    weights.update({b'main;a': rng.uniform(1, 9), b'idle': rng.uniform(1, 30)})
    siblings = [stack for stack in weights if stack.startswith(b'main;a')]
    amount = rng.uniform(3, 9)
    after = dict(weights)
    grown = rng.choice([b'main;a;grown', b'main;a;f;grown', b'main;a;c;grown;x'])
    if rng.random() < 0.7:
        weights[grown] = after[grown] = rng.uniform(0.5, 3)
    after[grown] = after.get(grown, 0) + amount
    if kind == 'moved':
        source = max(siblings, key=weights.get)
        after[source] = max(0.1, after[source] - amount)
    elif kind == 'busy':
        total = sum(weights[stack] for stack in siblings)
        for stack in siblings:
            after[stack] *= max(0.1, 1 - amount / total)
    sides = []
    for of in (weights, after):
        sides.append([])
        for _ in range(rng.randint(3, 4)):
            varied = {stack: weight * rng.lognormvariate(0, 0.03) for stack, weight in of.items()}
            counts = {}
            for stack in rng.choices(list(varied), list(varied.values()), k=rng.randint(3000, 6000)):
                counts[stack] = counts.get(stack, 0) + 1
            sides[-1].append(counts)
    return sides


def moves():
    met = {kind: 0 for kind in ('moved', 'busy', 'dearer')}
    for kind in met:
        for seed in range(SEEDS):
            sides = make_moves(random.Random(seed), kind)
            with scratch() as folder:
                words = write(folder, sides)
                for self in (False, True):
                    model = Moves(sides, 0.02)
                    result = growth(folder, words, '--json', *(['--self'] if self else []))
                    for f in json.loads(result.stdout)['functions']:
                        if f['verdict'] not in ('regressed', 'new', 'moved') or f['growth'] < 0:
                            continue
                        check('%s, seed %d, %r' % (kind, seed, f['name']), f.get('within') == model.within(f, self), f)
                        met[kind] += f['verdict'] == 'moved'
    check('moved, and only then', met['moved'] > 10 and met['busy'] == met['dearer'] == 0, met)


def laws():
    for seed in range(SEEDS):
        rng = random.Random(seed)
        sides = make_sides(rng)
        with scratch() as folder:
            words = write(folder, sides)
            plain = growth(folder, words, '--json')
            swapped = growth(folder, words[words.index('--') + 1:] + ['--'] + words[:words.index('--')], '--json')
            there = {f['name']: f for f in json.loads(plain.stdout)['functions']}
            for f in json.loads(swapped.stdout)['functions']:
                other = there[f['name']]
                check('the other way round', math.isclose(f['growth'], -other['growth'], abs_tol=1e-8)
                      and math.isclose(f['low'], -other['high'], abs_tol=1e-8), (f, other))

            old = words[:words.index('--')]
            result = growth(folder, old + ['--'] + old, '--json', limit='0%')
            verdicts = {f['verdict'] for f in json.loads(result.stdout)['functions']}
            check('a file against itself', result.returncode == 0 and verdicts == {'within'}, result)

            write(folder, sides, lambda counts: text(counts, 1000))
            result = growth(folder, words, '--json', '--period', '1000')
            check('scaled', result.stdout == plain.stdout and result.returncode == plain.returncode, result)
            check('refused', growth(folder, words).returncode == 2)

            def shuffled(counts):
                lines = [stack for stack, count in counts.items() for _ in range(count)]
                rng.shuffle(lines)
                return b''.join(stack + b' 1\n' for stack in lines)
            write(folder, sides, shuffled)
            result = growth(folder, words, '--json')
            check('in any order', result.stdout == plain.stdout, result)


def any_bytes():
    """All reports are valid, and have a row for each function."""
    for seed in range(SEEDS):
        rng = random.Random(seed)
        odd = [b'|', b'`', b'<', b'&', b'"', b']]>', b'%', b'\\', b'\x00', b'\x1b[0m', b'\x7f', b'\xc2\x85', b'\xff', b'\xef\xbf\xbe',
               b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xe2\x80\xa8', '\u00e9'.encode(), b'::', b'_x_', b'*', b'\r', b'\t']
        names = list({b'm' + b''.join(rng.choices(odd, k=4)) for _ in range(8)})
        sides = [[{b'root;' + name: rng.randint(1, 300) for name in names}] for _ in range(2)]
        with scratch() as folder:
            words = write(folder, sides)
            answer = json.loads(growth(folder, words, '--json').stdout.decode())
            got = {bytes.fromhex(f['name_hex']) if 'name_hex' in f else f['name'].encode() for f in answer['functions']}
            check('json', got == set(names) | {b'root'}, got)
            xml.etree.ElementTree.fromstring(growth(folder, words, '--junit').stdout)
            outputs = {form: growth(folder, words, '--top', '0', *form.split()).stdout.decode()
                       for form in ('', '--markdown', '--github')}
            for form, output in outputs.items():
                check('no control characters: %s' % form, not re.search('[\x00-\x09\x0b-\x1f\x7f-\x9f]', output), output)
            rows = [line for line in outputs['--markdown'].split('\n') if line.startswith('|')]
            check('markdown', len(rows) == len(got) + 2 and all(row.count('|') == 7 for row in rows), rows)
            check('github', all(line.startswith('::') for line in outputs['--github'].split('\n')[:-1]))


def faults():
    """Nothing that goes wrong is a broken limit."""
    words = ours('foldedcheck', '--max-share', '60%')
    with open('/dev/full', 'wb') as full:
        result = run(words, b'a 1\nb 1\n', stdout=full)
    check('full disk', result.returncode == 2 and b'No space left' in result.stderr, result)
    with open('/dev/full', 'wb') as full:
        check('full disk, help', run(ours('foldedcheck', '--help'), stdout=full).returncode == 2)
    reader, writer = os.pipe()
    os.close(reader)
    result = run(words, b'a 1\n', stdout=writer, preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
    os.close(writer)
    check('closed pipe', result.returncode == 141 and not result.stderr, result)
    for data in (b'', b'\n', b'a', b'a 1\nb', b'\x00\n', b'a -1\n', b'a 1 1\n', b'a 1\n' * 3 + b'a 2 3\n', b'a 1' + b'0' * 400 + b'\n'):
        result = run(words, data)
        check('refused: %r' % data[:20], result.returncode == 2 and not result.stdout
              and result.stderr.count(b'\n') == 1, result)
    check('a directory', run(words + ['/']).returncode == 2)
    if not SANITIZED and not WRAPPER:
        data = b''.join(b'a;%x 1\n' % i for i in range(400000))
        result = run(words, data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 ** 24, 2 ** 24)))
        check('no memory', result.returncode == 2 and b'out of memory' in result.stderr, result)


main(numbers, moves, laws, any_bytes, faults)
