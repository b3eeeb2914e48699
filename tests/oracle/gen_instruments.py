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


def generate(rng):
    names = words.vocabulary(rng)
    lines = [rng.choice(HEADS if rng.random() < 0.2 else HEADS[:1])] if rng.random() < 0.95 else []
    depth = -1
    for _ in range(words.size(rng)):
        depth = words.choose(rng, [(depth + 1, 60), (max(depth, 0), 15), (rng.randint(0, depth + 1), 25), (depth + 2, 2)])
        lines.append(entry(rng, depth, names) if rng.random() < 0.98 else rng.choice(ODD if rng.random() < 0.8 else BAD))
    text = words.damaged(rng, b''.join(line + b'\n' for line in lines))
    groups = [options.spell(rng, 'stackcollapse-instruments', 'help')] if rng.random() < 0.01 else []
    operands, stdin, files = words.operands(rng, text)
    if rng.random() < 0.03:
        files = {name: data and b'' for name, data in files.items()}
        stdin = b'heading\n' + entry(rng, 0, names) + b'\n'
    env = {'POSIXLY_CORRECT': '1'} if rng.random() < 0.02 else {}
    return Case('stackcollapse-instruments', options.mixed(rng, groups, operands), stdin, files, env)
