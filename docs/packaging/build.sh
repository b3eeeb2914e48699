#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh deb|rpm OUTDIR: make the packages of the last commit, check them, and put them
# into OUTDIR.
#
# Anybody may run it, after `.ci/install packages`. With DEB_BUILD_OPTIONS=nocheck the tests
# are left out, as Debian has it. What the checkers may say all the same, and why, is in
# debian/*.lintian-overrides and rpmlint.toml.
set -eu
kind=${1-} out=${2-}
case $kind in deb | rpm) ;; *) out= ;; esac
[ -n "$out" ] || { echo "usage: $0 deb|rpm OUTDIR" >&2; exit 2; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
name=flamegraph-c
version=$(sed -n "s/^project($name VERSION \([0-9.]*\).*/\1/p" "$here/../../CMakeLists.txt")
work=$(mktemp -d "${TMPDIR:-/tmp}/$name-$kind-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"
source=$name-$version.tar.gz
git -C "$here/../.." archive --prefix="$name-$version/" -o "$work/$source" HEAD

build_deb() {
	mv "$source" "${name}_$version.orig.tar.gz"
	tar xf "${name}_$version.orig.tar.gz"
	cp -R "$name-$version/docs/packaging/debian" "$name-$version/debian"
	(cd "$name-$version" && dpkg-buildpackage -us -uc)
	# The packages are the project's own: nobody filed a bug that asks Debian for them.
	lintian --display-info --pedantic --suppress-tags initial-upload-closes-no-bugs \
		--fail-on error,warning ./*.changes
	mv ./*.deb ./*.dsc ./*.tar.* ./*.changes ./*.buildinfo "$out"
}

# Where rpm has none of Fedora's macros for CMake, as on Debian, plain commands stand for them;
# and brp-compress, which compresses the manual pages, needs bash there.
build_rpm() {
	set -- --define "_topdir $work" --define "_sourcedir $work"
	testing=ON
	case ${DEB_BUILD_OPTIONS-} in *nocheck*) testing=OFF && set -- "$@" --nocheck ;; esac
	if [ "$(rpm --eval %cmake)" = %cmake ]; then
		set -- "$@" --nodeps --define "ctest ctest --test-dir build" --define "_build_id_links none" \
			--define "__os_install_post bash /usr/lib/rpm/brp-compress %{_prefix}" \
			--define "cmake CFLAGS='%{optflags}' cmake -B build -DBUILD_TESTING=$testing -DCMAKE_INSTALL_PREFIX=%{_prefix} -DCMAKE_INSTALL_LIBDIR=%{_libdir} -DCMAKE_INSTALL_SO_NO_EXE=0" \
			--define "cmake_build cmake --build build %{?_smp_mflags}" \
			--define "cmake_install DESTDIR=%{buildroot} cmake --install build --strip"
	fi
	rpmbuild -ba "$@" "$here/$name.spec"
	rpmlint --strict --config "$here/rpmlint.toml" "$here/$name.spec" SRPMS/*.rpm RPMS/*/*.rpm
	mv SRPMS/*.rpm RPMS/*/*.rpm "$out"
}

"build_$kind"
