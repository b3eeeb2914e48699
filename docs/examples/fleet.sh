#!/bin/sh
# SPDX-License-Identifier: MIT
#
# fleet.sh -e EVENT -o OUT [OPTION...] RECORDING|FOLDER...
# fleet.sh -e EVENT -o OUT [OPTION...] -
#
# Folds recordings, texts of perf script, on several hosts, and adds the stacks up in OUT: the
# same bytes as one stackcollapse-perf over all of them. `-` is standard input.
#
#   -e EVENT,...       the events that count, as for stackcollapse-perf --event-filter
#   -o OUT             the result, which is written when all recordings are in it
#   -S [N/]HOST,...    hosts that ssh reaches without a password, and how many jobs each does
#                      at a time; without -S this machine does them
#   -j N               jobs at a time where -S has no number (2)
#   -b SIZE            cut longer recordings into pieces of this size (64M)
#   -r N               try a piece N times, on different hosts as far as there are (3)
#   -t SECONDS         a try that takes longer has failed (3600)
#   -c COMMAND         the collapser on the hosts, with its options (stackcollapse-perf)
#   -w WORK            the folder of what is done already (OUT.work), removed in the end
#
# In a folder, all files are recordings but hidden ones. After a failure, the same command goes
# on where it ended. The hosts need perl and stackcollapse-perf; this machine needs GNU parallel,
# the coreutils and findutils of GNU, flock, and foldedmerge.
#
# Exit status: 0 done; 1 something is missing, and OUT is as it was; 2 wrong command line.
set -eu
export LC_ALL=C
tab='	'

say() {
	printf 'fleet.sh: %s\n' "$1" >&2
}

die() {
	say "$2"
	exit "$1"
}

# The last line of a part: a stack that no recording has, with the count 1. A part without it
# is cut, and its count in the result is the number of parts that are in it.
mark=$(printf '\377\377fleet')
ends_with() {
	[ -f "$1" ] && [ "$(tail -c "$((${#mark} + ${#2} + 2))" "$1")" = "$mark $2" ]
}

login() {
	sh -c "$FLEET_SSH"' -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 "$@"' \
		ssh "$@"
}

# fleet.sh --hello HOST: the collapser's version on a host.
hello() {
	status=0
	answer=$(login "$1" "$FLEET_COLLAPSER --version" </dev/null 2>&1) || status=$?
	printf '%s\t%s\t%s\n' "$status" "$1" "$(printf '%s\n' "$answer" | tail -n 1 | tr -d '\r')"
}

# fleet.sh --feed HOST COMMAND...: runs in place of ssh for each job, and sends it its piece. What
# comes back becomes a part if it is whole, and a line of the log if not.
feed() {
	# shellcheck disable=SC2153 # GNU parallel sets it
	line=$(sed -n "$PARALLEL_SEQ{p;q}" "$work/todo")
	host=${PARALLEL_SSHLOGIN-}
	number=${line%%"$tab"*} line=${line#*"$tab"}
	begin=${line%%"$tab"*} line=${line#*"$tab"}
	length=${line%%"$tab"*} name=${line#*"$tab"}
	new=$work/parts/new.$$
	[ ! -e "$new.read" ] || rm "$new.read"
	[ "$1" != --local ] || host=localhost
	# A try that takes too long is ended by SIGTERM, and is to be in the log.
	trap 'status=143' TERM
	status=0
	{
		dd if="$name" iflag=skip_bytes,count_bytes,fullblock bs=65536 skip="$begin" \
			count="$length" status=none && : >"$new.read"
	} 2>"$new.log" | {
		if [ "$host" = localhost ]; then sh -c "$FLEET_COMMAND"; else login "$@"; fi
	} >"$new" 2>>"$new.log" || status=$?
	reason=
	# That a piece has none of the events is no failure.
	if [ "$status" -eq 1 ] && [ ! -s "$new" ] && [ -e "$new.read" ] &&
		grep -q ': no stacks: no event is called ' "$new.log"; then
		echo "$mark 1" >"$new"
		: >"$new.log"
		status=0
	fi
	if [ "$status" -eq 0 ] && { [ ! -e "$new.read" ] || ! ends_with "$new" 1; }; then
		status=74 reason='the piece or the answer was cut'
	fi
	if [ "$status" -eq 0 ]; then
		[ ! -s "$new.log" ] || mv "$new.log" "$work/messages/$number"
		mv "$new" "$work/parts/$number"
	else
		[ -n "$reason" ] || reason=$(tail -n 1 "$new.log" | tr '\t' ' ')
		printf '%s\t%s\t%s\t%s\n' "$number" "${host##*/}" "$status" "$reason" >>"$work/failures"
	fi
	rm -f "$new" "$new.log" "$new.read"
	exit "$status"
}

case ${1-} in
--hello) shift; hello "$@"; exit 0 ;;
--feed) shift; work=$FLEET_WORK; feed "$@" ;;
esac

usage='usage: fleet.sh -e EVENT -o OUT [-S HOST,...] [-j N] [-b SIZE] [-r N] [-t SECONDS]'
usage="$usage [-c COMMAND] [-w WORK] RECORDING|FOLDER...|-"
events='' out='' hosts='' jobs=2 size=64M tries=3 seconds=3600 work=''
collapser=stackcollapse-perf
while getopts e:o:S:j:b:r:t:c:w: option; do
	case $option in
	e) events=$OPTARG ;;
	o) out=$OPTARG ;;
	S) hosts=$OPTARG ;;
	j) jobs=$OPTARG ;;
	b) size=$OPTARG ;;
	r) tries=$OPTARG ;;
	t) seconds=$OPTARG ;;
	c) collapser=$OPTARG ;;
	w) work=$OPTARG ;;
	*) die 2 "$usage" ;;
	esac
