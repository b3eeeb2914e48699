#!/bin/sh
# SPDX-License-Identifier: MIT
# ci-diff.sh [OPTION...] BEFORE... -- AFTER...: what a build changed, for CI.
#
# Each file is a run: stacks with their numbers of samples, as profile.sh (NAME.counts)
# and `stackcollapse-perf --counts` write them. Give several of each build, best five.
# The options are those of foldedcheck, each in one word: --max-growth=3% (2% without
# it), --per=REGEX, --frame=REGEX, --self, --fdr=5%, and so on.
#
# Prints foldedcheck's table, on GitHub its annotations too, and writes to $OUT:
#
#   diff.svg   the difference as a flame graph: red grew, blue shrank
#   report.md  the verdicts as a table, for the merge request
#   junit.xml  the same for GitLab's reports
#
# Environment:
#
#   OUT          the folder, ci-diff without it
#   CANNOT_TELL  pass (without it): too few samples are no failure, but it is said;
#                fail: the exit status is then 3
#   LINK         the address of diff.svg for the report
#   GITHUB_ACTIONS, GITHUB_STEP_SUMMARY
#                set by GitHub: annotations are printed, and the report is added
#
# Exit status: that of foldedcheck. 0 fine; 1 a function grew; 2 a file cannot be used,
# the command line is wrong, a program is missing or a file cannot be written; 3 cannot
# tell, with CANNOT_TELL=fail.
set -eu

fail() {
	echo "ci-diff.sh: $1" >&2
	exit 2
}

out=${OUT:-ci-diff}
case $out in -*) out=./$out ;; esac
case ${CANNOT_TELL:=pass} in
pass | fail) ;;
*) fail "CANNOT_TELL is '$CANNOT_TELL'; expected pass or fail" ;;
esac
for program in foldedcheck foldedmerge flamegraph; do
	command -v "$program" >/dev/null || fail "$program is not in PATH; install flamegraph-c"
done

# How many words of each kind there are, in this order.
options=0 before=0 after=0 part=options limit=--max-growth=2%
for word do
	case $part$word in
	options--) fail 'no BEFORE; expected [OPTION...] BEFORE... -- AFTER...' ;;
	options--json | options--github | options--markdown | options--junit)
		fail "$word is not for ci-diff.sh, which writes the forms that CI needs" ;;
	options--max-share*) fail 'no --max-share here; call foldedcheck itself for one build' ;;
	options--max-growth=*) options=$((options + 1)) limit= ;;
	options--max-growth) fail 'expected --max-growth=PERCENT in one word' ;;
	options-?*) options=$((options + 1)) ;;
	before--) part=after ;;
	before-* | after-* | options-) fail "'$word' is not a file; options come first, a file can be ./$word" ;;
	options* | before*) part=before before=$((before + 1)) ;;
	*) after=$((after + 1)) ;;
	esac
done
[ "$after" -gt 0 ] || fail 'no AFTER; expected [OPTION...] BEFORE... -- AFTER...'
[ -z "$limit" ] || {
	set -- "$limit" "$@"
	options=$((options + 1))
}

error=$(mkdir -p "$out" 2>&1) || fail "$error"
scratch=
clean() {
	[ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d "$out/.ci-diff.XXXXXX" 2>/dev/null) || fail "cannot write to the folder $out"
# No result of an earlier build stays for this one.
rm -f "$out/diff.svg" "$out/report.md" "$out/junit.xml"

# foldedcheck names the cause itself.
status=0
foldedcheck "$@" || status=$?
case $status in
0 | 1 | 3) ;;
*) fail "foldedcheck ended with status $status; nothing was compared" ;;
esac
form() { # OPTION FILE, then foldedcheck's words
	option=$1 file=$2
	shift 2
	again=0
	foldedcheck "$option" "$@" >"$scratch/$file" || again=$?
	[ "$again" = "$status" ] || fail "foldedcheck $option ended with status $again, not $status as before"
}
form --markdown table "$@"
form --junit junit.xml "$@"
if [ "${GITHUB_ACTIONS-}" = true ]; then
	form --github annotations "$@"
	cat "$scratch/annotations"
fi

merge_before() {
	shift "$options"
	# The words of BEFORE go to the end, and all others away.
	count=$before
	while [ "$count" -gt 0 ]; do
		set -- "$@" "$1"
		shift
		count=$((count - 1))
	done
	shift $((after + 1))
	foldedmerge -o "$scratch/before" -- "$@"
}

merge_after() {
	shift $((options + before + 1))
	foldedmerge -o "$scratch/after" -- "$@"
}

# Each side as one profile: the picture has the shares that the table has.
merge_before "$@" || fail 'the runs of BEFORE cannot be merged'
merge_after "$@" || fail 'the runs of AFTER cannot be merged'
flamegraph --diff --normalize --title="${VERSION:+$VERSION: }what the build changed" \
	--subtitle="red grew, blue shrank" "$scratch/before" "$scratch/after" >"$scratch/diff.svg" ||
	fail 'the difference cannot be drawn'

case $status in
0) verdict='the limit is kept' ;;
1) verdict='a function takes a larger share of the time' ;;
3) verdict='too few samples to tell' ;;
esac
{
	printf '### Profile: %s\n\n' "$verdict"
	cat "$scratch/table"
	if [ -n "${LINK-}" ]; then
		printf '\n[The difference as a flame graph](%s)\n' "$LINK"
	else
		printf '\nThe difference as a flame graph is diff.svg of the job.\n'
	fi
} >"$scratch/report.md"
[ -z "${GITHUB_STEP_SUMMARY-}" ] || cat "$scratch/report.md" >>"$GITHUB_STEP_SUMMARY"

# All three or none.
trap '' HUP INT TERM
for file in diff.svg report.md junit.xml; do
	mv "$scratch/$file" "$out/$file" || fail "cannot write $out/$file"
done
[ "$status" = 3 ] || exit "$status"
echo "ci-diff.sh: cannot tell: too few samples; record more runs, or longer ones" >&2
[ "$CANNOT_TELL" = pass ] || exit 3
