# SPDX-License-Identifier: MIT
"""Recordings that are left to perf, and recordings with something wrong: of either byte order, as files and as pipes."""
import struct

from perfdata_samples import ALL, formats
from perfdata_writer import (ADDR, ARCH, AUX, BRANCH_STACK, BUILD_ID, CALLCHAIN, COMPRESSED, CPU, EVENT_DESC, ID, IDENTIFIER, IP, PERIOD,
                             RAW, READ, REGS_USER, STACK_USER, STREAM_ID, TIME, TRACING_DATA, USER, WEIGHT, WEIGHT_STRUCT, Recording)

AUXTRACE, STAT, DIR_FORMAT = 18, 19, 24
NEWER, PROCESSOR = 'an event has attributes that are newer than this program', 'it has traces of the processor'
NEWER_RECORD, PERF_STAT = 'it has records that are newer than this program', 'it is of perf stat'
Z, MEMORY = 'it is compressed (perf record -z)', 'it has samples of memory accesses'
NO_PATH = 'of a pipe, perf prints no frames of events of one machine'
PIPED_TRACE = 'of a pipe, perf prints the frames of tracepoints without modules'

# An event, and why its samples take perf in a file and in a pipe; None: they do not.
EVENTS = (
    ({}, None, None),
    ({'size': 144, 'more': bytes(39) + b'\1'}, None, None),
    ({'size': 144, 'more': bytes(40) + b'\1'}, NEWER, NEWER),
    ({'flags': 1 << 37}, None, None),
    ({'flags': 1 << 38}, NEWER, NEWER),
    ({'sample_type': ALL | 1 << 25}, NEWER, NEWER),
    ({'sample_type': ALL | REGS_USER | STACK_USER}, None, None),
    ({'sample_type': ALL | REGS_USER, 'stack_user': 8192}, None, None),
    ({'sample_type': ALL | REGS_USER | STACK_USER, 'stack_user': 8192}, *2 * ('its stacks have to be unwound (--call-graph dwarf)',)),
    ({'sample_type': ALL | AUX}, PROCESSOR, PROCESSOR),
    ({'config': 10}, *2 * ('it has output of bpf programs',)),
    ({'kind': 0, 'config': 10}, None, None),
    ({'kind': 0, 'config': 4, 'period': 2}, None, None),
    ({'kind': 0, 'config': 4, 'period': 1}, *2 * ('it has a trace of all branches',)),
    ({'sample_type': ALL | ADDR | STREAM_ID | WEIGHT}, None, None),
    ({'kind': 4, 'sample_type': ALL | ADDR}, MEMORY, MEMORY),
    ({'kind': 5, 'sample_type': ALL | WEIGHT_STRUCT}, MEMORY, MEMORY),
    ({'kind': 5}, None, None),
    ({'sample_type': ALL | READ}, *2 * ('its samples have the values of counters (a group of events with :S)',)),
    ({'sample_type': ALL & ~IP}, *2 * ('its samples have no addresses',)),
    ({'kind': 8}, None, NO_PATH),
    ({'kind': 2, 'config': 314, 'sample_type': (ALL | RAW) & ~CALLCHAIN}, *2 * ('a tracepoint has no call chains',)),
    ({'kind': 2, 'config': 315, 'sample_type': ALL | RAW}, 'it does not describe a tracepoint', PIPED_TRACE),
)
# What uname says of the processor.
MACHINES = (
    ('x86_64', {'sample_type': ALL | REGS_USER}, None),
    ('aarch64', {}, None),
    ('aarch64', {'sample_type': ALL | REGS_USER}, 'the callers of leaf functions have to be unwound (Arm)'),
    ('ppc64le', {'sample_type': ALL & ~CALLCHAIN}, None),
    ('ppc64le', {}, 'the callers of leaf functions depend on debug information (PowerPC)'),
)
FEATURES = ((AUXTRACE, PROCESSOR), (STAT, PERF_STAT), (DIR_FORMAT, 'it is one file of a folder'), (COMPRESSED, Z), (28, None),
            (255, None))
