# SPDX-License-Identifier: MIT
"""Recordings that are left to perf, and recordings with something wrong: of either byte order, as files and as pipes."""
import struct

from perfdata_samples import ALL, formats
from perfdata_writer import (ADDR, ARCH, AUX, BRANCH_STACK, BUILD_ID, CALLCHAIN, COMPRESSED, CPU, EVENT_DESC, HOSTNAME, ID, IDENTIFIER, IP, PERIOD,
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
    ({'sample_type': ALL | ADDR | WEIGHT}, None, None),
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
            for first, second, flags, reason in PAIRS:
                yield '%x and %x, flags %x%s' % (first, second, flags, form), two_events(order, pipe, first, second, flags), reason
        event = {'kind': 2, 'config': 314, 'sample_type': ALL | RAW}
        for text, reason in FORMATS:
            yield text.decode() + order, recording(order, False, {TRACING_DATA: formats(order, text)}, **event), reason
        data = recording(order, True)
        data.events[0]['attr'] = data.pack('II', 1, 0) + data.attr(ALL, size=64)[8:]
        yield 'an event of the first version' + order, data, None
        yield 'no formats' + order, recording(order, **event), 'it does not describe a tracepoint'
        yield from ((name + order, data, reason) for name, data, reason in late(order))
