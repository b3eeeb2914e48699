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
check sh tests/build.sh
check python3 tests/system/library.py build/test/bin all
check sh tests/packages.sh
check sh .ci/install all-machines
check sh tests/machines.sh
[ -z "$failed" ] || { printf '\nrelease: failed:%s\n' "$failed"; exit 1; }
printf '\nrelease: all passed\n'
