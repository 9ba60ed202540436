#!/usr/bin/env bash
# Judges a result set that holds base and head, for action.yml:
#
#   FILE      the result set                      FAIL_ON       verdicts, such as slower
#   BASELINE  what measure.sh made of it          THRESHOLD     such as 3%
#   BUDGET    for measuring a suspicion again     INCONCLUSIVE  pass or fail
#
# Writes to GITHUB_OUTPUT: `verdict=`, the outcome in the words of gate.json, and `markdown=<file>`. Ends with the exit
# code of `coldbench gate`; a change that adds the module has nothing to fail against.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${FILE%.ndjson}-gate
mkdir -p "$folder"
code=0
if [ "$BASELINE" = absent ]; then
  echo 'The baseline does not have this module: there is nothing to compare with.' >"$folder/gate.txt"
  verdict=noBaseline
else
  node "$here/../coldbench.mjs" gate "$FILE" --fail-on "$FAIL_ON" --threshold "${THRESHOLD:-3%}" \
    --inconclusive "${INCONCLUSIVE:-pass}" --confirm-budget "${BUDGET:-2m}" --out "$folder" >"$folder/gate.txt" || code=$?
  [ -f "$folder/gate.json" ] || exit "$code"
  verdict=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).outcome' "$folder/gate.json")
fi
cat "$folder/gate.txt"
{
  printf '**Gate: %s**\n\n<pre>\n' "$verdict"
  sed 's/&/\&#38;/g; s/</\&#60;/g' "$folder/gate.txt"
  printf '</pre>\n\n'
} >"$folder/gate.md"
printf 'verdict=%s\nmarkdown=%s\n' "$verdict" "$folder/gate.md" >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
