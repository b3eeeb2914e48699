# SPDX-License-Identifier: MIT
"""Writes small perf.data files, of either byte order, as files and as pipes.

    data = Recording(order='>', pipe=True)
    data.event(IP | TID | TIME | CALLCHAIN | PERIOD, ids=[1], name='cycles')
    data.mmap2(10, 10, 0x1000, 0x2000, 0, '/bin/app')
    data.sample(pid=10, tid=10, time=5, ip=0x1004, chain=[USER, 0x1004])
    data.write('perf.data')
"""
import struct

IP, TID, TIME, ADDR, READ, CALLCHAIN, ID, CPU, PERIOD, STREAM_ID, RAW, BRANCH_STACK, REGS_USER, STACK_USER, WEIGHT, \
    DATA_SRC, IDENTIFIER, TRANSACTION, REGS_INTR, PHYS_ADDR, AUX, CGROUP, DATA_PAGE_SIZE, CODE_PAGE_SIZE, \
    WEIGHT_STRUCT = (1 << bit for bit in range(25))
HYPERVISOR, KERNEL, USER, GUEST = (2 ** 64 - n for n in (32, 128, 512, 2048))
IN_KERNEL, IN_USER, IN_HYPERVISOR, IN_GUEST_KERNEL, IN_GUEST_USER = range(1, 6)
SAMPLE_ID_ALL = 1 << 18
TRACING_DATA, BUILD_ID, HOSTNAME, ARCH, EVENT_DESC, SAMPLE_TIME, COMPRESSED = 1, 2, 3, 6, 12, 21, 27


