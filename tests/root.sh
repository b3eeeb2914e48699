# shellcheck shell=sh disable=SC2016,SC2034,SC2046,SC2154
# SPDX-License-Identifier: MIT
# A root with a fresh Debian 12; scripts that need one source this file with their words:
#
#   --keep      leave the root, with the logs, for a look
#   --root DIR  keep the base system in DIR, and take it from there next time
#
# It needs root, debootstrap, and Debian's mirror as this machine's apt has it. Mounts and
# processes are in namespaces of their own, and end with them.

say() { printf '%s\n' "$*"; }
die() { say "${0##*/}: $*" >&2; exit 1; }

if [ "${ROOT_NAMESPACE-}" != yes ]; then
	[ "$(id -u)" -eq 0 ] || die "only root may make a root; run it with sudo"
	for program in debootstrap git unshare; do
		command -v "$program" >/dev/null || die "no $program"
	done
	ROOT_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child sh "$0" "$@"
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
top=$(mktemp -d "${TMPDIR:-/tmp}/flamegraph-root-XXXXXX")
root=$top/root
base=${cache:-$top}/base
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
	[ ! -d "$base" ] || return 0
	mirror=$(indexes '$(RELEASE) $(REPO_URI)' | grep -v '^[a-z]*-' | head -n 1)
	[ -n "$mirror" ] || die "no mirror of Debian in apt's sources; 'apt-get update' may help"
	say "base system: debootstrap from this machine's mirror"
	log=$top/base.log
	mkdir -p "${base%/*}"
	rm -rf "$base.part"
	debootstrap --variant=minbase bookworm "$base.part" "${mirror#* }" >"$log" 2>&1
	mv "$base.part" "$base"
}

# make_root: a copy of the base system, with an ordinary user.
make_root() {
	cp -a "$base" "$root"
	cp /etc/hosts /etc/resolv.conf "$root/etc/"
	# Other releases' sources are at the same addresses.
	indexes 'deb $(REPO_URI) $(RELEASE) main' |
		sed 's/ [a-z]*\(-[a-z]*\)\{0,1\} main$/ bookworm\1 main/' | sort -u >"$root/etc/apt/sources.list"
	apt-config dump Acquire | grep -v IndexTargets >"$root/etc/apt/apt.conf.d/host"
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	in_root root apt-get update -q
	chroot "$root" useradd -m "$user"
}

# in_root USER COMMAND...
user=somebody
in_root() {
	as=$1
	shift
	chroot --userspec="$as:$as" "$root" env -i HOME="$(chroot "$root" sh -c "echo ~$as")" USER="$as" \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive TESTS_REQUIRED=1 "$@"
}
