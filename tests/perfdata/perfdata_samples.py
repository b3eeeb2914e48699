# SPDX-License-Identifier: MIT
"""Small recordings for tests, by name: of either byte order, as files and as pipes."""
import struct

from perfdata_writer import (BRANCH_STACK, CALLCHAIN, CPU, GUEST, HYPERVISOR, ID, IDENTIFIER, IN_GUEST_USER, IN_KERNEL, IP,
                             KERNEL, PERIOD, RAW, TID, TIME, TRACING_DATA, USER, Recording)

ALL = IP | TID | TIME | CALLCHAIN | PERIOD | CPU
TEXT = 0xffffffff81000000


def processes(order, pipe):
    """Threads, forks, names, and maps that cover others."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    data.mmap(-1, 0, TEXT, 0x100000, TEXT, '[kernel.kallsyms]_text', misc=IN_KERNEL)
    data.mmap(-1, 0, 0xffffffffc0000000, 0x2000, 0, '/lib/modules/6.1/kernel/nf-nat.ko.xz', misc=IN_KERNEL)
    data.comm(10, 10, 'app')
    data.mmap2(10, 10, 0x1000, 0x4000, 0x100, '/no/app')
    data.mmap2(10, 10, 0x2000, 0x1000, 0, '/no/lib (deleted)')
    data.mmap(10, 10, 0x9000, 0x1000, 0, '//anon')
    data.mmap2(10, 10, 0xa000, 0x1000, 0, '[vdso]', build_id=b'1234567890123456')
    chain = [KERNEL, TEXT + 4, 0xffffffffc0000010, USER, 0x1004, 0x2004, 0x3004, 0x5000, 0x9004, 0xa004]
    data.sample(pid=10, tid=10, time=1000, ip=0x1004, chain=chain)
    data.sample(pid=10, tid=11, time=1001, chain=[0x1004, HYPERVISOR, 5])
    data.sample(pid=-1, tid=-1, time=1002, chain=[USER, 0x1004])
    data.sample(pid=10, tid=10, time=1003, chain=[USER, 0x1004, GUEST])
    data.sample(pid=10, tid=10, time=1003, chain=[USER, 0x1004], misc=IN_GUEST_USER)
    data.fork(20, 20, 10, 10, time=1004)
    data.sample(pid=20, tid=20, time=1005, chain=[USER, 0x1004])
    data.comm(20, 20, 'child', exec=True, time=1006)
    data.mmap2(20, 20, 0x1000, 0x1000, 0, '/no/other', time=1007)
    data.sample(pid=20, tid=20, time=1008, chain=[USER, 0x1004, 0x3004])
    data.exit(20, 20, 20, 20, time=1009)
    data.sample(pid=10, tid=10, time=1010, chain=[USER] + [0x1000 + i for i in range(200)])
    return data


def rounds(order, pipe):
    """Two processors, whose records are not in the order of their times."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    for times in ([5, 9, 12], [4, 9, 11]), ([14, 30], [13, 20]), ([25], [31]):
        for cpu, at in enumerate(times):
            for time in at:
                data.sample(pid=10, tid=10, time=time, cpu=cpu, chain=[USER, 16 * time + cpu])
        data.round()
    data.sample(pid=10, tid=10, time=0, chain=[USER, 0x999])
    return data


def events(order, pipe):
    """Several events; one without call chains."""
    data = Recording(order, pipe)
    data.event(ALL | ID | IDENTIFIER, ids=[1, 2], name='cycles:ppp', kind=0, flags=3 << 15)
    data.event((ALL | ID | IDENTIFIER) & ~CALLCHAIN, ids=[3], name='cpu-clock:u', flags=3 << 5)
    data.comm(10, 10, 'app', time=1)
    data.mmap2(10, 10, 0x1000, 0x4000, 0x100, '/no/app')
    for event, number in (0, 1), (0, 2), (1, 3), (0, 77):
        data.sample(event, 10, 10, 100 + number, 0x1004, cpu=number, period=12345678901, chain=[USER, 0x1004], number=number)
    return data


def branches(order, pipe):
    """Call stacks that the processor recorded."""
    data = Recording(order, pipe)
    data.event(ALL | BRANCH_STACK, name='cycles', kind=0, branch=1 << 11 | 1 << 17)
    data.comm(10, 10, 'app')
    data.mmap2(10, 10, 0x1000, 0x4000, 0, '/no/app')
    data.sample(pid=10, tid=10, time=5, chain=[KERNEL, TEXT, USER, 0x1004], branches=[(0x2000, 0x2100), (0x3000, 0x3100)])
    data.sample(pid=10, tid=10, time=6, chain=[KERNEL, TEXT], branches=[(0x2000, 0x2100)])
    return data


def formats(order, text=b'"filename=%s pid=%d", REC->a, REC->pid'):
    """What a recording says about tracepoints; one of those of ftrace has no number."""
    def sized(text):
        return struct.pack(order + 'Q', len(text)) + text
    head = b'\x17\x08\x44tracing0.6\0' + (b'\0' if order == '<' else b'\1') + b'\x08' + struct.pack(order + 'I', 4096)
    head += b'header_page\0' + sized(b'') + b'header_event\0' + sized(b'') + struct.pack(order + 'I', 1)
    head += sized(b'name: nothing\nID: none\nformat:\n') + struct.pack(order + 'I', 1) + b'sched\0' + struct.pack(order + 'I', 1)
    return head + sized(b'name: sched_exec\nID: 314\nformat:\n\nprint fmt: ' + text + b'\n')


def tracepoint(order, pipe):
    data = Recording(order, pipe)
    data.features[TRACING_DATA] = formats(order)
    data.event(ALL | RAW, kind=2, config=314, name='sched:sched_exec')
    data.sample(pid=10, tid=10, time=5, chain=[USER, 0x1004], raw=b'12345678')
    return data


def recordings():
    for make in processes, rounds, events, branches, tracepoint:
        for order in '<', '>':
            for pipe in False, True:
                name = '%s.%s.%s' % (make.__name__, 'little' if order == '<' else 'big', 'pipe' if pipe else 'file')
                yield name, make(order, pipe).content()
