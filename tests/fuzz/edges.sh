#!/bin/sh
# SPDX-License-Identifier: MIT
# edges.sh [--own] [TARGET...]: which part of a program's edges the inputs that all.sh has found reach.
#
# Measured by afl-showmap on programs without sanitizers, whose branches are many and are not to be
# reached. A program is linked with shared code that it can never use in full: an imitation of Perl's
# numbers, options of kinds that it does not have, the recognition of all formats. --own leaves these
# rooms of common/ out (shared, shared-formats), so that what is left is the target's own; but for the
# target options, which is one of these rooms.
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
targets=${*:-$(ls build/fuzz/out)}
build "$kind"
[ "$kind" != own ] || build formats
case "$kind $targets" in own*options*) build edges ;; esac
# The number of edges. That of afl-showmap is rounded up to a multiple of 64, and what is behind
# the last edge is not zero.
edges_of() {
	(cd "$work/folder" && FUZZ_FOLDER=$work/folder AFL_DEBUG=1 "$1" 2>&1 </dev/null) |
		sed -n 's/.*__afl_final_loc \([0-9]*\),.*/\1/p' | head -n 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/folder"
printf '%-30s %7s %7s %6s %7s\n' target edges of % inputs
for target in $targets; do
	programs=$kind
	case $kind$target in
	ownstackcollapse* | ownpkgsplit-perf) programs=formats ;;
	ownoptions) programs=edges ;;
	esac
	program=$PWD/build/fuzz/$programs/flamegraph-c/bin/$target
	corpus=$PWD/build/fuzz/out/$target/default/queue
	if [ -e "tests/fuzz/parts/$target.c" ]; then
		program=$PWD/build/fuzz/$programs/bin/$target
		corpus=$PWD/build/fuzz/out/$target/corpus
	fi
	[ -d "$corpus" ] || continue
	(cd "$work/folder" && FUZZ_FOLDER=$work/folder AFL_QUIET='' afl-showmap -C -t 5000 -m none -i "$corpus" -o "$work/map" \
		-- "$program" >"$work/log" 2>&1 </dev/null) || true
	all=$(edges_of "$program")
	found=$(awk -F: -v all="$all" '$1 < all { n++ } END { print n + 0 }' "$work/map")
	printf '%-30s %7d %7d %5d%% %7d\n' "$target" "$found" "$all" $((100 * found / all)) "$(find "$corpus" -type f | wc -l)"
done