class Recording:
    """`word`: the bytes of a long of the machine, in which a file counts its features."""

    def __init__(self, order='<', pipe=False, id_all=True, word=8):
        self.order, self.pipe, self.id_all, self.word = order, pipe, id_all, word
        self.events, self.records, self.features = [], [], {}

    def pack(self, codes, *values):
        return struct.pack(self.order + codes, *values)

    def flags(self, flags):
        """Bits of a C struct, which a big-endian machine counts from the highest."""
        if self.order == '<':
            return struct.pack('<Q', flags)
        return bytes(int('{:08b}'.format(byte)[::-1], 2) for byte in struct.pack('<Q', flags))

    def attr(self, sample_type, kind=1, config=0, period=1000, flags=0, size=112, branch=0, stack_user=0, bp=(0, 0), more=b''):
        """The attributes of an event; `more` follows the first 96 bytes."""
        if self.id_all:
            flags |= SAMPLE_ID_ALL
        attr = self.pack('IIQQQQ', kind, size, config, period, sample_type, 0) + self.flags(flags)
        attr += self.pack('IIQQQQIi', 0, bp[0], bp[1], 0, branch, 0, stack_user, 0)
        return (attr + more)[:size].ljust(size, b'\0')

    def event(self, sample_type, ids=(), name=None, branch=0, **of):
        self.events.append({'attr': self.attr(sample_type, branch=branch, **of), 'ids': list(ids), 'name': name, 'type': sample_type,
                            'branch': branch})
        return len(self.events) - 1

    def record(self, kind, content, misc=0, event=None, time=0, pid=0, tid=0, cpu=0):
        """Adds a record; one of the kernel with the ids that all of its records end with."""
        content = content.ljust((len(content) + 7) & ~7, b'\0')
        if event is not None and self.id_all:
            content += self.trailer(self.events[event], time, pid, tid, cpu)
        self.records.append(self.pack('IHH', kind, misc, 8 + len(content)) + content)

    def trailer(self, event, time, pid, tid, cpu):
        has, number = event['type'], (event['ids'] or [0])[0]
        fields = b''
        if has & TID:
            fields += self.pack('ii', pid, tid)
        if has & TIME:
            fields += self.pack('Q', time)
        if has & ID:
            fields += self.pack('Q', number)
        if has & STREAM_ID:
            fields += self.pack('Q', number)
        if has & CPU:
            fields += self.pack('II', cpu, 0)
        if has & IDENTIFIER:
            fields += self.pack('Q', number)
        return fields

    def mmap(self, pid, tid, start, length, offset, name, misc=IN_USER, **of):
        content = self.pack('iiQQQ', pid, tid, start, length, offset) + name.encode() + b'\0'
        self.record(1, content, misc, of.pop('event', 0), pid=pid, tid=tid, **of)

    def mmap2(self, pid, tid, start, length, offset, name, protection=5, flags=2, build_id=None, misc=IN_USER, **of):
        if build_id is None:
            file = self.pack('IIQQ', 8, 1, 77, 0)
        else:
            file = bytes([len(build_id), 0, 0, 0]) + build_id.ljust(20, b'\0')
            misc |= 1 << 14
        content = self.pack('iiQQQ', pid, tid, start, length, offset) + file + self.pack('II', protection, flags)
        self.record(10, content + name.encode() + b'\0', misc, of.pop('event', 0), pid=pid, tid=tid, **of)

    def comm(self, pid, tid, comm, exec=False, **of):
        content = self.pack('ii', pid, tid) + comm.encode() + b'\0'
        self.record(3, content, IN_USER | (1 << 13 if exec else 0), of.pop('event', 0), pid=pid, tid=tid, **of)

    def fork(self, pid, tid, parent_pid, parent_tid, misc=0, kind=7, time=0, **of):
        content = self.pack('iiiiQ', pid, parent_pid, tid, parent_tid, time)
        self.record(kind, content, misc, of.pop('event', 0), time=time, pid=parent_pid, tid=parent_tid, **of)

    def exit(self, *ids, **of):
        self.fork(*ids, kind=4, **of)

    def ksymbol(self, address, length, name, kind=1, flags=0, **of):
        content = self.pack('QIHH', address, length, kind, flags) + name.encode() + b'\0'
        self.record(17, content, IN_KERNEL, of.pop('event', 0), **of)

    def round(self):
        self.record(68, b'')

    def tracing_data(self, content):
        """What a pipe says of tracepoints: a record, and what it counts behind it."""
        content = content.ljust((len(content) + 7) & ~7, b'\0')
        self.record(66, self.pack('I', len(content)))
        self.records.append(content)

    def sample(self, event=0, pid=1, tid=1, time=1, ip=0, cpu=0, period=1, chain=(), branches=(), raw=b'',
               misc=IN_USER, number=None):
        """Adds a sample; fields that are not given are 0."""
        e = self.events[event]
        has = e['type']
        if number is None:
            number = (e['ids'] or [0])[0]
        fields = [(IDENTIFIER, 'Q', [number]), (IP, 'Q', [ip]), (TID, 'ii', [pid, tid]), (TIME, 'Q', [time]),
                  (ADDR, 'Q', [0]), (ID, 'Q', [number]), (STREAM_ID, 'Q', [number]), (CPU, 'II', [cpu, 0]),
                  (PERIOD, 'Q', [period]), (READ, 'Q', [1]),
                  (CALLCHAIN, 'Q%dQ' % len(chain), [len(chain), *chain])]
        content = b''.join(self.pack(codes, *values) for bit, codes, values in fields if has & bit)
        if has & RAW:
            padded = raw + b'\0' * (-(len(raw) + 4) % 8)
            content += self.pack('I', len(padded)) + padded
        if has & BRANCH_STACK:
            content += self.pack('Q', len(branches))
            if e['branch'] & 1 << 17:
                content += self.pack('Q', 0)
            for source, target in branches:
                content += self.pack('QQQ', source, target, 0)
        for bit, codes in ((REGS_USER, 'Q'), (STACK_USER, 'Q'), (WEIGHT, 'Q'), (DATA_SRC, 'Q'), (TRANSACTION, 'Q'),
                           (REGS_INTR, 'Q'), (PHYS_ADDR, 'Q'), (CGROUP, 'Q'), (DATA_PAGE_SIZE, 'Q'),
                           (CODE_PAGE_SIZE, 'Q'), (AUX, 'Q'), (WEIGHT_STRUCT, 'Q')):
            if has & bit:
                content += self.pack(codes, 0)
        self.record(9, content, misc)

    def string(self, text):
        padded = (text.encode() + b'\0').ljust((len(text) + 64) // 64 * 64, b'\0')
        return self.pack('I', len(padded)) + padded

    def build_id(self, name, build_id, misc=IN_USER | 1 << 15):
        """A record of a pipe, and of the section of a file; without 1 << 15 it is one of an old perf, which has no length."""
        content = self.pack('i', -1) + build_id.ljust(20, b'\0') + bytes([len(build_id), 0, 0, 0])
        content += (name.encode() + b'\0').ljust((len(name) + 64) // 64 * 64, b'\0')
        return self.pack('IHH', 67, misc, 8 + len(content)) + content

    def event_desc(self):
        size = len(self.events[0]['attr'])
        text = self.pack('II', len(self.events), size)
        for event in self.events:
            text += event['attr'][:size].ljust(size, b'\0') + self.pack('I', len(event['ids']))
            text += self.string(event['name']) + self.pack('%dQ' % len(event['ids']), *event['ids'])
        return text

    def content(self):
        features = {HOSTNAME: self.string('host'), **self.features}
        features = {number: content for number, content in features.items() if content is not None}
        if self.events and all(event['name'] for event in self.events):
            features.setdefault(EVENT_DESC, self.event_desc())
        magic = b'PERFILE2' if self.order == '<' else b'2ELIFREP'
        return magic + (self.as_pipe(features) if self.pipe else self.as_file(features))

    def as_pipe(self, features):
        parts = [self.pack('Q', 16)]
        for event in self.events:
            content = event['attr'] + self.pack('%dQ' % len(event['ids']), *event['ids'])
            parts.append(self.pack('IHH', 64, 0, 8 + len(content)) + content)
        for number, content in sorted(features.items()):
            content = self.pack('Q', number) + content
            content = content.ljust((len(content) + 7) & ~7, b'\0')
            parts.append(self.pack('IHH', 80, 0, 8 + len(content)) + content)
        return b''.join(parts + self.records)

    def as_file(self, features):
        size = len(self.events[0]['attr']) + 16 if self.events else 128
        ids = [self.pack('%dQ' % len(event['ids']), *event['ids']) for event in self.events]
        at, rows = 104, []
        for event, section in zip(self.events, ids):
            rows.append(event['attr'].ljust(size - 16, b'\0') + self.pack('QQ', at, len(section)))
            at += len(section)
        attrs = b''.join(rows)
        records = b''.join(self.records)
        data = at + len(attrs)
        longs = [sum(1 << number % (8 * self.word) for number in features if number // (8 * self.word) == i) for i in range(32 // self.word)]
        header = self.pack('QQQQQQQQ', 104, size, at, len(attrs), data, len(records), 0, 0)
        header += self.pack('4Q' if self.word == 8 else '8I', *longs)
        end = data + len(records) + 16 * len(features)
        table, sections = b'', b''
        for _, content in sorted(features.items()):
            table += self.pack('QQ', end + len(sections), len(content))
            sections += content
        return header + b''.join(ids) + attrs + records + table + sections

    def at(self, record):
        """Where the record of that index is."""
        content = self.content()
        begin = len(content) - len(b''.join(self.records)) if self.pipe else struct.unpack_from(self.order + 'Q', content, 40)[0]
        return begin + len(b''.join(self.records[:record]))

    def write(self, path):
        with open(path, 'wb') as file:
            file.write(self.content())