RECORDS = ((22, NEWER_RECORD), (63, NEWER_RECORD), (69, None), (70, PROCESSOR), (71, PROCESSOR), (72, PROCESSOR), (73, None),
           (75, PERF_STAT), (76, PERF_STAT), (77, PERF_STAT), (81, Z), (82, None), (83, NEWER_RECORD), (2 ** 32 - 1, NEWER_RECORD))
SEVERAL, FORMS = ALL | ID | IDENTIFIER, 'its events have samples of different forms'
# What two events have in their samples, and the flags of the second.
PAIRS = (
    (SEVERAL, SEVERAL, 1 << 18, None), (SEVERAL, SEVERAL, 0, FORMS), (SEVERAL, ALL | ID, 1 << 18, FORMS),
    (ALL | ID, ALL | ID, 1 << 18, None), (ALL | ID, (ALL | ID) & ~TIME, 1 << 18, FORMS),
    (ALL | ID, (ALL | ID) & ~PERIOD, 1 << 18, None), (ALL | ID, (ALL | ID) & ~CPU, 1 << 18, FORMS),
    (ALL | ID, ALL | ID | STREAM_ID, 1 << 18, FORMS), (ALL, ALL, 1 << 18, FORMS),
)
# What "print fmt: " says of a tracepoint.
FORMATS = ((b'"pid=%d", REC->pid', None), (b'"comm=%s", REC->comm', 'the fields of a tracepoint may look like the name of an event'))


def recording(order='<', pipe=False, features=None, id_all=True, **event):
    """One sample of one event."""
    data = Recording(order, pipe, id_all)
    data.features.update(features or {})
    data.event(**{'sample_type': ALL, 'name': 'cycles', **event})
    sample(data)
    return data


def sample(data, **of):
    data.sample(**{'pid': 10, 'tid': 10, 'time': 1000, 'ip': 0x1004, 'chain': [USER, 0x1004], **of})


def two_events(order, pipe, first, second, flags=0):
    data = Recording(order, pipe, id_all=False)
    data.event(first, ids=[1], name='a', flags=1 << 18)
    data.event(second, ids=[2], name='b', flags=flags)
    sample(data)
    return data


def late(order):
    """What a pipe says after the first samples: a feature, another event, whatever the events are called."""
    for name in 'cycles', '':
        for kind, content, reason in (80, struct.pack(order + 'QQ', COMPRESSED, 0), Z), (64, Recording(order).attr(ALL | AUX), PROCESSOR):
            data = recording(order, True, name=name)
            data.features[EVENT_DESC] = data.event_desc()
            data.record(kind, content)
            sample(data)
            yield 'record %d after samples of "%s"' % (kind, name), data, reason


def left_to_perf():
    """(name, recording, reason); the reason is None where it is read without perf."""
    for order in '<', '>':
        for pipe in False, True:
            form = ' %s%s' % (order, 'pipe' if pipe else 'file')
            for event, in_file, in_pipe in EVENTS:
                features = {TRACING_DATA: formats(order)} if event.get('kind') == 2 and not pipe else None
                yield repr(event) + form, recording(order, pipe, features, **event), in_pipe if pipe else in_file
            for arch, event, reason in MACHINES:
                data = recording(order, pipe, **event)
                data.features[ARCH] = data.string(arch)
                yield arch + form, data, reason
            for feature, reason in FEATURES:
                yield 'feature %d%s' % (feature, form), recording(order, pipe, {feature: bytes(64)}), reason
            for kind, reason in RECORDS:
                data = recording(order, pipe)
                data.record(kind, bytes(8), event=0 if kind < 64 else None)
                yield 'record %d%s' % (kind, form), data, reason
            if pipe:    # the first that it has
                data = recording(order, True)
                data.record(81, bytes(8))
                data.records.reverse()
                yield 'a compressed record first' + form, data, Z
            for first, second, flags, reason in PAIRS:
                yield '%x and %x, flags %x%s' % (first, second, flags, form), two_events(order, pipe, first, second, flags), reason
        event = {'kind': 2, 'config': 314, 'sample_type': ALL | RAW}
        for text, reason in FORMATS:
            yield text.decode() + order, recording(order, False, {TRACING_DATA: formats(order, text)}, **event), reason
        data = recording(order, True)
        data.events[0]['attr'] = data.pack('II', 1, 0) + data.attr(ALL, size=64)[8:]
        yield 'an event of the first version' + order, data, None
        for event, reason in ({}, None), ({'kind': 2, 'config': 314, 'sample_type': ALL | RAW}, PIPED_TRACE):
            data = recording(order, True, **event)
            data.tracing_data(formats(order))
            data.records = data.records[1:] + data.records[:1]
            yield 'tracing data in %r%s' % (event, order), data, reason
        yield 'no formats' + order, recording(order, **event), 'it does not describe a tracepoint'
        yield from ((name + order, data, reason) for name, data, reason in late(order))


