# SPDX-License-Identifier: MIT
"""Small recordings for tests, by name: of either byte order, as files and as pipes."""
import struct

from perfdata_writer import (BRANCH_STACK, BUILD_ID, CALLCHAIN, CPU, GUEST, HYPERVISOR, ID, IDENTIFIER, IN_GUEST_KERNEL, IN_GUEST_USER,
                             IN_KERNEL, IN_USER, IP, KERNEL, PERIOD, RAW, TID, TIME, TRACING_DATA, USER, Recording)

ALL = IP | TID | TIME | CALLCHAIN | PERIOD | CPU
TEXT, MODULE = 0xffffffff81000000, 0xffffffffc0000000


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


def chains(order, pipe):
    """Marks of no use in the parts of a call stack that the processor recorded in part."""
    data = Recording(order, pipe)
    data.event(ALL | RAW | BRANCH_STACK, name='cycles', kind=0, branch=1 << 11)
    data.comm(10, 10, 'app')
    data.mmap2(10, 10, 0x1000, 0x4000, 0, '/no/app')
    for chain, branches in (([KERNEL, TEXT, GUEST, USER, 0x1004], [(0x2000, 0x2100)]), ([USER, 0x1004], [(0x2000, GUEST)]),
                            ([USER, 0x1004], [(0x2000, 0x2100), (GUEST, 0x3000)]),
                            ([KERNEL, TEXT, USER, 0x1004], [(GUEST, 0x3000)]), ([USER, 0x1004], [(0x2000, 0x2100)])):
        data.sample(pid=10, tid=10, time=5, chain=chain, branches=branches, raw=b'1234')
    return data


def kernel(order, pipe):
    """Programs of bpf that come and go, modules, and maps of the kernel that are none."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    data.comm(10, 10, 'app')
    data.mmap(-1, 0, TEXT, 0x100000, TEXT, '[kernel.kallsyms]_text', misc=IN_KERNEL)
    data.mmap(-1, 0, MODULE, 0x1000, 0, '[nf]', misc=IN_KERNEL)
    data.mmap(-1, 0, MODULE + 0x1000, 0x1000, 0, 'no module', misc=IN_KERNEL)
    data.mmap(-1, 0, MODULE + 0x2000, 0x1000, 0, '/lib/modules/6.1/guest.ko', misc=IN_GUEST_KERNEL)
    data.mmap(-1, 0, MODULE + 0x3000, 0, 0, '[empty]', misc=IN_KERNEL)

    def chain(*offsets):
        data.sample(pid=10, tid=10, time=chain.time, chain=[KERNEL, *(MODULE + n for n in offsets), TEXT + 4])
        chain.time += 1
    chain.time = 1000
    chain(4, 0x1004, 0x2004, 0x3000, 0x4004)
    data.ksymbol(MODULE + 0x4000, 0x100, 'bpf_prog_1', time=1000)
    data.ksymbol(MODULE + 0x4080, 0x100, 'bpf_prog_within', time=1000)
    data.ksymbol(MODULE + 0x5000, 0, 'bpf_prog_empty', time=1000)
    data.ksymbol(2 ** 64 - 8, 16, 'bpf_prog_around', time=1000)
    chain(0x4004, 0x4084, 0x4104, 0x5000)
    data.ksymbol(TEXT, 0x100, 'gone', flags=1, time=1001)
    data.ksymbol(MODULE + 0x6000, 0x100, 'gone', flags=1, time=1001)
    data.ksymbol(MODULE + 0x4000, 0x100, 'bpf_prog_1', flags=1, time=1001)
    chain(0x4004)
    data.ksymbol(MODULE + 0x4000, 0x100, 'bpf_prog_2', time=1002)
    data.ksymbol(MODULE, 0x1000, '[nf]', flags=1, time=1002)
    chain(4, 0x4004)
    for misc in IN_GUEST_KERNEL, IN_GUEST_USER:
        data.sample(pid=10, tid=10, time=1004, chain=[KERNEL, TEXT + 4], misc=misc)
    return data


def whole(order, pipe):
    """A map of the kernel without bounds, in which no program of bpf begins or ends."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    data.mmap(-1, 0, 0, 0, 0, '[kernel.kallsyms]_text', misc=IN_KERNEL)
    for flags in 0, 1:
        data.ksymbol(MODULE, 0x100, 'bpf_prog', flags=flags, time=1)
        data.sample(pid=10, tid=10, time=1, chain=[KERNEL, TEXT + 4, MODULE + 4, 2 ** 63, 2 ** 64 - 4096])
    return data


