#!/bin/sh
# SPDX-License-Identifier: MIT
# analyse.sh [--self-test | ANALYSER...]: analyses the programs and the library. Fails on any finding.
#
#   suppressions  the project's warnings are nowhere switched off
#   clang_tidy    the checks of .clang-tidy and tests/.clang-tidy, in the unit tests too
#   cpp_check     all but what .cppcheck lists, in the unit tests too
#   gcc_analyzer  -fanalyzer, and the project's warnings
#   scan_build    clang's analyser, and the project's warnings; this one takes long
#
# --self-test: each finds a defect that is made for it.
set -u
cd "$(dirname "$0")/.." || exit
source=$PWD build=$PWD/build/analyse jobs=$(getconf _NPROCESSORS_ONLN)
failed=

configure() {
	"$@" -G Ninja -S "$source" -DCMAKE_BUILD_TYPE=Debug -DFLAMEGRAPH_HARDENING=OFF \
		-DFLAMEGRAPH_WERROR=ON >/dev/null
}

# findings LOG COMMAND...: shows what it prints only if it fails.
findings() {
	log=$1
	shift
	"$@" >"$log" 2>&1 || { grep -v '^\[' "$log"; return 1; }
}

gcc_analyzer() {
	configure cmake -B "$build/gcc" -DCMAKE_C_COMPILER=gcc -DCMAKE_C_FLAGS='-fanalyzer -Werror' -DBUILD_TESTING=OFF &&
		findings "$build/gcc.log" cmake --build "$build/gcc" -j "$jobs" -- -k 0
}

# It sees only what is compiled.
scan_build() {
	set -- scan-build --use-cc=clang --status-bugs -o "$build/scan"
	configure "$@" cmake -B "$build/clang" -DBUILD_TESTING=OFF &&
		cmake --build "$build/clang" --target clean >/dev/null &&
		findings "$build/clang.log" "$@" cmake --build "$build/clang" -j "$jobs" -- -k 0
}

# For those that need no build: how each file is compiled, and the one file that is made.
commands() {
	configure cmake -B "$build/files" -DCMAKE_C_COMPILER=clang -DCMAKE_EXPORT_COMPILE_COMMANDS=ON &&
		{ [ "$source" != "$PWD" ] || ninja -C "$build/files" flamegraph/assets.c >/dev/null; }
}

clang_tidy() {
	sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$build/files/compile_commands.json" | sort -u |
		grep -v "^$build" | tr '\n' '\0' |
		xargs -0 -n 8 -P "$jobs" clang-tidy -quiet -p "$build/files" 2>"$build/tidy.log"
}

cpp_check() {
	cppcheck --project="$build/files/compile_commands.json" -j "$jobs" --quiet --error-exitcode=1 \
		--library=posix --enable=warning,style,performance,portability --suppressions-list=.cppcheck
}

suppressions() {
	! git grep -nE '# *pragma|NOLINT|cppcheck-suppress|-Wno-|_Pragma|__clang_analyzer__' -- \
		'*.c' '*.h' '*CMakeLists.txt' '*.cmake' CMakePresets.json
}

check() {
	start=$(date +%s)
	"$@" && result=passed || result=failed failed=yes
	printf '%s: %s, %d seconds\n' "$1" "$result" "$(($(date +%s) - start))"
}

analyse() {
	mkdir -p "$build"
	check commands
	for analyser in ${*:-clang_tidy cpp_check gcc_analyzer scan_build}; do
		check "$analyser"
	done
}

# defect NAME TEXT: a file of the project below that has it.
defect() { printf '#include <stdlib.h>\n#include <string.h>\n#include "defects.h"\n%s\n' "$2" >"$source/$1.c"; }

self_test() {
	source=$(mktemp -d "${TMPDIR:-/tmp}/flamegraph-analyse-XXXXXX") build=$source/build
	trap 'rm -rf "$source"' EXIT
	cp .clang-tidy "$source"
	echo 'int leak(size_t n); int null(int n); char *copy(const char *s); int past(void);' >"$source/defects.h"
	defect gcc_analyzer 'int leak(size_t n) { char *p = malloc(n); return p != NULL; }'
	defect scan_build 'int null(int n) { int *p = n > 3 ? &n : NULL; return *p; }'
	defect clang_tidy 'char *copy(const char *s) { return malloc(strlen(s + 1)); }'
	defect cpp_check 'int past(void) { int list[4] = {0}; return list[4]; }'
	cat >"$source/CMakeLists.txt" <<-'END'
		cmake_minimum_required(VERSION 3.13)
		project(defects C)
		add_library(defects gcc_analyzer.c scan_build.c clang_tidy.c cpp_check.c)
	END
	(analyse) >"$source/log" 2>&1
	while read -r analyser finding; do
		grep "/$analyser\.c:.*$finding" "$source/log" && grep -q "^$analyser: failed" "$source/log" || {
			echo "analyse.sh: $analyser does not find its defect"
			failed=yes
		}
	done <<-'END'
		gcc_analyzer analyzer-malloc-leak
		scan_build   core.NullDereference
		clang_tidy   bugprone-misplaced-operator-in-strlen-in-alloc
		cpp_check    arrayIndexOutOfBounds
	END
}

case ${1-} in
--self-test) self_test ;;
-*) echo "usage: $0 [--self-test | ANALYSER...]" >&2; exit 2 ;;
*)
	check suppressions
	analyse "$@"
	;;
esac
[ -z "$failed" ]
