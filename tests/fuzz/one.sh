#!/bin/sh
# SPDX-License-Identifier: MIT
# one.sh SECONDS TARGET: fuzzes one target that all.sh has built, and writes its row of the table to
# build/fuzz/rows/TARGET. Inputs that crash or hang, and all that reach new code, stay in
# build/fuzz/out/TARGET; a run goes on where the one before ended. With FUZZ_SEED in the environment,
# a number, runs from the same start try the same inputs, as far as they get.
set -eu
cd "$(dirname "$0")/../.."
seconds=$1 target=$2 seed=${FUZZ_SEED-}
out=build/fuzz/out/$target
mkdir -p build/fuzz/rows "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/seeds" "$work/folder"

# row EXECUTIONS SECONDS EDGES ALL CRASHES HANGS
row() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "$@" >"build/fuzz/rows/$target"
}

# The value of a line of fuzzer_stats.
stat() {
	sed -n "s/^$1  *: //p" "$out/default/fuzzer_stats"
}

program() {
	from=$work/seeds
	[ ! -e "$out/default/fuzzer_stats" ] || from=-
	export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_FAST_CAL=1 AFL_IGNORE_SEED_PROBLEMS=1
	export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
	export ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0:malloc_context_size=0
	export UBSAN_OPTIONS=abort_on_error=1:symbolize=0
	FUZZ_FOLDER=$work/folder afl-fuzz ${seed:+-s "$seed"} -V "$seconds" -i "$from" -o "$out" \
		-x "$work/words" -G 65536 -t 5000 -m none \
		-- "build/fuzz/programs/flamegraph-c/bin/$target" >"$out/log" 2>&1 || {
		tail -5 "$out/log" >&2
		row 0 0 0 0 failed failed
		return
	}
	row "$(stat execs_done)" "$(stat run_time)" "$(stat edges_found)" "$(stat total_edges)" \
		"$(stat saved_crashes)" "$(stat saved_hangs)"
}

part() {
	mkdir -p "$out/corpus"
	root=$PWD
	# It ends with the first input that crashes.
	(cd "$work/folder" && UBSAN_OPTIONS=print_stacktrace=1 "$root/build/fuzz/parts/bin/$target" \
		${seed:+-seed="$seed"} -close_fd_mask=3 -max_total_time="$seconds" -timeout=5 \
		-print_final_stats=1 -dict="$work/words" \
		-artifact_prefix="$root/$out/" "$root/$out/corpus" "$work/seeds") >"$out/log" 2>&1 || tail -20 "$out/log" >&2
	row "$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/log")" "$seconds" \
		"$(sed -n 's/^#.* cov: \([0-9]*\) .*/\1/p' "$out/log" | tail -1)" \
		"$(sed -n 's/^INFO: Loaded .* PC tables (\([0-9]*\) PCs).*/\1/p' "$out/log")" \
		"$(find "$out" -maxdepth 1 -name 'crash-*' -o -name 'leak-*' -o -name 'oom-*' | wc -l)" \
		"$(find "$out" -maxdepth 1 -name 'timeout-*' | wc -l)"
}

python3 tests/fuzz/seeds.py "$target" "$work/seeds" "$work/words"
if [ -e "tests/fuzz/parts/$target.c" ]; then
	part
else
	program
fi
