#!/bin/sh
# SPDX-License-Identifier: MIT
# gate-metrics.sh PROFILE FILE.prom WORD...: run foldedcheck, write its verdicts for Prometheus.
#
#   PROFILE    what the label `profile` says, such as the name of a service
#   FILE.prom  a file for node_exporter's textfile collector
#   WORD...    the options and files of foldedcheck
#
# The shares are those of the 20 worst functions; --top N among the words changes that.
#
# Exit status: 0 the file is written, whatever the gate says (flamegraph_gate_status is its
# exit status); 1 it could not be written; 2 the command line is wrong; 3 a program is missing.
set -eu

fail() { # STATUS MESSAGE
	echo "gate-metrics.sh: $2" >&2
	exit "$1"
}

[ $# -ge 3 ] || fail 2 'usage: gate-metrics.sh PROFILE FILE.prom WORD...'
for program in foldedcheck jq; do
	command -v "$program" >/dev/null || fail 3 "$program is not in PATH; install it, or set PATH"
done
profile=$1 file=$2
shift 2
case $file in
*.prom) ;;
*) fail 2 "'$file' does not end in .prom, so node_exporter would not read it" ;;
esac

# The temporary file is beside the other, for mv, and does not end in .prom.
work=$(mktemp "$(dirname -- "$file")/.gate-metrics.XXXXXX") || fail 1 "cannot write beside $file; check the folder"
json=$(mktemp) || { rm -f -- "$work"; fail 1 'cannot write to the temporary folder; check TMPDIR'; }
trap 'rm -f -- "$work" "$json"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

status=0
foldedcheck --json --top=20 "$@" >"$json" || status=$?
# With status 2, and after a crash, there is no JSON.
case $status in
0 | 1 | 3) ;;
*) status=2 && echo '{}' >"$json" ;;
esac

jq -r --arg profile "$profile" --arg time "$(date +%s)" --arg status "$status" '
	def quoted: gsub("\\\\"; "\\\\") | gsub("\""; "\\\"") | gsub("\n"; "\\n") | "\"\(.)\"";
	def describe($name; $help): "# HELP \($name) \($help)", "# TYPE \($name) gauge";
	# Names that are not UTF-8 can look the same, and labels may not.
	def function: .name + (if .name_hex then " (" + .name_hex + ")" else "" end) | quoted;
	def functions($name; $help; value):
		[(.functions // [])[] | select(value != null)
			| "\($name){profile=\($profile | quoted),function=\(function)} \(value)"]
		| if length > 0 then describe($name; $help), .[] else empty end;
	def sum($name; $help; $value):
		describe($name; $help), "\($name){profile=\($profile | quoted)} \($value)";
	sum("flamegraph_gate_status"; "Exit status of foldedcheck."; $status),
	sum("flamegraph_gate_run_timestamp_seconds"; "When foldedcheck ran."; $time),
	(if .verdicts then
		sum("flamegraph_gate_samples"; "Samples of the profiles."; .after.samples),
		sum("flamegraph_gate_limit"; "The limit, as a fraction of 1."; .limits.share // .limits.growth),
		describe("flamegraph_gate_functions"; "Functions with a verdict."),
		(.verdicts | to_entries[] | "flamegraph_gate_functions{profile=\($profile | quoted),verdict=\(.key | quoted)} \(.value)")
	else empty end),
	functions("flamegraph_function_share"; "Share of the samples."; .share // .after),
	functions("flamegraph_function_growth"; "Growth of the share."; .growth),
	functions("flamegraph_function_growth_low"; "Lower confidence limit of the growth."; .low),
	functions("flamegraph_function_growth_high"; "Upper confidence limit of the growth."; .high)
' "$json" >"$work" || fail 1 'jq failed; see its message above'
{ chmod 644 "$work" && mv -f -- "$work" "$file"; } || fail 1 "cannot write $file; check the folder"
