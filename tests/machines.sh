#!/bin/sh
# SPDX-License-Identifier: MIT
# machines.sh [NAME...]: the unit tests and all cases (`ctest -L fast`) with other compilers, C
# libraries and processors; without a name on all. Prints a line for each; fails if one does.
# docs/MACHINES.md says more.
set -u

# The name, Debian's package, the compiler, the locale, the processor that qemu emulates, flags.
machines() {
	cat <<-END
		gcc           gcc    gcc   C        - -std=c99 -pedantic-errors
		unsigned-char gcc    gcc   C.UTF-8  - -funsigned-char
		lto           gcc    gcc   C.UTF-8  - -flto
		posix         gcc    gcc   C        - -U__linux__
		clang         clang  clang C.UTF-8  - -std=c99 -pedantic-errors
		musl          musl-tools              musl-gcc                C.UTF-8 - -static
		i386          gcc-i686-linux-gnu      i686-linux-gnu-gcc      C.UTF-8 i386    -static
		i386-clang    gcc-i686-linux-gnu      clang C i386    -static --target=i386-linux-gnu -march=i686
		aarch64       gcc-aarch64-linux-gnu   aarch64-linux-gnu-gcc   C.UTF-8 aarch64 -static
		aarch64-clang gcc-aarch64-linux-gnu   clang C aarch64 -static --target=aarch64-linux-gnu
		armhf         gcc-arm-linux-gnueabihf arm-linux-gnueabihf-gcc C       arm     -static
		riscv64       gcc-riscv64-linux-gnu   riscv64-linux-gnu-gcc   C       riscv64 -static
		s390x         gcc-s390x-linux-gnu     s390x-linux-gnu-gcc     C.UTF-8 s390x   -static
	END
}

cd "$(dirname "$0")/.." || exit
jobs=$(getconf _NPROCESSORS_ONLN)
unset TEST_WRAPPER CFLAGS LDFLAGS

# Puts a script in the place of each program, which calls it with the emulator: programs call
# each other, and the kernel cannot run them.
emulate() {
	mkdir -p "$build/emulated"
	for program in "$PWD/$build"/bin/* "$PWD/$build"/tests/unit/test_*; do
		head -c 4 "$program" | grep -q ELF || continue
		moved=$PWD/$build/emulated/${program##*/}
		mv "$program" "$moved" || return
		echo "#!/bin/sh
exec $emulator -0 \"\$0\" \"$moved\" \"\$@\"" >"$program"
		chmod +x "$program"
	done
}

build() {
	system=
	[ -z "$emulator" ] || system=-DCMAKE_SYSTEM_NAME=Linux
	static=
	case $flags in *-static*) static=-static ;; esac
	cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DFLAMEGRAPH_WERROR=ON \
		-DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="${flags#-static}" \
		-DCMAKE_EXE_LINKER_FLAGS="$static" $system &&
		cmake --build "$build" -j "$jobs" &&
		{ [ -z "$emulator" ] || emulate; }
}

# Adds up "N passed, N failed", by the kind of test.
report() {
	awk -v name="$name" -v seconds="$(($(date +%s) - start))" '
		/^[0-9]+\/[0-9]+ Testing: / { kind = $3 ~ /^cases-/ ? "cases" : $3 ~ /^unit-/ ? "unit" : "" }
		/^[0-9]+ passed, [0-9]+ failed$/ { passed[kind] += $1; failed[kind] += $3 }
		END { printf "%-13s  %d cases passed, %d failed; %d unit checks passed, %d failed; %d s\n",
			name, passed["cases"], failed["cases"], passed["unit"], failed["unit"], seconds }
	' "$build/Testing/Temporary/LastTest.log"
}

run() {
	build=build/machines/$name
	start=$(date +%s)
	emulator=
	[ "$processor" = - ] || emulator=qemu-$processor-static
	for program in "$compiler" $emulator; do
		command -v "$program" >/dev/null || {
			[ "$program" = "$compiler" ] || package=qemu-user-static
			echo "$name: no $program (Debian: $package)"
			return 1
		}
	done
	mkdir -p "$build"
	build >"$build/log" 2>&1 || { echo "$name: does not build"; tail -n 20 "$build/log"; return 1; }
	# The emulator loses some signals to threads that wait.
	left_out='^$'
	[ -z "$emulator" ] || left_out='^unit-interrupt$'
	LC_ALL=$locale ctest --test-dir "$build" -L fast -E "$left_out" -j "$jobs" --output-on-failure >"$build/log" 2>&1
	status=$?
	report
	[ $status -eq 0 ] || { sed -n '/tests passed/,$p' "$build/log"; echo "see $build/log"; }
	return $status
}

failed=0
table=$(mktemp) && machines >"$table" || exit
trap 'rm -f "$table"' EXIT
for wanted in "${@:-all}"; do
	known=0
	while read -r name package compiler locale processor flags; do
		case $wanted in all | "$name") known=1 ;; *) continue ;; esac
		run </dev/null || failed=1
	done <"$table"
	[ $known -eq 1 ] || { echo "machines.sh: there is no machine '$wanted'" >&2; failed=1; }
done
exit $failed
