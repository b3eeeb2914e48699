#!/bin/sh
# SPDX-License-Identifier: MIT
# packages.sh [--keep] [--root DIR]: build the distributions' packages, and try Debian's.
#
# A user who may do nothing, without HOME and without network, builds and checks the .deb
# and the .rpm (docs/packaging/build.sh). On a fresh Debian 12 the .deb is installed, does its
# main job without any other package, and is removed without a trace. Then it passes its
# autopkgtests there.
#
# The words are those of root.sh, which says what it needs; that, and `.ci/install packages`.
# shellcheck disable=SC2154
set -eu
. "$(dirname "$0")/root.sh"
tree=$top/tree
out=$top/packages

# step TEXT COMMAND...: the output is shown if it fails.
step() {
	start=$(date +%s)
	text=$1
	shift
	log=$top/step.log
	"$@" >"$log" 2>&1
	say "$text: $(($(date +%s) - start)) s"
}

build() {
	TMPDIR=$top unshare --net setpriv --reuid=nobody --regid=nogroup --clear-groups \
		env -i PATH=/usr/bin:/bin LANG=C.UTF-8 TMPDIR="$top" DEB_BUILD_OPTIONS='nocheck noautodbgsym' \
		sh "$tree/docs/packaging/build.sh" "$1" "$out"
}

# files LIST: all files of the root, but for what apt and dpkg write whatever they do.
files() {
	chroot "$root" find / -xdev \( -path /tmp -o -path /home -o -path /var/cache -o -path /var/log \
		-o -path /var/lib/apt \) -prune -o -type d -printf '%p %m\n' -o -printf '%p %m %s\n' |
		grep -v '^/var/lib/dpkg/[a-z-]* ' | sort >"$1"
}

install_deb() {
	cp "$out"/*.deb "$root/tmp/"
	in_root root sh -c 'apt-get install -q -y --no-install-recommends /tmp/*.deb'
}

main_job() {
	cp "$tree/testdata/recordings/demo.perf.txt" "$root/tmp/perf.txt"
	in_root "$user" sh -c 'stackcollapse-perf /tmp/perf.txt | flamegraph >~/flame.svg
		stackcollapse-perf.pl /tmp/perf.txt >~/folded'
	cmp "$root/home/$user/folded" "$tree/testdata/stackcollapse-perf/demo/stdout"
	grep -q '<title>all (' "$root/home/$user/flame.svg"
}

remove_deb() {
	for deb in "$out"/*.deb; do
		deb=${deb##*/}
		in_root root apt-get purge -q -y "${deb%%_*}"
	done
}

autopkgtests() {
	autopkgtest -B "$out"/*.deb "$out"/*.dsc -- chroot "$root"
}

make_base
git clone -q --no-hardlinks "$source" "$tree"
mkdir "$out"
chmod 755 "$top"
chown -R nobody: "$tree" "$out"
chmod 1777 "$top"
step "the .deb, clean under lintian" build deb
step "the .rpm, clean under rpmlint" build rpm
step "a fresh system" make_root
files "$top/before"
step "installed" install_deb
files "$top/installed"
[ "$(comm -13 "$top/before" "$top/installed" | wc -l)" -gt 100 ] || die "hardly any file was installed"
step "the main job" main_job
step "purged" remove_deb
files "$top/after"
diff "$top/before" "$top/after" || die "the package left these traces"
step "autopkgtests" autopkgtests
grep -E '^[a-z-]+ +(PASS|FAIL|SKIP)' "$log" | sort -u
(cd "$out" && wc -c ./*.deb ./*.rpm)
[ -z "$keep" ] || say "kept in $top"
