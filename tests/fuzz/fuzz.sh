#!/bin/sh
# SPDX-License-Identifier: MIT
# fuzz.sh SECONDS PROGRAM [OPTION...]: AFL++ on a program that reads standard input, with the sanitizers.
#
# The seeds are the inputs of the program's cases. For foldedcheck and foldedmerge, which read files, add
# `-`. Inputs that crash or hang, and all that reach new code, stay in build/fuzz/out/PROGRAM; a run goes
# on where the one before ended. Exit status: 0 no crash and no hang, 1 some, 2 it could not run.
# Needs Debian's afl++.
set -eu
cd "$(dirname "$0")/../.."

fail() {
	echo "fuzz.sh: $1" >&2
	exit 2
}

[ $# -ge 2 ] || fail 'expected SECONDS PROGRAM [OPTION...]'
seconds=$1 program=$2
shift 2
for tool in afl-fuzz afl-clang-fast; do
	command -v "$tool" >/dev/null || fail "$tool is not in PATH; install afl++"
done

AFL_QUIET=1 cmake -S . -B build/fuzz -DCMAKE_C_COMPILER=afl-clang-fast -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	-DBUILD_TESTING=OFF -DFLAMEGRAPH_SHARED=OFF \
	-DCMAKE_C_FLAGS='-fsanitize=address,undefined -fno-sanitize-recover=all' >build/fuzz.log
AFL_QUIET=1 cmake --build build/fuzz --target "fg-$program" -j "$(nproc)" >>build/fuzz.log 2>&1 ||
	fail "$program does not build; see build/fuzz.log"

out=build/fuzz/out/$program
seeds=build/fuzz/seeds/$program
mkdir -p "$seeds" build/fuzz/out
number=0
for file in "testdata/$program"/*/stdin "testdata/$program"/*/*[0-9]; do
	[ -f "$file" ] || continue
	[ "$(wc -c <"$file")" -lt 20000 ] || continue
	number=$((number + 1))
	cp "$file" "$seeds/$number"
done
[ "$number" -gt 0 ] || printf 'a;b 1\n' >"$seeds/1"
from=$seeds
[ ! -d "$out" ] || from=-

export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
export ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0 UBSAN_OPTIONS=abort_on_error=1:symbolize=0
afl-fuzz -V "$seconds" -i "$from" -o "$out" -t 2000 -m none -- "build/fuzz/bin/$program" "$@" >build/fuzz.log 2>&1 ||
	fail "afl-fuzz failed; see build/fuzz.log"
grep -E '^(execs_done|edges_found|corpus_count|saved_crashes|saved_hangs) ' "$out/default/fuzzer_stats"
! grep -qE '^saved_(crashes|hangs) +: [1-9]' "$out/default/fuzzer_stats"
