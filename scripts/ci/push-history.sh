#!/usr/bin/env bash
# Adds result sets to the history on a data branch and pushes it, however many others push to it at the same time.
#
#   push-history.sh DIR FILE...
#
# DIR      the checkout of the data branch; made when absent, brought up to date when it is there already
# FILE     result sets; one that the history has already changes nothing
#
# From the environment:
#   HISTORY_BRANCH    the data branch (coldbench-history); made, without a parent, when the remote has none
#   HISTORY_REMOTE    where to push; else GITHUB_REPOSITORY at GITHUB_SERVER_URL, else this folder's origin
#   HISTORY_ATTEMPTS  pushes to try while others push as well (8)
#   HISTORY_TOKEN     if given, sent as the remote's HTTP credentials; never stored, never an argument
#
# Exit codes: 0 pushed, or nothing new; 1 not pushed (what was added stays committed in DIR), or a result set was refused
# (the others are pushed); 2 wrong usage.
set -euo pipefail

branch=${HISTORY_BRANCH:-coldbench-history}
attempts=${HISTORY_ATTEMPTS:-8}
remote_ref=refs/remotes/origin/$branch
coldbench=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/coldbench.mjs

say() { printf 'push-history: %s\n' "$*" >&2; }
fail() { say "$1"; say "  $2"; exit "${3:-1}"; }

[ $# -ge 2 ] || fail 'a folder and at least one result set are needed.' 'push-history.sh DIR FILE...' 2
dir=$1
shift
for file in "$@"; do
  [ -f "$file" ] || fail "there is no file $file." 'Name result sets (.ndjson) that exist.' 2
done

remote() {
  if [ -n "${HISTORY_REMOTE:-}" ]; then printf '%s' "$HISTORY_REMOTE"
  elif [ -n "${GITHUB_REPOSITORY:-}" ]; then printf '%s/%s' "${GITHUB_SERVER_URL:-https://github.com}" "$GITHUB_REPOSITORY"
  else git remote get-url origin
  fi
}

# As configuration from the environment: arguments can be read by every process of the machine, and files stay.
authenticate() {
  [ -n "${HISTORY_TOKEN:-}" ] || return 0
  local basic at=${GIT_CONFIG_COUNT:-0}
  basic=$(printf 'x-access-token:%s' "$HISTORY_TOKEN" | base64 | tr -d '\n')
  export GIT_CONFIG_COUNT=$((at + 1)) "GIT_CONFIG_KEY_$at=http.$1.extraHeader" "GIT_CONFIG_VALUE_$at=Authorization: Basic $basic"
}

git_here() { git -C "$dir" "$@"; }
tip() { git_here rev-parse --verify --quiet "$1^{commit}" || true; }

# An existing folder must be the data branch's own checkout: nothing of another one may be moved.
check_folder() {
  local top
  top=$(git_here rev-parse --show-toplevel 2>/dev/null || true)
  if [ "$top" != "$(cd "$dir" && pwd -P)" ] || [ "$(git_here symbolic-ref --short HEAD 2>/dev/null)" != "$branch" ]; then
    fail "$dir is no checkout of the branch $branch." 'Name a folder that does not exist yet.' 2
  fi
  [ -z "$(git_here status --porcelain)" ] || fail "$dir has changes that are not committed." 'Commit them, or remove them, and run this again.'
}

start() {
  git init --quiet --initial-branch="$branch" "$dir"
  git_here remote add origin "$1"
}

# The remote's branch into $remote_ref. 2: the remote has no such branch; any other code: it does not answer.
fetch() {
  local code=0
  git_here ls-remote --quiet --exit-code origin "refs/heads/$branch" >/dev/null || code=$?
  [ "$code" -ne 2 ] || git_here update-ref -d "$remote_ref"
  [ "$code" -eq 0 ] || return "$code"
  git_here fetch --quiet --no-tags origin "+refs/heads/$branch:$remote_ref"
}

# Our own commits, those since $1, on top of the remote's: what was removed from a rewritten branch does not come back.
rebase_from() {
  local old=$1 new
  new=$(tip "$remote_ref")
  if [ -n "$old" ] && ! git_here merge-base --is-ancestor "$old" "$new"; then
    say "the history of $branch was rewritten: ${old:0:12} is no longer in it. Adding to what is there now."
  fi
  if [ -z "$(tip HEAD)" ]; then git_here reset --quiet --hard "$new"
  elif [ -n "$old" ]; then git_here rebase --quiet --onto "$new" "$old"
  else git_here rebase --quiet --root --onto "$new"
  fi && return
  git_here rebase --abort
  fail "this history and origin's $branch contradict each other." "Merge them by hand in $dir; result sets never conflict, accepted.json may."
}

update() {
  local old code=0
  old=$(tip "$remote_ref")
  fetch || code=$?
  case $code in
    0) rebase_from "$old" ;;
    2) [ -z "$old" ] || say "origin has no branch $branch any more; making it anew from $dir." ;;
    *) return "$code" ;;
  esac
}

commit() {
  # Checked out anywhere, a result set must keep the bytes that its name is the digest of.
  [ -n "$(tip HEAD)" ] || printf 'runs/** -text\n' >"$dir/.gitattributes"
  git_here add --all -- . ':(exclude)index'
  if git_here diff --cached --quiet; then
    say 'nothing new.'
    return
  fi
  git_here commit --quiet --message 'Add to the history' --message "$(git_here diff --cached --name-only)"
}

push() {
  local attempt output
  for attempt in $(seq "$attempts"); do
    if output=$(git_here push --quiet origin "HEAD:refs/heads/$branch" 2>&1); then
      say "$branch is up to date at origin."
      return
    fi
    [ "$attempt" -lt "$attempts" ] || break
    # Whoever lost the same race waits for another time than we do.
    sleep "$((attempt < 5 ? attempt - 1 : 4)).$((RANDOM % 900 + 100))"
    update || say 'the remote does not answer; trying again.'
  done
  fail "not pushed after $attempts attempts: $output" "It is committed in $dir. May the job write (permissions: contents: write)?"
}

export GIT_AUTHOR_NAME=${GIT_AUTHOR_NAME:-coldbench} GIT_AUTHOR_EMAIL=${GIT_AUTHOR_EMAIL:-coldbench@localhost}
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL GIT_TERMINAL_PROMPT=0
url=$(remote)
authenticate "$url"
if [ -e "$dir" ]; then check_folder; else start "$url"; fi
update || fail "the remote $url does not answer." 'Check the address, and the token if it needs one.'
# One that is refused keeps none of the others back.
added=0
node "$coldbench" history add --history "$dir" "$@" || added=$?
commit
push
exit "$added"
