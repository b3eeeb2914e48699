# SPDX-License-Identifier: MIT
"""Names, numbers and damage that the generators share."""

PLAIN = [b'main', b'a', b'b', b'c', b'foo', b'do_idle', b'start_thread', b'x1', b'_start', b'0', b'7',
         b'read', b'A', b'Z', b'sys_read', b'main2']
CPP = [b'std::vector<int, std::allocator<int> >::push_back', b'operator->', b'operator<<', b'A::operator()',
       b'(anonymous namespace)::run', b'ns::(anonymous namespace)::f(int)', b'foo<bar(baz)>::qux(int, char)',
       b'Foo::~Foo', b'void f<&g>(int*)', b'std::_Function_handler<void ()>::_M_invoke', b'a::b->c::d',
       b'f(std::string const&) [clone .isra.0]', b'main::{lambda()#1}::operator()']
JAVA = [b'Ljava/lang/Thread;::run', b'Lorg/foo/Bar;.baz(Lorg/x/Y;)V', b'java/lang/Object::wait', b'LLa/b',
        b'Lnoslash', b'java.lang.Thread.run', b'org/mozilla/JS;:::call', b'com/x/Y', b'sun/nio/ch/EPoll',
        b'jdk/internal/X', b'net/y', b'io/netty/Z', b'javax/swing/T', b'Interpreter', b'Lio/netty/channel/A;.<init>()V',
        b'call_stub', b'Ljava/util/HashMap;::put_[i]', b'L/']
GO = [b'runtime.main', b'net/http.(*Client).Do', b'main.(*T).m', b'runtime.goexit', b'main.f.func1',
      b'go.(*a).b(c)', b'x.(y)', b'.().']
SCRIPT = [b'/app/index.js', b'LazyCompile:*f /srv/a.js:10', b'RegExp:[&<>"\'] ', b'Builtin:Array', b'a:b',
          b'Perl_runops', b'x.pl', b'Perl::f', b' ', b'node::Start', b'~f /x/y.js_[j]', b'f:_[j]', b'Script:/a.js']
ODD = [b'-', b'--', b'', b' ', b'"quoted"', b"it's", b'a<b', b'a>b', b'a&b', b'&amp;', b'&lt;', b'<b>x</b>', b'a b c',
       b'a  b', b'[unknown]', b'[libc.so.6]', b'(x)', b'f()', b'f(', b')', b'a`b', b'libc.so.1`malloc', b'mod`', b'`',
       b'0x1f', b'f+0x12', b'f+0x', b'f+0xZZ', b'f+0x1F', b'+0x1f', b'a->b', b'a->', b'->', b'->b', b'a->b->c', b'a-->b',
       b'_[k]', b'f_[k]', b'f_[j]', b'f_[i]', b'f_[w]', b'f_[k]_[j]', b'f_[x]', b'f_[k] ', b'vfs_read_[k]', b'a,b', b'=',
       b'a=b', b'#x', b'\\', b'%s', b'$x', b'{', b'a:::b', b'a::b', b'~', b'.', b'..', b'...', b'deduplicated_symbol',
       b']]>', b'<!--', b'-->', b'</g>', b'\t', b'a\tb']
WIDE = ['é', 'naïve', 'функция', '関数', '🔥', 'a🔥b', '日本語の長い関数名', 'ёлка_[k]', 'é::ñ', 'x\u00a0y', 'a\u2028b', '\u3000',
        'ﬀ', 'a\u0301', '\ufeffbom', '\ufffd', '\u0085', 'ß/ß.js', '𝒳𝒴', 'ſ', '٣', '१२', '\u2007', '\u200b']
LONG = [b'x' * 70, b'abc::' * 12, b'A' * 200, 'é'.encode() * 40, '漢字'.encode() * 20, '🔥'.encode() * 15]

FAMILIES = [(PLAIN, 10), (CPP, 5), (JAVA, 5), (GO, 3), (SCRIPT, 4), (ODD, 8),
            ([word.encode() for word in WIDE], 2), (LONG, 1)]
ANNOTATIONS = [b'_[k]', b'_[i]', b'_[j]', b'_[w]', b'_[k]x', b'_[x]']

