# SPDX-License-Identifier: MIT
"""Cases for stackcollapse-instruments: call trees of Instruments."""
import options
import words
from trial import Case

HEADS = [b'Running Time\tSelf\t\tSymbol Name', b'Running Time\tSelf (ms)\t\tSymbol Name', b'', b'1.00 s  100.0%\t0 s\t \tx', b'x']
UNITS = [b'ms', b'ms', b's', b's', b'min']
ODD_UNITS = [b'', b'm', b'us', b'h', b'minutes', b'S', b'sms']
NUMBERS = [b'0', b'0.5', b'1.5', b'2.5', b'0.49999999999999994', b'3.00', b'12.34', b'1.0005', b'0.0005', b'0.00149999', b'4503599627370497.5', b'9007199254740993',
           b'18446744073709551615', b'18446744073709551616', b'307445734561825', b'307445734561826', b'1.', b'.5', b'1e3', b'-1', b'1.2.3']
BAD = [b'', b'junk', b'105.0ms  100.0%\t105.0\t \tx', b'1.0 s  100%\t0 s\t \tx', b'1 s  100.0%\t0 s\t \tx', b'1.0 s  100.0%\t0 s\t\tx', b'1.0 s  100.0%\t0 s\t \t',
       b'1.0 s100.0%\t0 s\t \tx', b'1.0 s  100.0%0 s\t \tx']
ODD = [b'\t', b'1.0 s  100.0%\t0 s\t \t ', b'1.0 s  100.0%\t1 s\t \t\t  \t', b'x 1.0 s  100.0%\t0 s\t \tx', b'1.2.3.4 s\v5.6%\f7 s\t \tx', b'1.0 s 1.0 s 1.0%\t2 s\t \ty',
       b'1.0 s  100.0%\t0 s\t \t1.0 s  100.0%\t7 s\t \tx', b'9.9 s  x 1.0 ms 1.0%\t2 min\t \tz']


def number(rng):
    if rng.random() < 0.9:
        return rng.choice([b'%d' % rng.randint(0, 999), b'%d.%02d' % (rng.randint(0, 99), rng.randint(0, 99)), b'%d.50' % rng.randint(0, 9)])
    return rng.choice(NUMBERS[:13] if rng.random() < 0.9 else NUMBERS)


def entry(rng, depth, names):
    unit = rng.choice(UNITS if rng.random() < 0.998 else ODD_UNITS)
    blanks = b' ' * depth if rng.random() < 0.98 else rng.choice([b'\t', b'\v ', b'  \f'])
    return b'%d.%02d %s  %s%%\t%s %s\t \t' % (rng.randint(0, 99), rng.randint(0, 99), rng.choice(UNITS), rng.choice([b'100.0', b'8.3', b'0.0']),
                                             number(rng), unit) + blanks + rng.choice(names)


COPIES = [(b'Weight\tSelf Weight\t\tSymbol Name', b'%s\t%s\t \t%s'), (b'Weight\tSelf Weight\tSymbol Names', b'%s\t%s\t%s'),
          (b'Running Time\tSelf (ms)\t\tSymbol Name', b'%s\t%s\t \t%s'), (b'Weight\tCount\tSelf\tSymbol Name', b'%s\t7\t%s\t%s')]
WEIGHTS = [b'34.35 Mc  100.0%', b'2.08 s  38.0%', b'1.50 Gc   8.1%', b'105.0ms  100.0%', b'1,234   9.0%', b'  12 c  1.0%']
SELVES = [b'-', b'0 s', b'1.25 Gc', b'350.00 Kc', b'12 c', b'2.50 ms', b'900.00 \xc2\xb5s', b'1,234', b'1,5 s', b'7', b'', b'3 x', b'1.02 min']


def copy(rng, names):
    """A deep copy that the script does not read."""
    title, form = rng.choice(COPIES)
    lines, depth, base = [title], 0, rng.choice([0, 0, 0, 5])
    for _ in range(words.size(rng)):
        lines.append(form % (rng.choice(WEIGHTS), rng.choice(SELVES if rng.random() < 0.1 else SELVES[:-2]), b' ' * (base + depth) + rng.choice(names)))
        depth = rng.randint(0, depth + 1)
    return lines


def generate(rng):
    names = words.vocabulary(rng)
    lines = [rng.choice(HEADS if rng.random() < 0.2 else HEADS[:1])] if rng.random() < 0.95 else []
    depth = -1
    for _ in range(words.size(rng)):
        depth = words.choose(rng, [(depth + 1, 60), (max(depth, 0), 15), (rng.randint(0, depth + 1), 25), (depth + 2, 2)])
        lines.append(entry(rng, depth, names) if rng.random() < 0.98 else rng.choice(ODD if rng.random() < 0.8 else BAD))
    if rng.random() < 0.15:
        lines = copy(rng, names)
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-instruments', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    if rng.random() < 0.03:
        files = {name: data and b'' for name, data in files.items()}
        stdin = b'heading\n' + entry(rng, 0, names) + b'\n'
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-instruments', options.mixed(rng, groups, operands), stdin, files, env)
