#!/usr/bin/env bash
# The Markdown of a result set, for the summary of the job and for a comment.
#
#   FILE      the result set
#   BASELINE  what measure.sh made of it: base and head are compared if it was measured
#   VERDICT   Markdown of the gate, which comes first; none when empty
#
# Appends to GITHUB_STEP_SUMMARY, and writes `markdown=<file>` to GITHUB_OUTPUT.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
markdown=${FILE%.ndjson}.md
{
  [ -z "${VERDICT:-}" ] || cat "$VERDICT"
  [ "${BASELINE:-}" != measured ] || node "$here/../coldbench.mjs" compare "$FILE" --format markdown
  echo
  node "$here/../coldbench.mjs" show "$FILE" --format markdown
} >"$markdown"
cat "$markdown" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
printf 'markdown=%s\n' "$markdown" >>"${GITHUB_OUTPUT:-/dev/stdout}"
