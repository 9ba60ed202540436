#!/bin/bash
# The parts of a plan as a Slurm job array, on nodes of one kind, each for itself:
#   npx coldbench plan --split 4 … --out plan
#   sbatch scripts/fleet/slurm-array.sh
# The folder from which it is submitted is on a file system that all nodes share, with plan/ and coldbench's checkout in it.
#SBATCH --job-name=coldbench
#SBATCH --array=1-4
#SBATCH --exclusive
#SBATCH --time=00:30:00
#SBATCH --output=coldbench-%a.log
#SBATCH --constraint=icelake
set -euo pipefail
part=$SLURM_ARRAY_TASK_ID
exec node coldbench/scripts/coldbench.mjs bench --plan plan --part "$part" --out "parts/$part.ndjson"