def build_ids(order, pipe, **of):
    """Files whose build-ids are said before; what is asked of the resolver."""
    data = Recording(order, pipe, **of)
    data.event(ALL)
    ids = [data.build_id(name, bytes([n]) * 20, misc) for n, (name, misc) in enumerate((
        ('[kernel.kallsyms]', IN_KERNEL | 1 << 15), ('/lib/nf-nat.ko.xz', IN_KERNEL | 1 << 15), ('/no/app', IN_USER | 1 << 15),
        ('/no/app', IN_USER | 1 << 15), ('/no/old', IN_USER), ('[vdso]', IN_USER | 1 << 15), ('/no/own', IN_USER | 1 << 15)))]
    ids += [data.build_id('/no/short', b'\x66' * 8), data.build_id('/no/older', b'\x77' * 15 + bytes(1), IN_USER)]
    if pipe:
        data.records += ids
    else:
        data.features[BUILD_ID] = b''.join(ids)
    data.mmap(-1, 0, TEXT, 0x100000, TEXT, '[kernel.kallsyms]_text', misc=IN_KERNEL)
    data.mmap(-1, 0, MODULE, 0x1000, 0, '/lib/nf-nat.ko.xz', misc=IN_KERNEL)
    data.mmap(-1, 0, MODULE + 0x1000, 0x1000, 0, '[nf]', misc=IN_KERNEL)
    data.ksymbol(MODULE + 0x2000, 0x100, 'bpf_prog_1')
    chain = [KERNEL, TEXT + 4, MODULE + 4, MODULE + 0x1004, MODULE + 0x2004, USER]
    for at, name in enumerate(('/no/app', '/no/app', '/no/old', '[vdso]', '/no/none', '[heap]', '/no/short', '/no/older')):
        data.mmap(10, 10, 0x1000 * (at + 1), 0x1000, 0, name, misc=IN_USER | (1 << 13 if name == '[heap]' else 0))
        chain += [0x1000 * (at + 1) + 4, 0x1000 * (at + 1) + 8]
    data.mmap2(10, 10, 0x10000, 0x1000, 0, '/no/own', build_id=b'owns')
    data.mmap2(10, 10, 0x11000, 0x1000, 0, '/no/own', build_id=b'owns')
    data.mmap2(10, 10, 0x12000, 0x1000, 0, '/no/own')
    data.sample(pid=10, tid=10, time=5, chain=[*chain, 0x10004, 0x11008, 0x12004])
    return data


def threads(order, pipe):
    """Threads whose process is known late, and ids that are used again."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    data.comm(10, 10, 'app', time=1)
    data.comm(11, 11, 'app', time=1)
    data.mmap2(10, 10, 0x1000, 0x1000, 0, '/no/app', time=2)
    data.comm(-1, 30, 'late', time=2)

    def sample(pid, tid):
        data.sample(pid=pid, tid=tid, time=sample.time, chain=[USER, 0x1004])
        sample.time += 1
    sample.time = 1000
    sample(-1, 30)
    sample(10, 30)
    data.fork(10, 30, 11, 11, time=1001)
    sample(10, 30)
    data.fork(12, 12, 10, 10, misc=1 << 13, time=1002)
    sample(12, 12)
    data.fork(13, 13, 40, 10, time=1003)
    sample(13, 13)
    sample(40, 10)
    data.fork(14, 14, 12, 12, time=1005)
    sample(14, 14)
    return data


def memory(order, pipe):
    """What is mapped without a file, or as no code; perf reads what the latter is in its own byte order."""
    data = Recording(order, pipe)
    data.event(ALL, name='cycles')
    data.comm(10, 10, 'app')
    chain = [USER]
    for at, (name, of) in enumerate((('[heap]', {}), ('[stack]', {}), ('/SYSV00000000', {}), ('//anon', {'protection': 3}),
                                     ('/memfd:huge', {'flags': 0x40002}), ('/anon_hugepage (deleted)', {}), ('/dev/zero', {}),
                                     ('[vdso]', {}), ('/no/app', {'protection': 1}))):
        data.mmap2(10, 10, 0x10000 * (at + 1), 0x1000, 0x500, name, **of)
        chain.append(0x10000 * (at + 1) + 4)
    data.mmap(10, 10, 0x100000, 0x1000, 0, '//anon', misc=IN_USER | 1 << 13)
    data.mmap(10, 10, 0x110000, 0, 0, '/no/empty')
    data.mmap(0, 0, 0x1000, 0x1000, 0, '//anon')
    data.sample(pid=10, tid=10, chain=[*chain, 0x100004, 0x110000])
    data.sample(pid=0, tid=0, chain=[USER, 0x1004])
    return data


def names(order, pipe):
    """In a pipe, perf makes up the names of events that lack what it prints of the first one of their type."""
    data = Recording(order, pipe)
    for number, (sample_type, of) in enumerate(((ALL & ~TIME, {'name': 'x'}), (ALL, {'name': 'y', 'config': 1}), (ALL, {'name': 'z', 'kind': 4}),
                                                (ALL, {'name': 'cycles', 'kind': 0}), (ALL & ~TIME, {'name': 'no cycles', 'kind': 0}))):
        data.event(sample_type | IDENTIFIER, ids=[number + 1], **of)
        data.sample(number, pid=10, tid=10, time=1000, chain=[USER, 0x1004 + number])
    return data


def updates(order, pipe):
    """Names that change."""
    data = Recording(order, pipe)
    data.event(ALL | ID, ids=[1], name='a')
    data.event(ALL | ID, ids=[2], name='b')
    for number in 1, 2, 77, 0:      # 0 stands for the first
        data.record(78, data.pack('QQ', 2, number) + b'name%d\0' % number)
    data.record(78, data.pack('QQ', 1, 2) + b'unit\0')
    for event, number in (0, 1), (1, 2), (0, 0):
        data.sample(event, pid=10, tid=10, chain=[USER, 0x1004], number=number)
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
    for make in processes, rounds, events, branches, chains, kernel, whole, threads, memory, names, updates, tracepoint:
        for order in '<', '>':
            for pipe in False, True:
                name = '%s.%s.%s' % (make.__name__, 'little' if order == '<' else 'big', 'pipe' if pipe else 'file')
                yield name, make(order, pipe).content()