BLANKS = [b' ', b'  ', b'\t', b' \t ', b'', b'\v', b'\f']
DAMAGE = [b'\0', b'\r', b'\x85', b'\xa0', b'\xff', b'\xc3', b'\xe2\x82', b'\xf0\x9f\x94', b'\xed\xa0\x80', b'\x80',
          b'\xc0\xaf', b'\xf4\x90\x80\x80', b'\x01', b'\x1b[0m', b'\x7f', b'\xef\xbf\xbe', b'\xef\xbf\xbf', b'\xc2\xa0',
          b'\xe2\x80\xa8', b'\xe3\x80\x80', b';', b':', b'(', b')', b'->', b'"', b"'", b'<', b'&', b'>', b' ', b'\t', b'#',
          b'0', b'9', b'.', b'-', b'+', b'_', b'[', b']', b'\xd9\xa3', b'\n', b'\n\n']
INVALID = DAMAGE[4:12]

SMALL = [b'1', b'2', b'3', b'5', b'7', b'10', b'12', b'33', b'100', b'997', b'1000', b'12345', b'1234567']
STRANGE = [b'0', b'00', b'000', b'007', b'01', b'9007199254740991', b'9007199254740992', b'9007199254740993',
           b'4611686018427387904', b'9223372036854775807', b'9223372036854775808', b'18446744073709551614',
           b'18446744073709551615', b'18446744073709551616', b'99999999999999999999', b'340282366920938463463374607431768211456',
           b'1000000000000000', b'999999999999999', b'100000000000000000', b'123456789012345678901234567890']
NO_COUNTS = [b'-1', b'+5', b'1e5', b'.5', b'x', b'', b'0x10', b'1,000', b'1_000', b'NaN', b'inf', b'1.2.3', b'1.5e3']
FRACTIONS = [b'0.5', b'1.25', b'5.', b'0.1', b'0.', b'0.0', b'3.14159', b'2.50', b'999999999999999.5', b'1000000000000000.0',
             b'0.000001', b'0.30000000000000004', b'1.005', b'12345678.9', b'99999999999999999999.5', b'1.' + b'0' * 30,
             b'0.0000000000000000000001', b'4503599627370496.5', b'123456789.123456789']


def choose(rng, weighted):
    """One of [(thing, weight), ...]."""
    return rng.choices([thing for thing, _ in weighted], [weight for _, weight in weighted])[0]


def name(rng):
    """A function's name of any language, sometimes put together of two, sometimes annotated."""
    result = rng.choice(choose(rng, FAMILIES))
    if rng.random() < 0.05:
        result += rng.choice([b'', b'.', b'::', b'/', b' ', b'->', b'+']) + rng.choice(choose(rng, FAMILIES))
    if rng.random() < 0.08:
        result += rng.choice(ANNOTATIONS)
    return result


def vocabulary(rng, make=name):
    """A few names; a case uses no others, so that stacks meet."""
    return [make(rng) for _ in range(rng.choice([1, 2, 3, 4, 5, 6, 8, 12]))]


def integer(rng):
    """A whole number, mostly small."""
    if not rng.wild or rng.random() < 0.5:
        return rng.choice(SMALL) if rng.random() < 0.97 else rng.choice([b'0', b'00', b'007'])
    if rng.random() < 0.5:
        return b'%d' % rng.randrange(10 ** rng.randint(1, 22))
    return rng.choice(STRANGE)


def count(rng):
    """What may stand in the place of a count."""
    kind = rng.random()
    if kind < 0.8:
        return integer(rng)
    if kind < 0.9:
        return rng.choice(FRACTIONS if rng.wild else FRACTIONS[:8])
    if not rng.wild:
        return rng.choice([integer(rng), integer(rng), rng.choice(NO_COUNTS)])
    if kind < 0.94:
        return b'%d.%d' % (rng.randrange(10 ** rng.randint(1, 17)), rng.randrange(10 ** rng.randint(1, 17)))
    if kind < 0.945:
        return b'9' * rng.choice([40, 309, 310, 400])
    return rng.choice(NO_COUNTS)


