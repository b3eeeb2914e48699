# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-vtune-mc: memory consumption of VTune as CSV."""
import options
import words
from gen_vsprof import one_file
from gen_vtune import MODULES, module, other_columns, tree
from trial import Case

HEADER = b'Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module'
NUMBERS = [b'', b'0', b'00', b'0.0', b'.', b'.5', b'5.', b'1.5', b'1.2.3', b'x', b'-1', b' 1', b'1 ', b'1e3', b'"7"', b'0.', b'007', b'\xd9\xa3']


def number(rng):
    return words.integer(rng) if rng.random() < 0.75 else rng.choice(NUMBERS[:8] if rng.random() < 0.95 else NUMBERS)


def row(rng, names, depth):
    name = rng.choice(names)
    if rng.random() < 0.2:
        name = b'"' + name + rng.choice([b'', b', int', b',1,2', b',1,2,3', b'(char,,)']) + b'"'
    fields = [name, number(rng), number(rng), number(rng), rng.choice(MODULES)]
    if rng.random() < 0.05:
        fields.insert(rng.randrange(5), rng.choice([b'', b'1', b'x', b'2.5']))
    if rng.random() < 0.01:
        del fields[rng.randrange(len(fields))]
    return rng.choice([b' '] * 12 + [b'\t', b'"  "'] if rng.wild else [b' ']) * depth + b','.join(fields)


HEADERS = [b'Function Stack,Allocations:Self,Allocation Size:Self,Module', b'Function Stack,Allocation Size:Self,Deallocation Size:Self,Module,Allocations:Self']


def size(rng):
    return b'%d' % rng.randint(0, 70000) if rng.random() < 0.8 else rng.choice([b'', b'0', b'1.5'])


TITLES = {b'Allocations:Self': size, b'Allocation Size:Self': size, b'Deallocation Size:Self': size, b'Module': module}


def generate(rng):
    header = rng.choice(HEADERS) if rng.random() < 0.2 else HEADER
    text = tree(rng, row if header == HEADER else other_columns(rng, header, TITLES), header)
    for _ in range(words.choose(rng, [(0, 12), (1, 2), (2, 1)])):
        text = rng.choice([b'war: Column filter is ON.\n', b'war:\n', b' war: x\n', b'"war:"\n']) + text
    text = words.damaged(rng, text, 0.2 if header == HEADER else 0.02)
    groups = [options.spell(rng, 'stackcollapse-vtune-mc', 'size')] if rng.random() < 0.4 else []
    operands, stdin, files = one_file(rng, text, b'memory.csv')
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-vtune-mc', options.mixed(rng, groups, operands), stdin, files, env)
