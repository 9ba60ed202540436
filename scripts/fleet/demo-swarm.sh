#!/usr/bin/env bash
# A Docker Swarm of several engines on this one machine, which runs a plan as a job, part by part, and merges what comes back:
#   scripts/fleet/demo-swarm.sh [replicate|split] [FOLDER]     results go to FOLDER (default: results/swarm-<time>)
# It shows that the way works, not what anything costs: the "nodes" share one machine and disturb each other, and the merged
# set says so. Each engine has its own network namespace, folders, socket and host name; the machine's own engine, network
# and firewall are not touched. Everything is removed in the end, also after Ctrl-C.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
mode=${1:-replicate}
results=${2:-$root/results/swarm-$(date +%Y%m%d-%H%M%S)}
nodes=(node-a node-b node-c)
work=
lan=cbfleet$$
declare -A pid=()

fail() { printf 'demo-swarm.sh: %s\n  %s\n' "$1" "$2" >&2; exit 1; }
step() { printf '\n== %s\n' "$*"; }
coldbench() { node "$root/scripts/coldbench.mjs" "$@"; }
# The engine of a node.
on() { local node=$1; shift; docker --host "unix://$work/$node/engine.sock" "$@"; }
manager() { on "${nodes[0]}" "$@"; }

finish() {
  local code=$?
  trap '' INT TERM
  set +e
  step 'Cleaning up'
  for node in "${!pid[@]}"; do kill -TERM "${pid[$node]}" 2>/dev/null; done
  for node in "${!pid[@]}"; do end "${pid[$node]}"; done
  [ -n "$work" ] && end_shims
  for node in "${nodes[@]}" switch; do [ -e "/run/netns/$lan-$node" ] && ip netns delete "$lan-$node"; done
  if [ -n "$work" ]; then
    awk -v under="$work/" 'index($2, under) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs --no-run-if-empty umount
    rm -rf "$work"
  fi
  echo 'Every engine has ended; no namespace, mount or folder is left.'
  exit "$code"
}

# An engine has 30 seconds to end its containers.
end() {
  for _ in $(seq 300); do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
  kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

# What watches a container outlives an engine that was killed; its arguments name this engine's own folder.
end_shims() {
  local file
  for file in /proc/[0-9]*/cmdline; do
    if tr '\0' ' ' <"$file" 2>/dev/null | grep -q "containerd.*$work/"; then
      kill -KILL "$(basename "$(dirname "$file")")" 2>/dev/null
    fi
  done
}

require() {
  case $mode in replicate | split) ;; *) fail "there is no mode '$mode'" 'Say replicate or split.' ;; esac
  if [ "$(id -u)" != 0 ] || [ "$(uname -s)" != Linux ]; then
    fail 'engines and network namespaces need root on Linux' 'Run it with sudo, or in a virtual machine.'
  fi
  for program in docker dockerd ip nsenter unshare setsid node npm; do
    command -v "$program" >/dev/null || fail "$program is absent" 'On Debian: apt-get install docker.io iproute2 util-linux.'
  done
  [ ! -e "$results" ] || fail "$results exists already" 'Name a folder that does not exist.'
}

# One wire between all nodes, in a namespace of its own.
connect_nodes() {
  local index=0
  ip netns add "$lan-switch"
  ip -n "$lan-switch" link add lan type bridge
  ip -n "$lan-switch" link set lan up
  for node in "${nodes[@]}"; do
    index=$((index + 1))
    ip netns add "$lan-$node"
    ip -n "$lan-switch" link add "to-$node" type veth peer name eth0 netns "$lan-$node"
    ip -n "$lan-switch" link set "to-$node" master lan up
    ip -n "$lan-$node" address add "10.213.77.$index/24" dev eth0
    ip -n "$lan-$node" link set eth0 up
    ip -n "$lan-$node" link set lo up
  done
}

start_engine() {
  local node=$1 folder=$work/$1
  mkdir "$folder"
  # Or else the machine's own settings in /etc/docker would apply.
  echo '{}' >"$folder/daemon.json"
  # shellcheck disable=SC2016 # The inner shell expands it.
  # Not `ip netns exec`, which hides the control groups; a session of its own keeps a terminal's Ctrl-C away.
  setsid nsenter --net="/run/netns/$lan-$node" unshare --uts sh -c '
    echo "$1" >/proc/sys/kernel/hostname
    exec dockerd --host "unix://$2/engine.sock" --config-file "$2/daemon.json" \
      --data-root "$2/data" --exec-root "$2/exec" --pidfile "$2/pid"
  ' sh "$node" "$folder" >"$folder/log" 2>&1 &
  pid[$node]=$!
}

await_engine() {
  local node=$1
  for _ in $(seq 300); do
    on "$node" info >/dev/null 2>&1 && return
    kill -0 "${pid[$node]}" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 20 "$work/$node/log" >&2
  fail "the engine of $node does not start" 'Its last words are above.'
}

form_swarm() {
  local token
  manager swarm init --advertise-addr 10.213.77.1 >/dev/null
  token=$(manager swarm join-token --quiet worker)
  for index in "${!nodes[@]}"; do
    [ "$index" = 0 ] && continue
    on "${nodes[$index]}" swarm join --token "$token" --advertise-addr "10.213.77.$((index + 1))" 10.213.77.1:2377 >/dev/null
  done
  manager node ls
}

# There is no registry: the image travels as an archive.
spread_image() {
  "$root/scripts/fleet/image.sh" "$work/image"
  manager build --quiet --tag coldbench "$work/image" 2>/dev/null
  for node in "${nodes[@]:1}"; do manager save coldbench | on "$node" load; done
  rm -rf "$work/image"
}

# A global job runs once on every node, and knows the node's name: the parts are named so.
submit() {
  # shellcheck disable=SC2016 # The shell in the task expands it.
  manager service create --name bench --detach --no-resolve-image --mode global-job --restart-condition none \
    --constraint "node.platform.arch==$(uname -m)" --env 'PART={{.Node.Hostname}}' \
    --mount "type=bind,source=$results,target=/fleet" \
    coldbench sh -c 'exec coldbench bench --plan /fleet/plan --part "$PART" --out "/fleet/parts/$PART.ndjson"'
}

await_job() {
  local states
  for _ in $(seq 600); do
    states=$(manager service ps bench --format '{{.Node}}: {{.CurrentState}} {{.Error}}')
    if grep -q -E ': (Failed|Rejected|Shutdown)' <<<"$states"; then
      manager service logs bench >&2
      fail 'a part failed' 'Its output is above.'
    fi
    if [ "$(grep --count ': Complete' <<<"$states")" = "${#nodes[@]}" ]; then
      echo "$states"
      return
    fi
    sleep 1
  done
  echo "$states" >&2
  fail 'the job does not end' 'The states of its tasks are above.'
}

require
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d)

step "Engines: ${nodes[*]}"
connect_nodes
for node in "${nodes[@]}"; do start_engine "$node"; done
for node in "${nodes[@]}"; do await_engine "$node"; done
form_swarm

step 'The image, built from scratch, on every node'
spread_image

step 'The plan'
mkdir -p "$results/parts"
coldbench plan "--$mode" "$(IFS=,; echo "${nodes[*]}")" --workload noop --runners process,serverless --blocks 12 --warm-calls 10 --seed 1 --out "$results/plan"

step 'The job'
submit
await_job

step 'What came back'
coldbench merge "$results"/parts/*.ndjson --out "$results/merged.ndjson"
coldbench validate "$results/merged.ndjson"
coldbench show "$results/merged.ndjson"
