#!/bin/sh
# SPDX-License-Identifier: MIT
# Draws the graphs of the browser tests into a directory, with the options in OPTIONS.
#
#	sh graphs.sh DIRECTORY FLAMEGRAPH DIFFFOLDED [INTERPRETER]
#
# for example: sh graphs.sh /tmp/ours build/bin/flamegraph build/bin/difffolded
set -eu
out=$1 flamegraph=$2 difffolded=$3 interpreter=${4-}
here=$(dirname "$0")
mkdir -p "$out"
for kind in small deep wide utf8 links before after chart; do
	"${NODE:-node}" "$here/stacks.js" $kind >"$out/$kind.folded"
done
printf 'main\ttitle=the start\n' >"$out/names"
awk -F'[; ]' '{ print $2 "\thref=javascript:void(window.followed=" NR ")\ttarget=_self" }' "$out/links.folded" | grep -v '^[0-9]' | sort -u -k1,1 >>"$out/names"

draw() { # NAME INPUT OPTION...
	name=$1 input=$2
	shift 2
	# shellcheck disable=SC2086
	$interpreter "$flamegraph" ${OPTIONS-} --fonttype "DejaVu Sans Mono" "$@" "$out/$input.folded" >"$out/$name.svg"
}
draw small small
draw deep deep
draw wide wide --minwidth 0
draw utf8 utf8
draw inverted small --inverted --title 'Upside down' --subtitle below
draw flamechart chart --flamechart --nametype Call: --countname ticks
draw links links --nameattr "$out/names"
$interpreter "$difffolded" "$out/before.folded" "$out/after.folded" >"$out/diff.folded"
draw differential diff
draw negated diff --negate
