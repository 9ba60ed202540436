#!/usr/bin/env bash
# Where a module is as it was at a git revision, with the dependencies that it had then.
#
#   baseline.sh REVISION MODULE
#
# Checks the revision out beside this checkout (not inside: a dependency that is not found there would be taken from
# here, and the measured difference would not be the real one), installs what its own lockfile says, and prints the
# path of the module.
#
# Exit codes: 0 fine, 1 not to be had, 2 wrong usage, 3 the revision has no such module.
set -euo pipefail

fail() { printf 'baseline: %s\n  %s\n' "$1" "$2" >&2; exit "${3:-1}"; }
[ $# -eq 2 ] || fail 'a revision and a module are needed.' 'baseline.sh REVISION MODULE' 2
revision=$1
module=$2
[ -f "$module" ] || fail "there is no module $module." 'Of a built-in workload, name the file: ./workloads/catalog/handler.ts.' 2

here=$(cd "$(dirname "$module")" && pwd -P)
top=$(git -C "$here" rev-parse --show-toplevel) || fail "$module is in no git checkout." 'Check it out before.'
commit=$(git -C "$top" rev-parse --verify --quiet --end-of-options "$revision^{commit}") ||
  fail "there is no revision $revision here." 'A shallow checkout may lack it: give the checkout step a fetch-depth of 2, or of 0.'
path=${here#"$top"}/$(basename "$module")
path=${path#/}
git -C "$top" cat-file -e "$commit:$path" 2>/dev/null || fail "$path is not in $revision." 'There is nothing to compare with.' 3

base=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/coldbench-baseline-XXXXXX")
# No worktree: that would have to be taken off the list of this checkout again.
git -C "$top" archive "$commit" | tar -x -C "$base"

# The lockfile that covers the module: the nearest one above it.
folder=$(dirname "$path")
while [ "$folder" != . ] && [ ! -f "$base/$folder/package-lock.json" ]; do folder=$(dirname "$folder"); done
if [ -f "$base/$folder/package-lock.json" ]; then
  (cd "$base/$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
fi
printf '%s\n' "$base/$path"
