#!/bin/sh
# SPDX-License-Identifier: MIT
# release.sh: everything that a release has to pass, one after another; ends with what failed.
#
# It runs as root on Debian 12, takes hours, and needs 10 GB and a network of Debian's packages.
set -u
cd "$(dirname "$0")/.." || exit
failed=

check() {
	printf '\n== %s\n' "$*"
	"$@" || failed="$failed
  $*"
}

check git diff --quiet HEAD
check bash .ci/run
check sh tests/fresh.sh
check env TEST_SANITIZED=1 ctest --test-dir build/sanitize -R ^replay-
check env TEST_WRAPPER='valgrind -q --error-exitcode=99' \
	ctest --test-dir build/test -R '^(cases-|corpus|folded|guess|io|tools|interrupt|wellformed|unit-number)'
check python3 tests/fault/fault.py build/test/bin
check sh .ci/install analysis
check sh tests/analyse.sh --self-test
check sh tests/analyse.sh
check cmake --workflow --preset thread
check env TEST_SANITIZED=1 ctest --test-dir build/thread -R ^replay-blocks-
check env TEST_WRAPPER='valgrind -q --tool=helgrind --error-exitcode=99' \
	ctest --test-dir build/test -R '^(threads|library|unit-(chunks|processors|relay|interrupt|ranks|foldtab|perf_shares))$'
check sh .ci/install coverage
check python3 tests/coverage/coverage.py
check python3 tests/system/linear.py build/test/bin --every=8
check sh .ci/install all-machines
check sh tests/machines.sh
[ -z "$failed" ] || { printf '\nrelease: failed:%s\n' "$failed"; exit 1; }
printf '\nrelease: all passed\n'
