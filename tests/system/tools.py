#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tools.py BIN: files on odd trees, aix-perf and jmaps among fakes of the programs that they run.

The output of files has to be in the system's order; where FLAMEGRAPH_PERL names the Perl scripts, the outputs of
files and aix-perf have to be theirs, too.
"""
import os
import re
import resource
import shlex
import stat
import subprocess

from harness import BIN, PERL, WRAPPER, check, main, needs, ours, run, scratch, write_script


# files

def folded(path, size):
    text = re.sub(rb'[^;.a-zA-Z0-9-]', b'_', os.fsencode(path).replace(b'/', b';'))
    return b'%s %d\n' % (text[1:] if text.startswith(b';') else text, size)


def expected(path):
    """The lines for a folder: its own, its files', its folders'."""
    lines, folders = [folded(path, os.lstat(path).st_size)], []
    for name in os.listdir(path):
        below = path + '/' + name
        if stat.S_ISDIR(os.lstat(below).st_mode):
            folders.append(below)
        else:
            lines.append(folded(below, os.lstat(below).st_size))
    return b''.join(lines + [expected(below) for below in folders])


def make_tree(root):
    for folder in ('many', 'many/x y', 'many/empty', 'c', 'b', 'a/deeper/still'):
        os.makedirs(os.path.join(root, folder))
    for i in range(300):
        with open('%s/many/%d.txt' % (root, i * 7919 % 1000), 'w') as f:
            f.write('x' * i)
    os.symlink('many', root + '/to-folder')
    os.symlink('many/0.txt', root + '/to-file')
    os.symlink('nowhere', root + '/to-nothing')
    os.mkfifo(root + '/b/pipe')


def files():
    program = ours('files')
    with scratch() as root:
        make_tree(root)
        check('files: a tree', run(program + ['.'], cwd=root).stdout == run_expected(root, '.'))
        check('files: by its whole path', run(program + [root + '/']).stdout == expected(root))
        check('files: a link to a folder', run(program + ['to-folder'], cwd=root).stdout == b'.;to-folder 4\n')
        check('files: one with a slash', run(program + ['to-folder/'], cwd=root).stdout.startswith(b'to-folder '))
        if os.path.isdir('/proc') and os.lstat('/proc').st_dev != os.lstat(root).st_dev:
            result = run(program + ['--xdev', root, '/proc'])
            check('files: --xdev', result.stdout == expected(root) and result.returncode == 0, result)
        if os.geteuid() != 0:   # root may read everything
            os.chmod(root + '/many', 0)
            result = run(program + ['many', 'b'], cwd=root)
            check('files: a folder that may not be read', result.returncode == 1 and b"read 'many'" in result.stderr
                  and b'b;pipe 0\n' in result.stdout, result)
            os.chmod(root + '/many', 0o755)
        if PERL:
            for args in (['.'], ['./'], ['many', 'a'], ['to-folder'], ['to-folder/'], ['to-file', 'b//'], [root], ['many/x y/..'],
                         ['--xdev', root + '/', '/proc', root], ['to-nothing', './c/.', 'a/deeper/../still', 'nosuch']):
                result, perl = (run(command + args, cwd=root) for command in (program, ['perl', PERL + '/files.pl']))
                check('files: as Perl for %s' % args, result.stdout == perl.stdout, result)
    deep_tree(program)


def run_expected(root, path):
    before = os.getcwd()
    os.chdir(root)
    try:
        return expected(path)
    finally:
        os.chdir(before)


def deep_tree(program):
    """Deeper than a path may be long, and than files may be open."""
    with scratch() as root:
        before, depth = os.getcwd(), 3000
        os.chdir(root)
        for _ in range(depth):
            os.mkdir('dd')
            os.mkdir('z')
            os.chdir('dd')
        os.chdir(before)
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))) if not WRAPPER else None
        result = run(program + ['.'], cwd=root, preexec_fn=limit)
        check('files: a deep tree', result.returncode == 0 and result.stdout.count(b'\n') == 2 * depth + 1, result)
        subprocess.run(['rm', '-rf', root + '/dd'], check=True)


# aix-perf

def aix():
    program = ours('aix-perf')
    with scratch() as folder:
        env = dict(os.environ, PATH=folder + ':' + os.environ['PATH'], HERE=folder, KNOWN='12 345')
        result = run(program + ['-r', '1', '-t', '.01'], env=dict(env, PATH=folder))
        check('aix-perf: no procstack', result.returncode == 1 and b"cannot run 'procstack'" in result.stderr, result)
        write_script(folder + '/procstack',
                     'echo "$#" >> "$HERE/words"\ncase " $KNOWN " in *" $1 "*) ;; *) exit 1 ;; esac\n'
               'echo "$1: ./app"\necho "0x1000 f(0x1) + 0x10"\necho trouble >&2\n')
        write_script(folder + '/ps', 'printf "%s\\n" "$@" > "$HERE/ps.words"\n'
               'case $3 in -o) ;; *) echo "   PID    TTY  TIME CMD" ;; esac\n'
               'printf "    12      -  0:00 app\\n   345  pts/0  0:01 app 2\\n 7 - 0:00 gone\\n"\n')
        block = '%d: ./app\n0x1000 f(0x1) + 0x10\n'
        of_user = (block % 12 + block % 345).encode()
        result = run(program + ['-u', 'web', '-r3', '-t', '.01'], env=env)
        check('aix-perf: of a user', result.returncode == 0 and result.stdout == of_user * 3 and not result.stderr, result)
        with open(folder + '/words') as f:
            check('aix-perf: one word for procstack', set(f) == {'1\n'})
        # There may be processes 12 and 345.
        env['KNOWN'] = str(os.getpid())
        result = run(program + ['-r', '1.5', '-t', '.01'], env=env)
        check('aix-perf: of all', result.stdout == (block % os.getpid()).encode() * 2, result)
        run(program + ['-u', 'x; touch "$HERE/made"', '-r', '1', '-t', '.01'], env=env)
        with open(folder + '/ps.words') as f:
            check('aix-perf: no shell', f.read() == '-u\nx; touch "$HERE/made"\n-o\npid=\n')
        check('aix-perf: nothing made', not os.path.exists(folder + '/made'))
        result = run(program + ['-u', 'web', '-r2', '-t', '.01'], env=dict(env, KNOWN=''))
        check('aix-perf: no stacks', result.returncode == 1 and b'procstack ran 6 times and printed nothing' in result.stderr, result)
        for words, message in (([], b'-r needs'), (['-r', '1'], b'-t needs'), (['-r', 'x', '-t', '1'], b'-r needs'), (['-r'], b'-r needs'), (['--fix', '-r'], b'-r needs'),
                               (['--fix', '-u', 'web', '--fix', '-t'], b'-t needs'),
                               (['-r', '1', '-t', '0'], b'-t needs'), (['-x'], b"unknown option '-x'")):
            result = run(program + words, env=env)
            check('aix-perf: %s' % words, result.returncode == 255 and message in result.stderr and not result.stdout, result)
        for word in ('-h', '--help', '--version'):
            result = run(program + [word])
            check('aix-perf: %s' % word, result.returncode == 0 and b'aix-perf' in result.stdout, result)
        if PERL:
            with open(PERL + '/aix-perf.pl') as f:
                text = f.read()
            for name in ('/usr/bin/procstack', '/usr/sysv/bin/ps'):
                text = text.replace(name, shlex.quote(folder + '/' + os.path.basename(name)))
            with open(folder + '/script', 'w') as f:
                f.write(text)
            for words in ('-u web -r 3 -t .01', '-uweb -r2.5 -t.01', '-r 2 -t 0.01', '-t .01 -r 1 operand', '-r 1 -t .01 -- -x'):
                env['KNOWN'] = '12 345' if words.startswith('-u') else str(os.getpid())
                result, perl = (run(command + words.split(), env=env) for command in (program, ['perl', folder + '/script']))
                check('aix-perf: as Perl for %s' % words, result.stdout == perl.stdout != b'', result)
        write_script(folder + '/ps', 'exit 1\n')
        result = run(program + ['-u', 'web', '-r1', '-t', '.01'], env=env)
        check('aix-perf: no process', result.returncode == 1 and b"user 'web' has no process" in result.stderr, result)


# jmaps

PID = 5000000 + os.getpid()     # which no process can have
MAP = '/tmp/perf-%d.map' % PID
AGENT = 'echo "$PWD $*" >> "$HERE/java.words"\nfor pid; do [ "$pid" = unfoldall ] || last=$pid; done\n'


def jmaps_folder(folder):
    """Fakes of all that jmaps runs, a JDK and an agent; the environment for them."""
    os.makedirs(folder + '/bin')
    os.makedirs(folder + '/jdk/bin')
    os.makedirs(folder + '/my agent/out')
    for name in ('attach-main.jar', 'libperfmap.so'):
        open(folder + '/my agent/out/' + name, 'w').close()
    write_script(folder + '/bin/id', 'echo "${FAKE_ID-0}"\n')
    write_script(folder + '/bin/pgrep', 'echo "$*" > "$HERE/pgrep.words"\nset -- ${FAKE_PIDS-%d}\necho "$@"\n[ $# -gt 0 ]\n' % PID)
    write_script(folder + '/bin/ps', 'echo "${FAKE_OWNER-    0     0}"\n')
    write_script(folder + '/bin/chown', 'echo "$1" >> "$HERE/chown.words"\n')
    write_script(folder + '/bin/sudo', 'echo "$1 $2 $3 $4 $5" >> "$HERE/sudo.words"\nshift 5\nexec "$@"\n')
    write_script(folder + '/jdk/bin/java', AGENT + 'echo "7f10 20 Lapp;::main" >> /tmp/perf-$last.map\n')
    return dict(os.environ, PATH=folder + '/bin:' + os.environ['PATH'], HERE=folder, JAVA_HOME=folder + '/jdk', AGENT_HOME=folder + '/my agent')


def words_of(folder, name):
    path = '%s/%s.words' % (folder, name)
    if not os.path.exists(path):
        return ''
    with open(path) as f:
        text = f.read()
    os.remove(path)
    return text


def is_good_map(content=b'7f10 20 Lapp;::main\n'):
    if os.path.islink(MAP) or not os.path.isfile(MAP):
        return False
    with open(MAP, 'rb') as f:
        return f.read() == content and os.stat(MAP).st_mode & 0o777 == 0o644


def jmaps_maps(folder, jmaps):
    result = jmaps()
    check('jmaps: of root', result.returncode == 0 and is_good_map() and not words_of(folder, 'sudo'), result)
    check('jmaps: says what it does', b'Mapping PID %d (user 0):' % PID in result.stdout and b'wc(1):' in result.stdout, result)
    check('jmaps: the agent', words_of(folder, 'java') == '%s/my agent/out -Xms32m -Xmx128m -cp %s/my agent/out/attach-main.jar:%s/jdk/lib/tools.jar '
          'net.virtualvoid.perf.AttachOnce %d\n' % (folder, folder, folder, PID))
    check('jmaps: pgrep', words_of(folder, 'pgrep') == '-x java\n')
    result = jmaps('-u', FAKE_OWNER='1000 1001')
    check('jmaps: of a user', result.returncode == 0 and is_good_map(), result)
    check('jmaps: as that user', set(words_of(folder, 'sudo').splitlines()) == {'-u #1000 -g #1001 --'})
    check('jmaps: whose the file is', '1000:1001' in words_of(folder, 'chown'))
    check('jmaps: inlined methods', words_of(folder, 'java').endswith(' %d unfoldall\n' % PID))
    result = jmaps(FAKE_PIDS='%d %d' % (PID, PID))
    check('jmaps: two processes', result.stdout.count(b'Mapping PID') == 2 and result.returncode == 0, result)


def jmaps_links(folder, jmaps):
    """Nothing that lies under the name of the map is opened."""
    victim, trap = folder + '/victim', folder + '/trap'
    with open(victim, 'w') as f:
        f.write('precious\n')
    os.mkdir(trap)
    for target in (victim, trap, '/nowhere', '/dev/null'):
        os.remove(MAP)
        os.symlink(target, MAP)
        result = jmaps()
        check('jmaps: a link to %s before' % target, is_good_map() and result.returncode == 0, result)
        write_script(folder + '/jdk/bin/java', AGENT + 'echo evil > /tmp/perf-$last.map\nln -sf "%s" /tmp/perf-$last.map\n' % target)
        result = jmaps()
        check('jmaps: a link to %s meanwhile' % target, not os.path.islink(MAP), result)
        write_script(folder + '/jdk/bin/java', AGENT + 'echo "7f10 20 Lapp;::main" >> /tmp/perf-$last.map\n')
        jmaps()
    with open(victim) as f:
        check('jmaps: the other file is as it was', f.read() == 'precious\n')
    check('jmaps: the other folder is empty', os.listdir(trap) == [])
    os.remove(MAP)
    os.mkdir(MAP)
    result = jmaps()
    check('jmaps: a folder in its place', result.returncode == 1 and os.listdir(MAP) == [], result)
    os.rmdir(MAP)


def jmaps_troubles(folder, jmaps):
    for env, message in (({'FAKE_ID': '1000'}, 'only root'), ({'JAVA_HOME': '/nosuch'}, "no bin/java in '/nosuch'"),
                         ({'AGENT_HOME': '/nosuch'}, "no folder '/nosuch'"), ({'AGENT_HOME': folder}, 'no attach-main.jar'),
                         ({'FAKE_PIDS': ''}, 'no java process'), ({'FAKE_PIDS': '-h'}, 'no process ids'),
                         ({'FAKE_PIDS': '12;x'}, 'no process ids'), ({'FAKE_PIDS': '../x'}, 'no process ids'), ({'FAKE_OWNER': ''}, 'process %d is gone' % PID)):
        result = jmaps(**env)
        check('jmaps: %s' % message, result.returncode == 1 and message.encode() in result.stderr, result)
    write_script(folder + '/jdk/bin/java', 'exit 3\n')
    result = jmaps()
    check('jmaps: the agent fails', result.returncode == 1 and b'perf-map-agent failed' in result.stderr and not os.path.exists(MAP), result)
    write_script(folder + '/jdk/bin/java', 'exit 0\n')
    result = jmaps()
    check('jmaps: nothing written', result.returncode == 1 and b'did not write' in result.stderr and not os.path.exists(MAP), result)
    os.remove(folder + '/my agent/out/libperfmap.so')
    check('jmaps: no library', b'no libperfmap.so' in jmaps().stderr)
    result = jmaps('-x')
    check('jmaps: an unknown word', result.returncode == 255 and b"unknown argument '-x'" in result.stderr, result)
    for word in ('--help', '-h', '--version'):
        result = jmaps(word)
        check('jmaps: %s' % word, result.returncode == 0 and b'jmaps' in result.stdout and not result.stderr, result)


def jmaps_jcmd(folder, jmaps):
    """Without AGENT_HOME the process writes the map, which jcmd tells it."""
    nothing = {'AGENT_HOME': '', 'FAKE_OWNER': '1000 1001'}
    write_script(folder + '/jdk/bin/jcmd', 'echo "$*" >> "$HERE/jcmd.words"\necho "$1:"\n'
                 'echo "0x7f10 0x20 int app.Main.main()" > /tmp/perf-$1.map\n')
    result = jmaps(**nothing)
    check('jmaps: jcmd', result.returncode == 0 and is_good_map(b'0x7f10 0x20 int app.Main.main()\n') and not result.stderr, result)
    check('jmaps: its words', words_of(folder, 'jcmd') == '%d Compiler.perfmap\n' % PID)
    check('jmaps: jcmd as that user', set(words_of(folder, 'sudo').splitlines()) == {'-u #1000 -g #1001 --'})
    result = jmaps('-u', **nothing)
    check('jmaps: jcmd has no inlined methods', result.returncode == 0 and b'-u needs perf-map-agent' in result.stderr, result)
    os.rename(folder + '/jdk/bin/jcmd', folder + '/bin/jcmd')
    result = jmaps(**nothing)
    check('jmaps: no jcmd in JAVA_HOME', result.returncode == 1 and b'cannot find jcmd' in result.stderr, result)
    result = jmaps(JAVA_HOME='', **nothing)
    check('jmaps: jcmd of PATH', result.returncode == 0 and is_good_map(b'0x7f10 0x20 int app.Main.main()\n'), result)
    write_script(folder + '/bin/jcmd', 'echo "Unknown diagnostic command"\nexit 1\n')
    result = jmaps(JAVA_HOME='', **nothing)
    check('jmaps: jcmd fails', result.returncode == 1 and b'Unknown diagnostic command' in result.stderr
          and b'older than Java 17' in result.stderr and not os.path.exists(MAP), result)


def jmaps_checks():
    with scratch() as folder:
        env = jmaps_folder(folder)

        def jmaps(*words, **more):
            process = subprocess.Popen(['sh', BIN + '/jmaps'] + list(words), env=dict(env, **more),
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            outputs = process.communicate(timeout=120)
            check('jmaps: nothing is left', not os.path.lexists('/tmp/jmaps-%d' % process.pid))
            return subprocess.CompletedProcess(process.args, process.returncode, *outputs)
        try:
            jmaps_maps(folder, jmaps)
            jmaps_links(folder, jmaps)
            jmaps_jcmd(folder, jmaps)
            jmaps_troubles(folder, jmaps)
        finally:
            if os.path.lexists(MAP):
                os.remove(MAP)


if __name__ == '__main__':
    if PERL:
        needs('perl')
    main(files, aix, jmaps_checks)