def size(rng):
    """How many of something: mostly few, now and then many."""
    return choose(rng, [(0, 2), (1, 10), (2, 10), (3, 10), (rng.randint(4, 8), 15),
                        (rng.randint(9, 20), 5), (rng.randint(21, 60), 1)])


def damaged(rng, text, often=0.35):
    """The text, in that share of cases with one to three changes to lines or bytes."""
    if rng.random() < often:
        for _ in range(rng.choice([1, 1, 2, 3])):
            text = rng.choice(CHANGES)(rng, text)
    return text


def _change_lines(rng, text):
    lines = text.splitlines(True) or [b'']
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(7)
    if what == 0:
        del lines[i]
    elif what == 1:
        lines.insert(j, lines[i])
    elif what == 2:
        lines[i], lines[j] = lines[j], lines[i]
    elif what == 3:
        lines[i] = lines[i].rstrip(b'\n')
    elif what == 4:
        lines.insert(i, rng.choice([b'\n', b'\n\n', b' \n', b'\t\n', b'\r\n', b'# x\n', b'junk\n', b'#\n']))
    elif what == 5:
        lines[i] = rng.choice(BLANKS) + lines[i].lstrip()
    else:
        lines[i] = lines[i].rstrip() + rng.choice(BLANKS) + b'\n'
    return b''.join(lines)


def _change_bytes(rng, text):
    at = rng.randint(0, len(text))
    end = min(len(text), at + rng.choice([0, 0, 0, 1, 1, 2, 5]))
    return text[:at] + (rng.choice(DAMAGE) if rng.random() < 0.7 else b'') + text[end:]


def _change_number(rng, text):
    """Another number in place of one."""
    digits = [i for i in range(len(text)) if text[i:i + 1].isdigit()]
    if not digits:
        return text
    start = end = rng.choice(digits)
    while start > 0 and text[start - 1:start].isdigit():
        start -= 1
    while text[end:end + 1].isdigit():
        end += 1
    return text[:start] + rng.choice([integer, count])(rng) + text[end:]


def _change_end(rng, text):
    what = rng.randrange(4)
    if what == 0:
        return text[:rng.randint(0, len(text))]
    if what == 1:
        return text.rstrip(b'\n')
    return text + rng.choice([b'\n', b'\n\n', b' ', b'\r\n', b'x'])


def _change_all(rng, text):
    old, new = rng.choice([(b'\n', b'\r\n'), (b' ', b'\t'), (b'\n\n', b'\n'), (b'\n', b'\n\n'), (b';', b';;'),
                           (b'\t', b''), (b'    ', b''), (b':', b''), (b'(', b''), (b' ', b'  '), (b'\n', b'\n#')])
    return text.replace(old, new)


CHANGES = [_change_lines] * 4 + [_change_bytes] * 5 + [_change_number] * 2 + [_change_end] + [_change_all]


def operands(rng, text, names=(b'in.txt', b'b.txt', b'c c.txt')):
    """(words, standard input, files): the text as standard input, a file, several files..."""
    kind = rng.random()
    if kind < 0.55:
        return [], text, {}
    if kind < 0.6:
        return [b'-'], text, {}
    if kind < 0.8:
        return [names[0]], b'', {names[0]: text}
    cut = rng.randint(0, len(text))
    if rng.random() < 0.7:
        cut = text.rfind(b'\n', 0, cut) + 1
    files = {names[0]: text[:cut], names[1]: text[cut:]}
    if kind < 0.9:
        return [names[0], names[1]], b'', files
    if kind < 0.94:
        return [names[0], b'-'], text[cut:], {names[0]: text[:cut]}
    if kind < 0.97:
        return [rng.choice([b'nosuch', b'', b'sub/nosuch', b'folder']), names[0]], b'', {names[0]: text, b'folder': None}
    if kind < 0.98:
        return [rng.choice([b'nosuch', b'folder'])], text, {b'folder': None}
    word = rng.choice([b' in.txt', b'in.txt ', b'<in.txt', b'echo x 1|', b'in.txt\n', b'\tin.txt'])
    return [word], b'', {names[0]: text}
