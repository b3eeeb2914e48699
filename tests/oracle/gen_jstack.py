# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-jstack: thread dumps of Java."""
import options
import words
from trial import Case

THREADS = [b'main', b'MyProg', b'pool-1-thread-12', b'pool-1-thread-7', b'C1 CompilerThread0', b'C2 CompilerThread1', b'Signal Dispatcher',
           b'Service Thread', b'Attach Listener', b'http-8080-1', b'a-1-2', b'-5', b'x-', b'', b'0', b'a b', b'a;b', b'VM Thread',
           b'C CompilerThread', b'GC task thread#0 (ParallelGC)', b'x-12 ', b'\xc3\xa9-3', b'my Service Thread-1', b'x-1\xd9\xa3']
REST = [b'"', b'" #273 daemon prio=9 os_prio=0 tid=0x00007f273c038800 nid=0xe3c runnable [0x00007f28a30f2000]', b'" prio=5 "x"', b'']
STATES = [b'RUNNABLE'] * 8 + [b'WAITING (parking)', b'BLOCKED (on object monitor)', b'TIMED_WAITING', b'?', b'', b'RUNNABLE x', b'RUNNABLE:',
                              b'NEW', b'BACKGROUND']
FUNCTIONS = [b'java.lang.Thread.run', b'java.net.SocketInputStream.socketRead0', b'java.net.SocketInputStream.read', b'sun.nio.ch.EPoll.wait',
             b'sun.nio.ch.EPollArrayWrapper.epollWait', b'java.net.PlainSocketImpl.socketAccept', b'sun.nio.ch.ServerSocketChannelImpl.accept0',
             b'java.net.DualStackSocketX.accept0', b'com.foo.Bar.<init>', b'com.foo.Bar$$Lambda$1/0x1.run', b'Foo.bar', b'bar', b'', b'.a.b.c',
             b'a.b.', b'a..b', b'com.foo_bar.b-z.Q.run', b'\xc3\xa9.x.Y.z', b'org.x.socketRead0.Y.z', b'java.base@11/java.lang.Object.wait',
             b'a b.c d.E.f', b'java.net.SocketX.accept0 ', b'0']
PLACES = [b'(Native Method)', b'(Thread.java:744)', b'(Unknown Source)', b'', b' ', b'(', b'()(x)']
INFOS = [b'2014-09-14 10:11:12', b'2999-01-01', b'20x4-', b'Full thread dump OpenJDK 64-Bit Server VM (25.1 mixed mode):', b'Full thread',
         b'JNI global references: 1234', b'JNI global references 12', b'   Locked ownable synchronizers:', b'\t- None', b'\t- locked <0x1> (a x.Y)',
         b'- x', b'# comment', b'junk', b'   No compile task', b' "x"', b'at', b'at ', b'   at  x', b'   atx', b'  ', b' 2014-09-14']


def thread(rng, functions):
    lines = []
    if rng.random() < 0.95:
        lines.append(b'"' + rng.choice(THREADS) + rng.choice(REST))
    if rng.random() < 0.93:
        lines.append(b'   java.lang.Thread.State: ' + rng.choice(STATES))
    for _ in range(min(15, words.size(rng))):
        lines.append(rng.choice([b'\tat ', b'        at ', b'at ', b' at']) + rng.choice(functions) + rng.choice(PLACES))
        if rng.random() < 0.1:
            lines.append(rng.choice(INFOS))
    if rng.random() < 0.05:
        lines.append(b'   java.lang.Thread.State: ' + rng.choice(STATES))
    return lines + [b''] * words.choose(rng, [(1, 90), (0, 6), (2, 4)])


def document(rng):
    functions = [rng.choice(FUNCTIONS) if rng.random() < 0.8 else words.name(rng) for _ in range(rng.randint(1, 8))]
    lines = [rng.choice(INFOS + [b'']) for _ in range(rng.choice([0, 0, 1, 2, 4]))]
    for _ in range(words.size(rng)):
        lines += thread(rng, functions)
    return b'\n'.join(lines) + b'\n'


def generate(rng):
    text = words.damaged(rng, document(rng))
    groups = []
    for name in ('include-tname', 'include-tid', 'shorten-pkgs'):
        for _ in range(words.choose(rng, [(0, 6), (1, 4), (2, 1)])):
            groups.append(options.spell(rng, 'stackcollapse-jstack', name))
    if rng.random() < 0.01:
        groups.append(options.spell(rng, 'stackcollapse-jstack', 'help'))
    operands, stdin, files = words.operands(rng, text)
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-jstack', options.mixed(rng, groups, operands), stdin, files, env)