done
shift $((OPTIND - 1))
if [ -z "$out" ] || [ $# -eq 0 ]; then die 2 "$usage"; fi
case $events in
'') die 2 'no event; say it with -e, or each piece would have the event that it begins with' ;;
*\'*) die 2 'an event has no quote' ;;
esac
case $hosts in *[!A-Za-z0-9._@/,-]*) die 2 "not hosts: '$hosts'; use names of ~/.ssh/config" ;; esac
for number in "$jobs" "$tries" "$seconds"; do
	case $number in '' | 0* | *[!0-9]*) die 2 "not a number from 1 on: '$number'" ;; esac
done
bytes=$(numfmt --from=iec -- "$size" 2>/dev/null) || bytes=0
[ "$bytes" -gt 0 ] || die 2 "not a size: '$size'; 64M is one"
case $* in *"
"*) die 2 'a name has a line feed; rename the recording' ;; esac
for program in flock foldedmerge parallel; do
	command -v "$program" >/dev/null || die 1 "$program is not installed"
done
parallel --version 2>/dev/null </dev/null | grep -q '^GNU parallel' ||
	die 1 'parallel is not GNU parallel; install Debian'\''s package parallel'

case $out in /*) ;; *) out=$PWD/$out ;; esac
if [ -d "$out" ] || [ ! -d "${out%/*}/" ]; then die 1 "$out: not a file in a folder"; fi
work=${work:-$out.work}
mkdir -p "$work/parts" "$work/messages" "$work/tmp" || die 1 "$work: cannot be written; use -w"
work=$(cd "$work" && pwd)
exec 9>"$work/lock"
flock -n 9 || die 1 "$work: another fleet.sh works here"
# GNU parallel leaves files when it is killed.
export TMPDIR="$work/tmp"

child=
stop() {
	trap - HUP INT TERM
	# At the first signal GNU parallel waits for its jobs, at the second it ends them.
	if [ -n "$child" ]; then
		kill "$child" && sleep 0.2 && kill "$child"
		wait "$child"
	fi 2>/dev/null || :
	die "$1" 'interrupted; the same command goes on where it ended'
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# GNU parallel without the user's settings, and so that a signal ends the wait for it.
in_parallel() {
	parallel --plain "$@" 2>"$work/parallel.log" 9>&- &
	child=$!
	status=0
	wait "$child" || status=$?
	child=
	return "$status"
}

# A stream is kept, since a piece may have to be sent again.
if [ "$*" = - ]; then
	if [ ! -e "$work/stream" ]; then
		cat >"$work/stream.new" || die 1 "$work/stream: cannot be written; use -w"
		mv "$work/stream.new" "$work/stream"
	fi
	set -- "$work/stream"
fi

# Each recording once, with its size and time.
realpath -e -- "$@" >"$work/operands" || die 1 'a recording is missing'
: >"$work/files"
: >"$work/folders"
while IFS= read -r name; do
	if [ -d "$name" ]; then
		echo "$name" >>"$work/folders"
		case $work/ in "$name"/*) die 2 "$work is among the recordings; use -w" ;; esac
		case $out in "$name"/*) die 2 "$out is among the recordings; use another -o" ;; esac
	else
		echo "$name" >>"$work/files"
	fi
done <"$work/operands"
list() {
	printf 'events %s\ncollapser %s\npieces of %s bytes\n' "$events" "$collapser" "$bytes"
	{
		xargs -d '\n' -r -a "$work/files" sh -c \
			'find -L "$@" -maxdepth 0 -printf "%s\t%T@\t%p\0"' sh
		xargs -d '\n' -r -a "$work/folders" sh -c \
			'find -L "$@" -mindepth 1 -name ".*" -prune -o \
				-type f -printf "%s\t%T@\t%p\0"' sh
	} | sort -zu | tr '\n\0' '\0\n'
}
list >"$work/list.new" || die 1 'the recordings cannot be listed'
if [ -e "$work/list" ]; then
	cmp -s "$work/list" "$work/list.new" ||
		die 1 "$work is of other recordings or options; remove it, or use another -w"
else
	mv "$work/list.new" "$work/list"
	rm -f "$work/plan"
fi
[ "$(tr -cd '\0' <"$work/list" | wc -c)" -eq 0 ] ||
	die 2 'a name has a line feed; rename the recording'

# The pieces: where each begins, how long it is, and of which recording.
cut_up() {
	tail -n +4 "$work/list" | while IFS= read -r line; do
		length=${line%%"$tab"*} name=${line#*"$tab"*"$tab"}
		if [ "$length" -eq 0 ]; then
			say "$name is empty"
		elif [ "$length" -le "$bytes" ]; then
			printf '0\t%s\t%s\n' "$length" "$name"
		else
			parallel --plain --pipepart --recend '\n\n' --block "$bytes" -k -a "$name" \
				'wc -c' </dev/null 2>"$work/parallel.log" |
				name=$name length=$length awk '
					{ print at + 0 "\t" $1 "\t" ENVIRON["name"]; at += $1 }
					END { exit at != ENVIRON["length"] }' || exit 1
		fi
	done
}
if [ ! -e "$work/plan" ]; then
	cut_up >"$work/plan.new" || die 1 'a recording cannot be read'
	mv "$work/plan.new" "$work/plan"
fi
pieces=$(wc -l <"$work/plan")
[ "$pieces" -gt 0 ] || die 1 'no recordings'
piece() {
	line=$(sed -n "$1{p;q}" "$work/plan")
	begin=${line%%"$tab"*} line=${line#*"$tab"}
	echo "${line#*"$tab"}, ${line%%"$tab"*} bytes from $begin on"
}

export FLEET_SELF FLEET_WORK="$work" FLEET_SSH="${PARALLEL_SSH:-ssh}" FLEET_COLLAPSER="$collapser"
FLEET_SELF=$(realpath "$0")
export FLEET_COMMAND="$collapser --event-filter='$events' && printf '\\377\\377fleet 1\\n'"
# shellcheck disable=SC2016 # for the shell of GNU parallel
export PARALLEL_SHELL=/bin/sh PARALLEL_SSH='sh "$FLEET_SELF" --feed'

# The hosts that answer. All must have the same version, lest the parts differ.
if [ -n "$hosts" ]; then
	hosts=$(echo "$hosts" | tr -s ',' '\n' | sed "/\\//!s/^/$jobs\\//")
	echo "$hosts" | sed 's/.*\///' >"$work/logins"
	# shellcheck disable=SC2016 # for the shell of GNU parallel
	in_parallel -k -j "$(echo "$hosts" | head -n 50 | wc -l)" -a "$work/logins" \
		'sh "$FLEET_SELF" --hello {}' >"$work/hosts" || die 1 "$(tail -n 1 "$work/parallel.log")"
	awk -F '\t' '$1 { print "fleet.sh: " $2 " is left out: " $3 }' "$work/hosts" >&2
	[ "$(awk -F '\t' '!$1 { print $3 }' "$work/hosts" | sort -u | wc -l)" -le 1 ] ||
		die 1 "the hosts have different versions: $(awk -F '\t' '!$1 { printf "%s%s: %s",
			sep, $2, $3; sep = "; " }' "$work/hosts")"
	hosts=$(echo "$hosts" | awk -F '\t' 'NR == FNR { if (!$1) up[$2]; next }
		{ name = $0; sub(/.*\//, "", name) } name in up' "$work/hosts" - | paste -sd , -)
	[ -n "$hosts" ] || die 1 'no host is left'
fi

# The map: what has no part yet. A part that is cut is made again.
map() {
	: >"$work/todo"
	number=0
	while IFS= read -r line; do
		number=$((number + 1))
		if ! ends_with "$work/parts/$number" 1; then
			[ ! -e "$work/parts/$number" ] || say "a part is cut, again: $(piece "$number")"
			rm -f "$work/parts/$number"
			printf '%s\t%s\n' "$number" "$line" >>"$work/todo"
		fi
	done <"$work/plan"
	left=$(wc -l <"$work/todo")
	[ "$left" -eq "$pieces" ] || [ "$left" -eq 0 ] ||
		say "$((pieces - left)) of $pieces pieces are done already"
	[ "$left" -gt 0 ] || return 0
	: >"$work/failures"
	set -- --joblog "+$work/joblog" --retries "$tries" --timeout "$seconds" \
		--termseq TERM,2000,KILL,25 -N0 -a "$work/todo"
	# shellcheck disable=SC2016 # for the shells of GNU parallel
	if [ -n "$hosts" ]; then
		in_parallel "$@" -j 100% -S "$hosts" --env FLEET_COMMAND 'sh -c "$FLEET_COMMAND"'
	else
		in_parallel "$@" -j "$jobs" 'sh "$FLEET_SELF" --feed --local'
	fi >/dev/null || :
}

# What had to be done again, and what is missing.
report() {
	[ -s "$work/failures" ] || return 0
	awk -F '\t' '{ n[$2]++ } END { for (host in n) print "fleet.sh: " host ": " n[host] \
		(n[host] == 1 ? " try" : " tries") " failed" }' "$work/failures" | sort >&2
	head -n 20 "$work/failures" | while IFS=$tab read -r number host status reason; do
		say "$host failed with $status${reason:+ ($reason)}: $(piece "$number")"
	done
	[ "$(wc -l <"$work/failures")" -le 20 ] || say "and so on: $work/failures"
}

missing() {
	number=0
	while [ "$number" -lt "$pieces" ]; do
		number=$((number + 1))
		[ -e "$work/parts/$number" ] || say "missing: $(piece "$number")"
	done
}

# The reduce: 64 files become one, until one is left.
reduce() {
	rm -rf "$work/tree"
	seq -f 'parts/%.0f' "$pieces" >"$work/level"
	level=0
	while
		level=$((level + 1))
		mkdir -p "$work/tree/$level"
		(cd "$work" && exec parallel --plain -N 64 --halt now,fail=1 -a level \
			"foldedmerge --counts=1 -o tree/$level/{#} {}") >"$work/parallel.log" 2>&1 9>&- &
		child=$!
		wait "$child" || return 1
		child=
		(cd "$work" && find "tree/$level" -type f) | sort >"$work/level"
		rm -rf "$work/tree/$((level - 1))"
		[ "$(wc -l <"$work/level")" -gt 1 ]
	do :; done
	result=$work/$(cat "$work/level")
	ends_with "$result" "$pieces"
}

# A part that foldedmerge refuses is made again.
refused() {
	number=0
	while [ "$number" -lt "$pieces" ]; do
		number=$((number + 1))
		if ! answer=$(foldedmerge --counts=1 -o "$work/level" "$work/parts/$number" 2>&1); then
			say "$answer; again: $(piece "$number")"
			rm -f "$work/parts/$number"
		fi
	done
}

for round in 1 2 0; do
	map
	report
	if [ "$(find "$work/parts" -name '[0-9]*' | wc -l)" -ne "$pieces" ]; then
		tail -n 3 "$work/parallel.log" >&2
		missing
		die 1 "$out is not written; the same command tries again what is missing"
	fi
	! reduce || break
	child=
	[ "$round" -gt 0 ] || die 1 "$(tail -n 1 "$work/parallel.log")"
	refused
done

list >"$work/list.new"
cmp -s "$work/list" "$work/list.new" ||
	die 1 "recordings have changed meanwhile; remove $work and run the command again"
(cd "$work/messages" && find . -type f -size +0 | sort -t / -k 2n | head -n 20 | sed 's/^..//') |
	while read -r number; do
		while IFS= read -r line; do say "$(piece "$number"): $line"; done <"$work/messages/$number"
	done
[ "$(wc -l <"$result")" -gt 1 ] || die 1 "no stacks: no recording has samples of $events"
new=$out.$$
trap 'rm -f "$new"' EXIT
if ! sed '$d' "$result" >"$new" || ! mv "$new" "$out"; then die 1 "$out: cannot be written"; fi
cd "$work"
rm -rf parts messages tmp tree
rm -f failures files folders hosts joblog level list list.new lock logins operands parallel.log
rm -f plan stream todo
cd /
rmdir "$work" 2>/dev/null || :