# What is too short of a record that has no ids at its end: its kind, and the bytes that it takes.
SHORT = ((1, 32), (10, 64), (3, 8), (7, 16), (17, 16))
CUT, SIZE, TOO_SHORT = 'the recording is cut in a record', 'a record has a wrong size', 'a record is too short'
HEADER, MALFORMED = 'a record of the header is malformed or cut', 'a section of the header is malformed or cut'


def wrong_records(order, pipe):
    """(name, recording, index of the record, message, samples before it) of those that are wrong in any form."""
    pack = Recording(order).pack
    for size in 0, 7:
        data = recording(order, pipe)
        data.records.append(pack('IHH', 9, 0, size))
        sample(data)
        yield 'a record of %d bytes' % size, data, 1, SIZE, 1
    for n in 4, 8, 40:
        data = recording(order, pipe)
        data.records.append(data.records[0][:n])
        yield 'the last %d bytes' % n, data, 1, CUT if pipe else SIZE, 1
    for kind, least in SHORT:
        for n in least, least - 8:
            data = recording(order, pipe, id_all=False)
            data.record(kind, bytes(n))
            sample(data)
            yield 'record %d of %d bytes' % (kind, n), data, 1, None if n == least else TOO_SHORT, 2 if n == least else 1
    data = recording(order, pipe)
    data.record(3, b'')
    yield 'a record without its ids', data, 1, TOO_SHORT, 1
    for sample_type, content, message in ((ALL, pack('QiiQIIQQ', 4096, 1, 1, 5, 0, 0, 1, 2), 'a sample is too short'),
                                          (ALL, pack('QiiQIIQQ', 4096, 1, 1, 5, 0, 0, 1, 2 ** 61), 'a sample is too short'),
                                          (ALL | BRANCH_STACK, pack('QiiQIIQQQ', 4096, 1, 1, 5, 0, 0, 1, 0, 1), 'a sample is too short'),
                                          (ALL | BRANCH_STACK | RAW, pack('QiiQIIQQI', 4096, 1, 1, 5, 0, 0, 1, 0, 9), 'a sample is too short'),
                                          (ALL, pack('Qii', 4096, 1, 1), TOO_SHORT)):
        data = recording(order, pipe, sample_type=sample_type)
        data.record(9, content)
        yield 'a sample of %d bytes' % len(content), data, 1, message, 1 if message == TOO_SHORT else 0
    for sample_type in SEVERAL, ALL | ID:
        data = two_events(order, pipe, sample_type, sample_type, 1 << 18)
        data.events[0]['ids'][0], data.id_all = 7, True
        data.comm(1, 1, 'x', time=5)
        data.events[0]['ids'][0] = 1
        yield 'an id of no event in %x' % sample_type, data, 1, 'a record is of no known event', 1
        data = two_events(order, pipe, sample_type, sample_type)
        data.events[0]['attr'] = data.attr(sample_type)
        sample(data, number=7)
        yield 'a sample of no event in %x' % sample_type, data, 1, 'a record is of no known event', 1
    for kind, content in ((64, b''), (64, pack('II', 1, 63) + bytes(56)), (64, pack('II', 1, 72) + bytes(56)), (66, b''),
                          (66, pack('I', 2 ** 31)), (67, bytes(20)), (67, bytes(4 + 20) + b'\x15' + bytes(3) + b'x\0'),
                          (78, bytes(8)), (80, b''), (80, pack('QI', ARCH, 64))):
        data = recording(order, pipe)
        data.record(kind, content, misc=1 << 15)
        yield 'record %d of %d bytes' % (kind, len(content)), data, 1, HEADER, 1
    if pipe:
        data = Recording(order, True)
        data.record(78, pack('QQ', 2, 0) + b'name\0')
        data.record(3, bytes(8))
        yield 'no events', data, 1, 'a record is of no known event', 0
        data = recording(order, True)
        data.record(80, b'')
        data.records.reverse()
        yield 'a short record first', data, 0, HEADER, 0
    data = recording(order, pipe)
    data.tracing_data(formats(order).replace(b'tracing', b'nothing'))
    yield 'tracing data that are none', data, 1, HEADER, 1


