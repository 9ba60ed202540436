import type { HostFiles } from './host-files.ts';

/** The inode of the kernel's first pid namespace, fixed by PID_NS_INIT_INO in include/uapi/linux/nsfs.h. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

const CGROUP_NAMES: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/kubepods/, 'kubernetes'],
  [/docker[-/][0-9a-f]{64}/, 'docker'],
  [/libpod[-/]/, 'podman'],
  [/:\/lxc[./]/, 'lxc'],
];

/** Engines bind these files of /etc into their containers, from a folder that names the engine. */
const BOUND_FILE = /^\d+ \d+ \S+ (\S+) \/etc\/(?:hostname|hosts|resolv\.conf) /gm;

const BOUND_FROM: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/\/kubelet\/pods\//, 'kubernetes'],
  [/\/docker\/containers\//, 'docker'],
  [/\/(?:overlay-containers|libpod)\//, 'podman'],
];

/**
 * The container that this process runs in: `docker`, `podman`, `kubernetes`, `lxc`, `container-other` or `none`.
 * /.dockerenv alone proves nothing: a virtual machine whose disk was exported from an image carries it too, and is
 * told apart by its first pid namespace. WSL runs every distribution in a pid namespace, which is no container.
 */
export function detectContainer(files: HostFiles, kernelRelease: string): string {
  const engine = firstMatch(CGROUP_NAMES, files.read('/proc/self/cgroup') ?? '') ?? boundEngine(files);
  if (engine !== null) return engine;
  const namespace = files.link('/proc/self/ns/pid');
  if (namespace === FIRST_PID_NAMESPACE) return 'none';
  const marker = markedEngine(files);
  if (marker !== null) return marker;
  return namespace === null || /microsoft/i.test(kernelRelease) ? 'none' : 'container-other';
}

function boundEngine(files: HostFiles): string | null {
  const mounts = files.read('/proc/self/mountinfo') ?? '';
  for (const [, root = ''] of mounts.matchAll(BOUND_FILE)) {
    const engine = firstMatch(BOUND_FROM, root);
    if (engine !== null) return engine;
  }
  return null;
}

function markedEngine(files: HostFiles): string | null {
  if (files.read('/run/.containerenv') !== null) return 'podman';
  return files.read('/.dockerenv') !== null ? 'docker' : null;
}

const firstMatch = (table: readonly (readonly [RegExp, string])[], text: string): string | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
