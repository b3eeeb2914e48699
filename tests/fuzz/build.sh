#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh KIND: builds into build/fuzz/KIND
#
#   programs  every program, for AFL++ and with the sanitizers
#   parts     the modules, for libFuzzer and with the sanitizers
#   edges     both, for edges.sh: without the branches of the sanitizers
#   own       the same, for edges.sh --own: without counters in code that nearly all share
#   formats   the same, for programs of stackcollapse/: without counters in more of it
set -eu
cd "$(dirname "$0")/../.."
kind=$1
mkdir -p build/fuzz
# What a program never calls is not linked into it.
sections='-ffunction-sections -fdata-sections -Wl,--gc-sections'
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all'
export AFL_QUIET=1 AFL_LLVM_DENYLIST="$PWD/tests/fuzz/unmeasured"
case $kind in
programs) compiler=afl-clang-fast flags=$sanitizers targets=programs ;;
parts) compiler=clang flags="-fsanitize=fuzzer-no-link $sanitizers" targets=parts ;;
edges) compiler=afl-clang-fast flags=$sections targets='programs parts' ;;
own | formats)
	compiler=afl-clang-fast flags=$sections targets='programs parts'
	AFL_LLVM_DENYLIST="$PWD/tests/fuzz/shared"
	[ "$kind" = own ] || AFL_LLVM_DENYLIST=$AFL_LLVM_DENYLIST-formats targets=programs
	;;
*) echo "usage: $0 programs|parts|edges|own|formats" >&2; exit 2 ;;
esac
{
	cmake -S tests/fuzz -B "build/fuzz/$kind" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
		-DCMAKE_C_FLAGS="$flags"
	# shellcheck disable=SC2086
	cmake --build "build/fuzz/$kind" --target $targets -j "$(nproc)"
} >"build/fuzz/$kind.log" 2>&1
