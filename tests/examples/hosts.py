# SPDX-License-Identifier: MIT
"""A host for tests: an sshd on a port of the loopback address, with a key of its own.

Its stackcollapse-perf is a script that does what the test says: it waits in the middle of a piece, or fails.
"""
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time

from harness import BIN, check, run, write_script

# What a host runs. A file beside it says what happens to the next piece.
WORKER = '''#!/bin/sh
here=${0%%/*}
if [ "$1" = --version ]; then
	[ ! -e "$here/version" ] || exec cat "$here/version"
	exec '%(bin)s/stackcollapse-perf' "$@"
fi
echo >>"$here/ran"
[ ! -e "$here/fails" ] || { echo "no room" >&2; exit 1; }
if [ -e "$here/refuses" ]; then
	cat >"$here/piece.$$"
	if grep -q "$(cat "$here/refuses")" "$here/piece.$$"; then rm "$here/piece.$$"; exit 1; fi
	'%(bin)s/stackcollapse-perf' "$@" <"$here/piece.$$"
	status=$?
	rm "$here/piece.$$"
	exit "$status"
fi
if mv "$here/waits" "$here/waited" 2>/dev/null; then
	mkfifo "$here/fifo"
	'%(bin)s/stackcollapse-perf' "$@" <"$here/fifo" &
	exec 3>"$here/fifo"
	rm "$here/fifo"
	head -c 40000 >&3
	echo "$!" >"$here/pid.new"
	mv "$here/pid.new" "$here/pid"
	while [ ! -e "$here/goes on" ]; do sleep 0.05; done
	rm "$here/goes on" "$here/pid"
	cat >&3
	exec 3>&-
	wait "$!"
	exit
fi
exec '%(bin)s/stackcollapse-perf' "$@"
'''


def write(path, data=b''):
    with open(path, 'wb') as file:
        file.write(data)
    return path


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def await_file(path, process=None):
    end = time.monotonic() + 60
    while not os.path.exists(path) and time.monotonic() < end and not (process and process.poll() is not None):
        time.sleep(0.01)
    check('%s comes' % os.path.basename(path), os.path.exists(path))


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def children(pid):
    """The processes that a process has started, and these, and so on."""
    for name in filter(str.isdigit, os.listdir('/proc')):
        with contextlib.suppress(OSError):
            fields = read('/proc/%s/stat' % name).rpartition(b')')[2].split()
            if int(fields[1]) == pid:
                yield int(name)
                yield from children(int(name))


class Host:
    """An sshd, and the folder of what it runs."""

    def __init__(self, top, name):
        self.folder, self.name = os.path.join(top, name), name
        os.mkdir(self.folder)
        write_script(self.path('stackcollapse-perf'), WORKER % {'bin': BIN})
        run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', self.path('key')], check=True)
        self.server = None
        for _ in range(5):
            self.port = free_port()
            write(self.path('sshd_config'), ('''Port %d
ListenAddress 127.0.0.1
HostKey "%s"
AuthorizedKeysFile "%s"
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv "PATH=%s:/usr/bin:/bin" "TMPDIR=%s" SHLVL=2
''' % (self.port, self.path('key'), os.path.join(top, 'user.pub'), self.folder, self.folder)).encode())
            if self.start():
                return
        raise OSError(read(self.path('log')))

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self):
        """True if it answers."""
        with open(self.path('log'), 'ab') as log:
            self.server = subprocess.Popen([shutil.which('sshd'), '-D', '-e', '-f', self.path('sshd_config')],
                                           stdin=subprocess.DEVNULL, stderr=log)
        while self.server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', self.port), 1) as s:
                return s.recv(4) == b'SSH-'
            time.sleep(0.02)
        return False

    def stop(self):
        """It is gone, with all connections."""
        for pid in [self.server.pid, *children(self.server.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def ran(self):
        """The number of pieces that it was given since the last call."""
        try:
            return read(self.path('ran')).count(b'\n')
        finally:
            write(self.path('ran'))
