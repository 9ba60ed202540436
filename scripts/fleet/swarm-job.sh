#!/bin/sh
# The parts of a plan as a Swarm job that runs once on every node of an architecture:
#   npx coldbench plan --replicate node-a,node-b,node-c … --out plan      (or --split; the names are the nodes' host names)
#   scripts/fleet/swarm-job.sh registry.example/coldbench:1 /srv/fleet [x86_64|aarch64]
# /srv/fleet is there on every node, with plan/ and parts/ in it: a network file system, or copied before and after.
# `docker service ps coldbench` tells how far it is; `docker service rm coldbench` when every task is Complete.
set -eu
image=${1:?'the image'}
folder=${2:?'the folder with plan/ and parts/'}
arch=${3:-x86_64}

# A global job, not a replicated one: it never puts two parts on one node, and Swarm gives the first task of a
# replicated job no number ({{.Task.Slot}} is the id of its node).
exec docker service create --name coldbench --detach --mode global-job --restart-condition none \
  --constraint "node.platform.arch==$arch" --env 'PART={{.Node.Hostname}}' \
  --mount "type=bind,source=$folder,target=/fleet" \
  "$image" sh -c 'exec coldbench bench --plan /fleet/plan --part "$PART" --out "/fleet/parts/$PART.ndjson"'
