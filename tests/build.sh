#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh [--keep] [CHECK...]: build the project as packagers do, and look at what comes out.
#
#   sources   the tarball has what git tracks, and makes itself again
#   packager  from it, in a folder with a blank and without write permission, a user without
#             HOME and network builds with Ninja; twice, elsewhere, it becomes the same
#   flags     hardening is there, and gives way to the flags of a distribution
#   packages  .deb and .rpm install, run, and leave nothing behind
#   host      another project adds this one
#   musl      static programs, each under 300 KB, run in an empty root
#
# Without words: all. The environment variable CMAKE names another cmake. A user other than
# root builds as itself, with network, and skips what only root may do.
set -eu
cd "$(dirname "$0")/.."
source=$PWD
cmake=${CMAKE:-cmake}
cpack=$(dirname "$(command -v "$cmake")")/cpack
keep=''
[ "${1-}" != --keep ] || { keep=yes; shift; }
top=$(mktemp -d "${TMPDIR:-/tmp}/flamegraph-build-XXXXXX")
# rpmbuild takes no path with a blank; one build here has one.
[ -n "$keep" ] || trap 'chmod -R u+w "$top"; rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$top"
log=$top/log

say() { printf '%s\n' "$*"; }
die() { tail -n 30 "$log" >&2; say "build.sh: $*" >&2; exit 1; }
# quiet COMMAND...: its output only if it fails.
quiet() { "$@" >"$log" 2>&1 || die "failed: $*"; }
# has FILE TEXT..., lacks FILE TEXT...: the words in a file.
has() { file=$1; shift; for text; do grep -q -e "$text" "$file" || die "no $text in $file"; done; }
lacks() { file=$1; shift; for text; do ! grep -q -e "$text" "$file" || die "$text in $file"; done; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# as_packager COMMAND...: with as little as a build daemon gives.
as_packager() {
	set -- env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@"
	! is_root || set -- unshare --net setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	(cd "$top" && "$@")
}

sources() {
	[ ! -d "$top/tree" ] || return 0
	quiet "$cmake" -S . -B "$top/pack" -DBUILD_TESTING=OFF
	quiet "$cmake" --build "$top/pack" --target package_source
	tarball=$(echo "$top"/pack/*.tar.gz)
	mkdir -p "$top/a tree" "$top/tree"
	tar xf "$tarball" -C "$top/a tree" --strip-components=1
	tar xf "$tarball" -C "$top/tree" --strip-components=1
	git ls-files -z | sort -z >"$top/tracked"
	(cd "$top/tree" && find . ! -type d -print0 | sed -z 's,^\./,,' | sort -z) >"$top/packed"
	cmp "$top/tracked" "$top/packed" || die "the tarball does not have what git tracks"
	quiet "$cmake" -S "$top/tree" -B "$top/tree/build" -DBUILD_TESTING=OFF
	quiet "$cmake" --build "$top/tree/build" --target package_source
	cmp "$tarball" "$top"/tree/build/*.tar.gz || die "the tarball makes another one"
	rm -r "$top/tree/build"
	say "sources: $(tr -dc '\0' <"$top/packed" | wc -c) files, $(($(wc -c <"$tarball") / 1000)) KB"
}

# build FOLDER OUT USER...: builds and installs the tree $top/FOLDER in $top/OUT.
build() {
	folder=$1 out=$2
	shift 2
	quiet "$@" "$cmake" -S "$top/$folder" -B "$top/$out/b" -G Ninja -DBUILD_TESTING=OFF \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo -DFLAMEGRAPH_PL_NAMES=ON -DCMAKE_INSTALL_PREFIX=/usr
	quiet "$@" "$cmake" --build "$top/$out/b" -- -j2
	quiet "$@" env DESTDIR="$top/$out/image" "$cmake" --build "$top/$out/b" --target install
}

packager() {
	sources
	[ ! -d "$top/build" ] || return 0
	chmod -R a-w "$top/a tree"
	mkdir "$top/a build"
	! is_root || chown 65534 "$top/a build"
	build "a tree" "a build" as_packager
	touch "$top/tree/LICENSE"
	(umask 027 && build tree build)
	diff -r "$top/a build/image" "$top/build/image" >"$log" || die "two builds differ"
	say "packager: $(find "$top/build/image" -type f | wc -l) files are the same in two builds"
}

flags() {
	packager
	fortified=''
	libraries=$(find "$top/build/image/usr" -name '*.so.*.*' -type f)
	[ -n "$libraries" ] || die "no library"
	for file in "$top/build/image/usr/bin/"* $libraries; do
		[ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
		readelf -hldW --dyn-syms "$file" >"$top/elf"
		# The stack, and what is written to, is not run.
		has "$top/elf" 'Type: *DYN' GNU_RELRO 'NOW' 'GNU_STACK .* RW '
		lacks "$top/elf" ' RWE ' TEXTREL RPATH RUNPATH
		case $file in *.so.*) continue ;; esac
		has "$top/elf" __stack_chk_fail
		! grep -q '_chk@' "$top/elf" || fortified=$file
	done
	[ -n "$fortified" ] || die "no program has the checks of FORTIFY_SOURCE"
	quiet env CFLAGS='-O1 -fno-stack-protector -D_FORTIFY_SOURCE=1 -fcf-protection=none' \
		LDFLAGS='-Wl,-z,lazy -no-pie' "$cmake" -S . -B "$top/flags" -G Ninja -DBUILD_TESTING=OFF
	ninja -C "$top/flags" -t commands fg-difffolded >"$top/commands"
	has "$top/commands" ' -O1 ' ' -fstack-clash-protection ' -z,relro
	lacks "$top/commands" ' -O[023s]' protector-strong 'SOURCE=2' 'cf-protection ' -z,now -fPIE ' -pie '
	quiet "$cmake" -S . -B "$top/off" -G Ninja -DBUILD_TESTING=OFF -DFLAMEGRAPH_HARDENING=OFF
	ninja -C "$top/off" -t commands fg-difffolded >"$top/commands"
	lacks "$top/commands" -fstack -D_FORTIFY -fcf -Wl,-z -pie
	say "flags: ours where none are given, else a distribution's"
}

packages() {
	packager
	(cd "$top/build/b" && quiet "$cpack" -G DEB && quiet "$cpack" -G RPM)
	deb=$(echo "$top/build/b/"*.deb) rpm=$(echo "$top/build/b/"*.rpm)
	mkdir "$top/deb" "$top/rpm"
	dpkg-deb -x "$deb" "$top/deb"
	(cd "$top/rpm" && rpm2cpio "$rpm" | cpio -idm --quiet)
	for kind in deb rpm; do
		# Stripped, but the same files.
		(cd "$top/build/image" && find . ! -type d | sort) >"$top/built"
		(cd "$top/$kind" && find . ! -type d | sort) >"$top/packed"
		diff "$top/built" "$top/packed" >"$log" || die "other files are in the .$kind"
		"$top/$kind/usr/bin/flamegraph.pl" --version >"$log" || die "flamegraph.pl of the .$kind fails"
		has "$log" '(flamegraph-c)'
	done
	dpkg-deb -f "$deb" >"$top/fields"
	has "$top/fields" '^Package: flamegraph-c$' '^Section: .' '^Maintainer: .*<.*@.*>' \
		'^Depends: libc6' '^Description: .'
	rpm -qip "$rpm" >"$top/fields"
	has "$top/fields" '^Name *: flamegraph-c$' '^License *: MIT$' '^Summary *: P'
	! is_root || install_packages
	say "packages: .deb $(($(wc -c <"$deb") / 1000)) KB, .rpm $(($(wc -c <"$rpm") / 1000)) KB"
}

# Into roots with nothing but the package manager's records. The .deb's script runs ldconfig.
install_packages() {
	admin=$top/dpkg/var/lib/dpkg
	mkdir -p "$admin/info" "$admin/updates" "$admin/triggers" "$top/rpmroot"
	: >"$admin/status"
	set -- dpkg --root="$top/dpkg" --force-depends --force-script-chrootless --log=/dev/null
	quiet "$@" -i "$deb"
	[ -x "$top/dpkg/usr/bin/flamegraph" ] || die "the .deb installs nothing"
	quiet "$@" -P flamegraph-c
	set -- rpm --root "$top/rpmroot" --nodeps
	quiet "$@" -i "$rpm"
	[ -x "$top/rpmroot/usr/bin/flamegraph" ] || die "the .rpm installs nothing"
	quiet "$@" -e flamegraph-c
	# The folders may stay, since other packages have them too.
	left=$(find "$top/dpkg" "$top/rpmroot" ! -type d \( -name '*flamegraph*' -o -name '*collapse*' \))
	[ -z "$left" ] || die "left behind: $left"
}

host() {
	for shared in ON OFF; do
		quiet "$cmake" -S tests/host -B "$top/host" -G Ninja -DFLAMEGRAPH="$source" -DBUILD_SHARED_LIBS=$shared
		quiet "$cmake" --build "$top/host" -- -j2
		"$top/host/host" <testdata/recordings/demo.perf.txt >"$log" || die "the host's program fails"
		quiet env DESTDIR="$top/host image" "$cmake" --build "$top/host" --target install
	done
	[ ! -e "$top/host image" ] || die "the host installs what it only uses"
	say "host: its own targets, settings and functions stay as they are"
}

musl() {
	quiet "$cmake" -S . -B "$top/musl" --preset musl
	quiet "$cmake" --build "$top/musl" -- -j2
	(cd "$top/musl" && quiet "$cpack" -G TGZ)
	mkdir "$top/empty"
	tar xf "$top"/musl/*.tar.gz -C "$top/empty" --strip-components=1
	large=$(find "$top/empty/bin" -size +299k)
	[ -z "$large" ] || die "300 KB or more: $large"
	set -- chroot "$top/empty"
	is_root || set -- unshare --map-root-user "$@"
	"$@" /bin/stackcollapse-perf <testdata/recordings/demo.perf.txt >"$top/folded" ||
		die "stackcollapse-perf fails"
	"$@" /bin/flamegraph <"$top/folded" >"$top/svg" || die "flamegraph fails"
	has "$top/folded" ' [0-9][0-9]*$'
	has "$top/svg" '</svg>'
	for program in "$top/empty/bin/"*; do
		case ${program##*/} in jmaps) continue ;; esac
		"$@" "/bin/${program##*/}" --version >"$log" 2>&1 || die "${program##*/} fails"
	done
	say "musl: the largest of $(find "$top/empty/bin" -type f | wc -l) programs has $(
		find "$top/empty/bin" -type f -printf '%s\n' | sort -n | tail -n 1) bytes"
}

[ $# -gt 0 ] || set -- sources packager flags packages host musl
for check; do
	case $check in
	sources | packager | flags | packages | host | musl) "$check" ;;
	*) die "unknown check '$check'; see its first lines" ;;
	esac
done
