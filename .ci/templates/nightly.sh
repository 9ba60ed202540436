#!/usr/bin/env bash
# A night on a machine of your own, which does nothing else then. As a line of crontab(5):
#
#   23 2 * * *  /srv/coldbench/.ci/templates/nightly.sh /srv/service ./src/handler.ts >>/var/log/coldbench.log 2>&1
#
#   nightly.sh CHECKOUT WORKLOAD
#
# Measures WORKLOAD of CHECKOUT as it is checked out, and keeps the result set in CHECKOUT/.coldbench/history, the
# checkout of the branch coldbench-history, which it pushes to the origin of CHECKOUT (git asks its credential helper,
# or set HISTORY_TOKEN). BUDGET (10m) and RUNNERS (all that work) come from the environment.
set -euo pipefail

coldbench=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ $# -eq 2 ] || { echo 'nightly.sh CHECKOUT WORKLOAD' >&2; exit 2; }
cd "$1"
workload=$2

# Kept out of the way of git without a line in the project's .gitignore.
mkdir -p .coldbench
printf '*\n' >.coldbench/.gitignore

# Two runs at the same time would measure each other.
exec 9>.coldbench/lock
flock --nonblock 9 || { echo 'another run is under way' >&2; exit 1; }

out=.coldbench/$(date -u +%Y%m%dT%H%M%SZ).ndjson
args=(--workload "$workload" --budget "${BUDGET:-10m}" --out "$out" --label "commit=$(git rev-parse HEAD)")
[ -z "${RUNNERS:-}" ] || args+=(--runners "$RUNNERS")
measured=0
node "$coldbench/scripts/coldbench.mjs" bench "${args[@]}" || measured=$?

HISTORY_REMOTE=${HISTORY_REMOTE:-$(git remote get-url origin)}
export HISTORY_REMOTE
"$coldbench/scripts/ci/push-history.sh" .coldbench/history "$out"
rm "$out"
node "$coldbench/scripts/coldbench.mjs" history list --history .coldbench/history
node "$coldbench/scripts/coldbench.mjs" history report --history .coldbench/history --out .coldbench/trends.html
exit "$measured"
