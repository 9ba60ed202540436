#!/usr/bin/env bash
# `coldbench bench` with the inputs of action.yml, all from the environment:
#
#   WORKLOAD  modules or names, one a line       INPUT     the event, a JSON file; none when empty
#   RUNNERS   a list with commas; all when empty BUDGET    such as 90s
#   BASELINE  a git revision, another module or a result set, measured in the same blocks; none when empty
#   FAIL_ON   what the gate will be asked for; needs a baseline
#
# Writes to GITHUB_OUTPUT: `file=<result set>` as soon as there is one, and `baseline=`, which is `measured`, `absent` (the
# revision does not have the module) or empty. Ends with the exit code of bench.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { printf 'measure: %s\n  %s\n' "$1" "$2" >&2; exit 2; }

# Unique, since the result sets of several machines may be collected in one folder.
out=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/coldbench/$(uname -m)-$(date -u +%Y%m%dT%H%M%SZ)-$$.ndjson
mkdir -p "$(dirname "$out")"
args=(--budget "${BUDGET:-60s}" --out "$out")
[ -z "${RUNNERS:-}" ] || args+=(--runners "$RUNNERS")
[ -z "${INPUT:-}" ] || args+=(--input "$INPUT")

workloads=()
while read -r workload; do
  [ -z "$workload" ] || workloads+=("$workload")
done <<<"${WORKLOAD:-catalog}"
for workload in "${workloads[@]}"; do args+=(--workload "$workload"); done

add_label() { [ -z "$2" ] || args+=(--label "$1=$2"); }
add_label commit "${GITHUB_SHA:-}"
add_label ref "${GITHUB_REF_NAME:-}"
add_label ci-run "${GITHUB_RUN_ID:-}"
add_label image "${ImageOS:-}${ImageVersion:+ $ImageVersion}"

baseline=
add_baseline() {
  local code=0 module
  if [ -e "$1" ]; then module=$1; else module=$("$here/baseline.sh" "$1" "$2") || code=$?; fi
  case $code in
    0) args+=(--baseline-artifact "$module") baseline=measured ;;
    3) baseline=absent ;;
    *) exit "$code" ;;
  esac
}
if [ -z "${BASELINE:-}" ]; then
  [ -z "${FAIL_ON:-}" ] || fail 'fail-on needs a baseline: nothing else is in the same blocks.' 'Name one, such as HEAD^1.'
else
  [ "${#workloads[@]}" -eq 1 ] || fail 'a baseline is of one workload, not of several.' 'Name one workload.'
  add_baseline "$BASELINE" "${workloads[0]}"
fi

code=0
node "$here/../coldbench.mjs" bench "${args[@]}" || code=$?
[ ! -f "$out" ] || printf 'file=%s\nbaseline=%s\n' "$out" "$baseline" >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
