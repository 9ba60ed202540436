#!/usr/bin/env bash
# Writes FOLDER, from which any image builder makes an image of coldbench for other machines of this architecture:
#   scripts/fleet/image.sh FOLDER && docker build --tag coldbench FOLDER
# From scratch: this very Node with its libraries, a shell for the starting gate, and coldbench as it is built here. No
# base image is pulled, so that all machines run the same bytes. The same sources give the same files.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:?'usage: scripts/fleet/image.sh FOLDER'}
[ ! -e "$folder" ] || { echo "image.sh: $folder exists already: name a new folder" >&2; exit 1; }
[ "$(uname -s)" = Linux ] || { echo 'image.sh: the image holds the programs of this system: run it on Linux' >&2; exit 1; }

(cd "$root" && npm run --silent setup)
node=$(readlink -f "$(command -v node)")
shell=$(readlink -f /bin/sh)
files=$folder/rootfs
mkdir -p "$files"/{bin,etc,tmp,usr/local/bin,coldbench}
chmod 1777 "$files/tmp"

# A library stays where its program's loader looks for it.
for library in $( (ldd "$node"; ldd "$shell") | grep -o '/[^ ]*' | sort -u); do
  mkdir -p "$files$(dirname "$library")"
  cp -L "$library" "$files$library"
done
cp "$node" "$files/usr/local/bin/node"
cp "$shell" "$files/bin/sh"
cp /etc/os-release "$files/etc/os-release"
echo 'root:x:0:0:root:/tmp:/bin/sh' >"$files/etc/passwd"
printf '#!/bin/sh\nexec /usr/local/bin/node /coldbench/scripts/coldbench.mjs "$@"\n' >"$files/usr/local/bin/coldbench"
chmod +x "$files/usr/local/bin/coldbench"

# What a run needs: no tests' tools, and nothing optional.
cp -R "$root"/{package.json,dist,harness,runners,workloads,scripts} "$files/coldbench"
(
  cd "$root"
  node -e '
    const { packages } = require("./node_modules/.package-lock.json");
    for (const [name, { dev, devOptional }] of Object.entries(packages)) {
      const isTop = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name);
      // DuckDB is for histories, and large.
      if (isTop && !dev && !devOptional && !name.includes("@duckdb/")) console.log(name);
    }
  ' | tar -c --files-from=-
) | tar -x -C "$files/coldbench"

# coldbench builds itself anew when a source is newer than what is built; one time for all says that none is.
find "$files" -exec touch --no-dereference --date=@1700000000 {} +
printf 1700000000000 >"$files/coldbench/dist/.built"
touch --date=@1700000000 "$files/coldbench/dist/.built" "$files/coldbench/dist"
cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM scratch
COPY rootfs/ /
ENV PATH=/usr/local/bin:/bin HOME=/tmp LANG=C.UTF-8
CMD ["coldbench", "doctor"]
DOCKERFILE
