import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cgroupFolders } from '../../machine/cgroup.ts';
import { hostFiles, readLine } from '../../machine/host-files.ts';

const CONTROLLERS = ['cpu', 'memory'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** Where a run may make cgroups: a folder for each controller in v1, the same one for both in v2. */
export interface LimitHome {
  readonly version: 'v1' | 'v2';
  readonly folders: Readonly<Record<Controller, string>>;
}

export interface NoHome {
  readonly unavailable: string;
}

const nameOf = (runId: string): string => `coldbench-${runId}`;

/** Makes the run's cgroups, in which those of its guests will be; or tells why that cannot be done here. */
export function openHome(runId: string): LimitHome | NoHome {
  const parents = findParents();
  if (parents === null) return { unavailable: 'this system has no cgroups of cpu and memory' };
  const { version, folders } = parents;
  const home = {
    cpu: join(folders.cpu, nameOf(runId)),
    memory: join(folders.memory, nameOf(runId)),
  };
  try {
    if (version === 'v2') delegate(folders.cpu);
    for (const folder of new Set(Object.values(home))) mkdirSync(folder, { recursive: true });
    if (version === 'v2') enableControllers(home.cpu);
    return { version, folders: home };
  } catch (error) {
    for (const folder of new Set(Object.values(home))) removeGroup(folder);
    const code = (error as NodeJS.ErrnoException).code ?? 'an error';
    return {
      unavailable: `no cgroup could be made under ${folders.memory} (${code}): run as root, or in a delegated scope, systemd-run --user --scope -p Delegate=yes`,
    };
  }
}

/** The memory and CPU limits of the home itself are nobody's; it goes when its groups are gone. */
export function closeHome(home: LimitHome): void {
  for (const folder of new Set(Object.values(home.folders))) removeTree(folder);
}

/** Removes the cgroups that a killed run left; its guests were ended before. */
export function removeHomesOf(runId: string): void {
  const parents = findParents();
  if (parents === null) return;
  for (const folder of new Set(Object.values(parents.folders))) removeTree(join(folder, nameOf(runId)));
}

interface Parents {
  readonly version: 'v1' | 'v2';
  readonly folders: Readonly<Record<Controller, string>>;
}

/** Under this process's own cgroups; in v2 as root under the topmost one, where the controllers are at hand. */
function findParents(): Parents | null {
  const [cpu, memory] = CONTROLLERS.map((controller) => cgroupFolders(hostFiles, controller));
  const [ownCpu, ownMemory] = [cpu?.[0], memory?.[0]];
  if (ownCpu === undefined || ownMemory === undefined) return null;
  if (readLine(hostFiles, join(ownCpu, 'cgroup.controllers')) === null) {
    return { version: 'v1', folders: { cpu: ownCpu, memory: ownMemory } };
  }
  const top = cpu?.at(-1) ?? ownCpu;
  const folder = isWritable(top) ? top : ownCpu;
  return { version: 'v2', folders: { cpu: folder, memory: folder } };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(join(folder, 'cgroup.subtree_control'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * v2 lets a group pass its controllers on only when no process is in it itself, the topmost one excepted
 * (admin-guide/cgroup-v2.rst, "No Internal Process Constraint"): those in a delegated scope move into a group beside.
 */
function delegate(folder: string): void {
  try {
    enableControllers(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    const beside = join(folder, 'coldbench-harness');
    mkdirSync(beside, { recursive: true });
    for (const pid of processesOf(folder)) writeFileSync(join(beside, 'cgroup.procs'), `${pid}`);
    enableControllers(folder);
  }
}

const enableControllers = (folder: string): void =>
  writeFileSync(join(folder, 'cgroup.subtree_control'), CONTROLLERS.map((name) => `+${name}`).join(' '));

/** The processes in a cgroup; none when it does not exist. */
export function processesOf(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function removeTree(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeGroup(join(folder, entry.name));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  removeGroup(folder);
}

/** False when processes are still in it: the kernel takes a moment after their end. */
export function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EBUSY') return false;
    if (code === 'ENOENT' || code === 'EROFS' || code === 'EACCES') return true;
    throw error;
  }
}
