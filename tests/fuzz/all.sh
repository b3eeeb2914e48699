#!/bin/sh
# SPDX-License-Identifier: MIT
# all.sh [-j N] SECONDS [TARGET...]: fuzzes each target for SECONDS, N at a time (1), and prints a table.
#
# A target is a program, or the name of a file of tests/fuzz/parts. Inputs that crash or hang stay in
# build/fuzz/out/TARGET, and count until they are removed. A run goes on where the one before ended; for
# new seeds, remove that folder. The edges include the sanitizers' own branches; edges.sh counts those of
# the programs. Exit status: 0 nothing found, 1 a crash or a hang, 2 it could not run.
# Needs what `.ci/install fuzz` installs.
set -eu
cd "$(dirname "$0")/../.."

fail() {
	echo "all.sh: $1" >&2
	exit 2
}

jobs=1
if [ "${1-}" = -j ]; then
	jobs=${2-}
	shift 2
fi
[ $# -ge 1 ] || fail 'expected SECONDS [TARGET...]'
seconds=$1
shift
for tool in afl-fuzz afl-clang-fast clang; do
	command -v "$tool" >/dev/null || fail "$tool is not in PATH; run .ci/install fuzz"
done

for kind in programs parts; do
	sh tests/fuzz/build.sh "$kind" || fail "the $kind do not build; see build/fuzz/$kind.log"
done
targets=${*:-$(find build/fuzz/programs/flamegraph-c/bin build/fuzz/parts/bin -type f ! -name jmaps | sed 's/.*\///' | sort)}
rm -rf build/fuzz/rows
# shellcheck disable=SC2086
printf '%s\n' $targets | xargs -P "$jobs" -I TARGET sh tests/fuzz/one.sh "$seconds" TARGET

cat build/fuzz/rows/* | awk -F '\t' '
	BEGIN { printf "%-30s %12s %7s %7s %7s %5s %7s %6s\n", "target", "executions", "hours", "edges", "of", "%", "crashes", "hangs" }
	{
		printf "%-30s %12d %7.2f %7d %7d %5.1f %7s %6s\n", $1, $2, $3 / 3600, $4, $5, $5 ? 100 * $4 / $5 : 0, $6, $7
		executions += $2; seconds += $3; crashes += $6; hangs += $7; failed += $6 == "failed"
	}
	END {
		printf "%-30s %12d %7.2f %31d %6d\n", NR " targets", executions, seconds / 3600, crashes, hangs
		exit failed ? 2 : crashes + hangs > 0
	}'