def patched(content, order, at, code, *values):
    content = bytearray(content)
    struct.pack_into(order + code, content, at, *values)
    return bytes(content)


def wrong_headers(order):
    """(name, content, position, message) of files."""
    good = recording(order).content()
    attrs = struct.unpack_from(order + 'Q', good, 24)[0]
    for n in 0, 15:
        yield 'the first %d bytes' % n, good[:n], 0, 'it is not perf.data'
    yield 'another magic', b'X' + good[1:], 0, 'it is not perf.data'
    for n in 16, 103:
        yield 'the first %d bytes' % n, good[:n], 0, 'the header is malformed or cut'
    yield 'records beyond all', patched(good, order, 40, 'QQ', 2 ** 64 - 8, 16), 0, 'the header is malformed or cut'
    for size, total in (79, 79), (4097, 4097), (0, 0), (128, 129):
        yield 'events of %d bytes' % size, patched(good, order, 16, 'QQQ', size, attrs, total), 16, 'the header has a wrong size of its events'
    yield 'no events', patched(good, order, 32, 'Q', 0), 16, 'it has no events'
    for at in len(good) - 100, len(good), 2 ** 62, 2 ** 63, 2 ** 64 - 64:
        yield 'events at %d' % at, patched(good, order, 24, 'Q', at), at, 'an event is malformed or cut'
    for at, size in (len(good), 8), (0, len(good) + 1), (2 ** 64 - 8, 8), (0, 2 ** 63), (0, 2 ** 64 - 1):
        yield 'ids at %d, %d' % (at, size), patched(good, order, attrs + 112, 'QQ', at, size), attrs, 'an event is malformed or cut'
    table = sum(struct.unpack_from(order + 'QQ', good, 40))
    yield 'without sections', good[:table], table, 'the recording is cut: perf record did not finish it'
    half = patched(good, order, table, 'QQ', 8, 8)[:table + 24]
    yield 'with half of the sections', half, table + 16, 'the recording is cut: perf record did not finish it'
    yield 'without what is in a section', good[:table + 32], table + 32, MALFORMED
    for at, size in (len(good), 1), (len(good) - 1, 2), (2 ** 64 - 1, 1), (8, 2 ** 64 - 8):
        yield 'a section at %d, %d' % (at, size), patched(good, order, table, 'QQ', at, size), at, MALFORMED


def wrong_sections(order):
    """(feature, its content) of files."""
    data = Recording(order)
    build_id = data.build_id('/no/app', b'12345678901234567890')
    yield TRACING_DATA, formats(order).replace(b'tracing', b'nothing')
    yield TRACING_DATA, formats(order)[:-1]
    for content in build_id + b'x', build_id[:-1], data.pack('IHHi', 67, 1 << 15, 28, -1) + bytes(16), data.pack('IHH', 67, 0, 7):
        yield BUILD_ID, content
    yield BUILD_ID, data.pack('IHHi', 67, 1 << 15, 38, -1) + bytes(20) + b'\x15\0\0\0x\0'
    yield ARCH, data.pack('I', 5) + b'x86\0'
    yield ARCH, b'x86'
    yield EVENT_DESC, data.pack('II', 2, 112) + bytes(112)
    yield EVENT_DESC, data.pack('III', 1, 0, 2 ** 32 - 1) + data.string('x')
