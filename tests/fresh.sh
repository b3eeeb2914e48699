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
#   --keep      leave the root, with the logs, for a look
#   --root DIR  keep the base system in DIR, and take it from there next time
#
# It needs root, debootstrap, 3 GB in TMPDIR, and Debian's mirror as this
# machine's apt has it. Mounts and processes are in namespaces of their own, and
# end with it.
# shellcheck disable=SC2016,SC2046,SC2086
set -eu

say() { printf '%s\n' "$*"; }
die() { say "fresh.sh: $*" >&2; exit 1; }

if [ "${FRESH_NAMESPACE-}" != yes ]; then
	[ "$(id -u)" -eq 0 ] || die "only root may make a root; run it with sudo"
	for program in debootstrap git unshare; do
		command -v "$program" >/dev/null || die "no $program"
	done
	FRESH_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child sh "$0" "$@"
fi

keep='' cache=''
while [ $# -gt 0 ]; do
	case $1 in
	--keep) keep=yes ;;
	--root) [ $# -gt 1 ] || die "--root needs a folder"; cache=$2; shift ;;
	*) die "unknown word '$1'; see its first lines" ;;
	esac
	shift
done
source=$(cd "$(dirname "$0")/.." && pwd)
top=$(mktemp -d "${TMPDIR:-/tmp}/flamegraph-fresh-XXXXXX")
root=$top/root
base=${cache:-$top}/base
user=somebody
folder="/home/$user/a tree"
log='' # of the step that ends everything if it fails

# shellcheck disable=SC2317
clean() {
	status=$?
	[ "$status" -eq 0 ] || [ -z "$log" ] || tail "$log"
	umount -R -l "$root/proc" "$root/dev" 2>/dev/null || true
	[ -n "$keep" ] || rm -rf --one-file-system "$top"
	exit "$status"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# indexes FIELDS: of Debian's packages in apt's sources, a line for each.
indexes() {
	apt-get indextargets --format "$1" 'Created-By: Packages' 'Origin: Debian' 'Component: main' | sort -u
}

make_base() {
	mirror=$(indexes '$(RELEASE) $(REPO_URI)' | grep -v '^[a-z]*-' | head -n 1)
	[ -n "$mirror" ] || die "no mirror of Debian in apt's sources; 'apt-get update' may help"
	say "base system: debootstrap from this machine's mirror"
	log=$top/base.log
	mkdir -p "${base%/*}"
	rm -rf "$base.part"
	debootstrap --variant=minbase bookworm "$base.part" "${mirror#* }" >"$log" 2>&1
	mv "$base.part" "$base"
}

# prepare: the root as an administrator hands it to a user.
prepare() {
	cp -a "$base" "$root"
	cp /etc/hosts /etc/resolv.conf "$root/etc/"
	# Other releases' sources are at the same addresses.
	indexes 'deb $(REPO_URI) $(RELEASE) main' |
		sed 's/ [a-z]*\(-[a-z]*\)\{0,1\} main$/ bookworm\1 main/' | sort -u >"$root/etc/apt/sources.list"
	apt-config dump Acquire | grep -v IndexTargets >"$root/etc/apt/apt.conf.d/host"
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	in_root root apt-get update -q
	in_root root apt-get install -q -y --no-install-recommends sudo
	chroot "$root" useradd -m "$user"
	say "$user ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/$user"
	git clone -q --no-hardlinks "$source" "$root$folder"
	chroot "$root" chown -R "$user:" "$folder"
}

# in_root USER COMMAND...
in_root() {
	as=$1
	shift
	chroot --userspec="$as:$as" "$root" env -i HOME="$(chroot "$root" sh -c "echo ~$as")" USER="$as" \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive TESTS_REQUIRED=1 "$@"
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

[ -d "$base" ] || make_base
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
