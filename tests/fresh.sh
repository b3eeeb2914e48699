#!/bin/sh
# SPDX-License-Identifier: MIT
# fresh.sh [--keep] [--root DIR]: run the README's commands on a fresh Debian 12.
#
# debootstrap makes a root with nothing but the base system. An ordinary user,
# who may use sudo, has the committed tree there in a folder with a blank in its
# name, and runs the README's two commands word for word. Printed are the
# packages and megabytes that each installs, how long it takes, the summary of
# ctest, and why tests were skipped; one that lacks what it needs fails.
#
# The words are those of root.sh, which says what it needs; that, and 3 GB in TMPDIR.
# shellcheck disable=SC2016,SC2046,SC2086,SC2154
set -eu
. "$(dirname "$0")/root.sh"
folder="/home/$user/a tree"

# prepare: the root as an administrator hands it to a user.
prepare() {
	make_root
	in_root root apt-get install -q -y --no-install-recommends sudo
	say "$user ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/$user"
	git clone -q --no-hardlinks "$source" "$root$folder"
	chroot "$root" chown -R "$user:" "$folder"
}

# installed: how many packages, and their kilobytes.
installed() {
	chroot "$root" dpkg-query -W -f '${Installed-Size}\n' | awk '{ n++; kb += $1 } END { print n, kb }'
}

# run COMMAND LOG: as the user, in the tree; adds a line to the report.
run() {
	say "+ $1"
	before=$(installed) start=$(date +%s) result=passed
	in_root "$user" sh -c 'cd "$1" && exec sh -c "$2"' sh "$folder" "$1" >"$2" 2>&1 </dev/null || result=FAILED
	seconds=$(($(date +%s) - start))
	set -- "$1" "$2" $before $(installed)
	say "$(printf '%s: %d packages, %d MB installed; %d min %d s' "$result" $(($5 - $3)) $((($6 - $4) * 1024 / 1000000)) \
		$((seconds / 60)) $((seconds % 60)))"
	grep -E 'tests passed|^\[?100%\]? tests|Total Test time|\(Skipped\)|\(Failed\)|\(Timeout\)' "$2" || true
	[ "$result" = passed ] || { tail -n 150 "$2"; failed=1; }
}

make_base
say "root: user, tree, sudo"
log=$top/prepare.log
prepare >"$log" 2>&1
log='' failed=0
number=0
sed -n 's/^    \(sh \.ci\/install .*\)/\1/p' "$source/README.md" >"$top/commands"
[ "$(wc -l <"$top/commands")" -eq 2 ] || die "the README has not two commands that begin with 'sh .ci/install'"
while IFS= read -r command; do
	number=$((number + 1))
	run "$command" "$top/command-$number.log"
done <"$top/commands"
grep -h '^skipped:' "$root$folder/build/test/Testing/Temporary/LastTest.log" || true
[ -z "$keep" ] || say "kept in $top"
exit "$failed"
