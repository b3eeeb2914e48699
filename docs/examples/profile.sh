#!/bin/sh
# SPDX-License-Identifier: MIT
# profile.sh [PID] [SECONDS] [DIR]: record with perf, fold, and draw.
#
#   PID      a process; without it, or for -, all processors
#   SECONDS  how long, or until the process ends; 30 without it
#   DIR      where the files go; the current folder without it
#
# For a CI job, a sidecar or a DaemonSet. Writes three files and prints their names:
#
#   NAME.folded  stacks with their time in ns, for flamegraph
#   NAME.counts  stacks with their numbers of samples, for foldedcheck
#   NAME.svg     the graph
#
# NAME has the time, the host, the process and six random letters, so no run overwrites
# another's files. The files appear when they are complete, the graph last. After an
# error or a signal nothing is left.
#
# Environment:
#
#   VERSION     the build's version for the title; without it that of `git describe`
#   FREQUENCY   samples a second, 99 without it
#   EVENT       what is sampled, cpu-clock without it: it is there on every machine, and
#               all its samples stand for the same time, as foldedcheck needs it
#   CALL_GRAPH  how perf finds the callers: fp (without it), dwarf or lbr
#
# Exit status: 0 done; 1 a program failed, or DIR cannot be written; 2 the command line is
# wrong, or there is no such process; 3 a program is missing, or perf may not record;
# 4 nothing was sampled; 129, 130 or 143 after SIGHUP, SIGINT or SIGTERM.
set -eu

fail() { # STATUS MESSAGE
	echo "profile.sh: $2" >&2
	exit "$1"
}

is_number() {
	case $1 in '' | *[!0-9]*) return 1 ;; esac
}

[ $# -le 3 ] || fail 2 'too many words; usage: profile.sh [PID] [SECONDS] [DIR]'
pid=${1:--} seconds=${2:-30} dir=${3:-.}
frequency=${FREQUENCY:-99} event=${EVENT:-cpu-clock} call_graph=${CALL_GRAPH:-fp}
case $dir in -*) dir=./$dir ;; esac
[ "$pid" = - ] || is_number "$pid" || fail 2 "'$pid' is not a process id; expected a number, or - for all processors"
{ is_number "$seconds" && [ "$seconds" -gt 0 ]; } || fail 2 "'$seconds' is not a number of seconds"

command -v perf >/dev/null ||
	fail 3 'perf is not in PATH; install linux-perf (Debian), linux-tools-generic (Ubuntu) or perf (Fedora)'
for program in stackcollapse-perf flamegraph; do
	command -v "$program" >/dev/null || fail 3 "$program is not in PATH; install flamegraph-c"
done
if [ "$pid" = - ]; then
	what='all processors' target=-a part=all most=0
else
	[ -d "/proc/$pid" ] || fail 2 "there is no process $pid; in a container, it needs the host's process ids (hostPID)"
	what="$(cat "/proc/$pid/comm" 2>/dev/null || echo process), process $pid" target="-p $pid" part=$pid most=2
fi
version=${VERSION-$(git describe --tags --always --dirty 2>/dev/null || true)}

error=$(mkdir -p "$dir" 2>&1) || fail 1 "$error"
scratch=
child=
# Ends the child, which is waited for so that it cannot write any more.
clean() {
	[ -z "$child" ] || { kill "$child" 2>/dev/null && wait "$child" 2>/dev/null; } || :
	[ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# In DIR, so that a file gets its name by a rename.
scratch=$(mktemp -d "$dir/.profile.XXXXXX" 2>/dev/null) || fail 1 "cannot write to the folder $dir"

# Runs a command, its output to a file, in the background: a shell handles a signal
# only after what runs in the foreground.
run() { # OUTPUT COMMAND...
	output=$1
	shift
	status=0
	"$@" >"$scratch/$output" 2>"$scratch/errors" &
	child=$!
	# The shell itself says nothing of a signal.
	wait "$child" 2>/dev/null || status=$?
	child=
	return "$status"
}

may_not_record() {
	level=$(cat /proc/sys/kernel/perf_event_paranoid 2>/dev/null || echo unknown)
	case $level in
	*[!0-9]*) ;;
	*)
		[ "$level" -le "$most" ] ||
			fail 3 "perf may not record $what: kernel.perf_event_paranoid is $level; as root, run sysctl kernel.perf_event_paranoid=$most, or add the capability PERFMON"
		;;
	esac
	fail 3 "perf may not record $what (kernel.perf_event_paranoid is $level, which allows it): run as the process's user, or add the capabilities PERFMON and SYS_PTRACE to the container"
}

failed() { # PROGRAM
	# Above the signals are statuses such as 255, which are perf's own.
	if [ "$status" -gt 128 ] && [ "$status" -lt 192 ]; then
		fail 1 "$1 was ended by signal $((status - 128)); if that is 9, memory may have run out: record for a shorter time"
	fi
	fail 1 "$1 failed with status $status: $(grep -v '^ *$' "$scratch/errors" | tail -n 1)"
}

time="$seconds s"
# shellcheck disable=SC2086 # the target is one or two words
run out perf record -F "$frequency" -e "$event" --call-graph "$call_graph" --no-buildid-cache \
	-o "$scratch/perf.data" $target -- sleep "$seconds" || {
	if grep -q -i -e 'perf_event_paranoid' -e 'permission' -e 'not permitted' "$scratch/errors"; then
		may_not_record
	fi
	# SIGTERM: the process has ended, so that perf ended sleep, whose status it takes, and
	# has written everything. If not, perf script finds out.
	[ "$status" = 143 ] || failed 'perf record'
	time='until its end'
}
run text perf script -i "$scratch/perf.data" || {
	# The words of perf for a file without any sample.
	grep -q 'zero-sized' "$scratch/errors" || failed 'perf script'
	: >"$scratch/text"
}
[ -s "$scratch/text" ] ||
	fail 4 "nothing was sampled in $seconds s: $what did not run; record while there is load, or for longer"
run folded stackcollapse-perf --fix "$scratch/text" || failed stackcollapse-perf
# What its input had is said once, not again for the counts.
cat "$scratch/errors" >&2
run counts stackcollapse-perf --fix --counts "$scratch/text" || failed stackcollapse-perf
[ -s "$scratch/counts" ] || fail 4 "nothing was sampled in $seconds s: no sample of $what has a stack"

case $event in
*-clock*) unit=ns ;;
*) unit=$event ;;
esac
now=$(date -u +%Y%m%dT%H%M%SZ)
host=$(uname -n)
run svg flamegraph --title="${version:+$version: }$what" --subtitle="$host, $now, $time" \
	--countname="$unit" "$scratch/folded" || failed flamegraph

name=$dir/$now-$host-$part-${scratch##*.}
# All three or none.
trap '' HUP INT TERM
for kind in folded counts svg; do
	mv "$scratch/$kind" "$name.$kind"
done
printf '%s\n' "$name.folded" "$name.counts" "$name.svg"
