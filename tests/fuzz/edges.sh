#!/bin/sh
# SPDX-License-Identifier: MIT
# edges.sh [--own] [TARGET...]: which part of a program's edges the inputs that all.sh has found reach.
#
# Measured by afl-showmap on programs without sanitizers, whose branches are many and are not to be
# reached. A program is linked with shared code that it can never use in full: an imitation of Perl's
# numbers, options of kinds that it does not have, the recognition of all formats. --own leaves these
# rooms of common/ out (shared, shared-formats), so that what is left is the target's own.
set -eu
cd "$(dirname "$0")/../.."
kind=edges
if [ "${1-}" = --own ]; then
	kind=own
	shift
fi
build() {
	sh tests/fuzz/build.sh "$1" || {
		echo "edges.sh: the programs do not build; see build/fuzz/$1.log" >&2
		exit 2
	}
}
build "$kind"
[ "$kind" != own ] || build formats
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/folder"
printf '%-30s %7s %7s %6s %7s\n' target edges of % inputs
targets=${*:-$(ls build/fuzz/out)}
for target in $targets; do
	programs=$kind
	case $kind$target in
	ownstackcollapse*) programs=formats ;;
	esac
	program=$PWD/build/fuzz/$programs/flamegraph-c/bin/$target
	corpus=$PWD/build/fuzz/out/$target/default/queue
	if [ -e "tests/fuzz/parts/$target.c" ]; then
		program=$PWD/build/fuzz/$kind/bin/$target
		corpus=$PWD/build/fuzz/out/$target/corpus
	fi
	[ -d "$corpus" ] || continue
	(cd "$work/folder" && FUZZ_FOLDER=$work/folder AFL_QUIET='' afl-showmap -C -t 5000 -m none -i "$corpus" -o "$work/map" \
		-- "$program" >"$work/log" 2>&1 </dev/null) || true
	sed -n 's/.*coverage of \([0-9]*\) edges .* out of \([0-9]*\) existing (\([0-9.]*\)%).*/\1 \2 \3/p' "$work/log" |
		while read -r found all percent; do
			printf '%-30s %7d %7d %6s %7d\n' "$target" "$found" "$all" "$percent" "$(find "$corpus" -type f | wc -l)"
		done
done
