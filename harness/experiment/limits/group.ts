import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ResourceLimits } from '../../../runners/runner.ts';
import { hostFiles } from '../../machine/host-files.ts';
import { ColdbenchError } from '../../model/errors.ts';
import { type LimitHome, processesOf, removeGroup } from './home.ts';

/** The period over which CPU time is granted: the kernel's default, and that of container engines. */
const PERIOD_US = 100_000;

/** A cgroup for one guest. */
export class LimitGroup {
  readonly #version: LimitHome['version'];
  readonly #cpu: string;
  readonly #memory: string;

  /** @throws NodeJS.ErrnoException when the kernel refuses the limits. */
  constructor(home: LimitHome, name: string, { cpus, memoryBytes }: ResourceLimits) {
    this.#version = home.version;
    this.#cpu = join(home.folders.cpu, name);
    this.#memory = join(home.folders.memory, name);
    for (const folder of this.#folders) mkdirSync(folder);
    if (cpus !== null) this.#limitCpu(Math.round(cpus * PERIOD_US));
    if (memoryBytes !== null) this.#limitMemory(memoryBytes);
  }

  /** Puts a process into it; what it starts from now on is in it too. */
  enter(pid: number): void {
    for (const folder of this.#folders) writeFileSync(join(folder, 'cgroup.procs'), `${pid}`);
  }

  /** How many of its processes the kernel ended because the memory limit was reached. */
  oomKills(): number {
    const file = this.#version === 'v2' ? 'memory.events' : 'memory.oom_control';
    const text = hostFiles.read(join(this.#memory, file)) ?? '';
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  /** Ends what is still in it, and removes it. */
  async remove(): Promise<void> {
    for (const folder of this.#folders) {
      for (const pid of processesOf(folder)) endProcess(pid);
      await removeWhenEmpty(folder);
    }
  }

  get #folders(): Set<string> {
    return new Set([this.#cpu, this.#memory]);
  }

  #limitCpu(quotaUs: number): void {
    if (this.#version === 'v2') {
      writeFileSync(join(this.#cpu, 'cpu.max'), `${quotaUs} ${PERIOD_US}`);
    } else {
      writeFileSync(join(this.#cpu, 'cpu.cfs_period_us'), `${PERIOD_US}`);
      writeFileSync(join(this.#cpu, 'cpu.cfs_quota_us'), `${quotaUs}`);
    }
  }

  /** Swap would be a second memory; a kernel without swap accounting has no file for it. */
  #limitMemory(bytes: number): void {
    const v2 = this.#version === 'v2';
    writeFileSync(join(this.#memory, v2 ? 'memory.max' : 'memory.limit_in_bytes'), `${bytes}`);
    const swap = join(this.#memory, v2 ? 'memory.swap.max' : 'memory.memsw.limit_in_bytes');
    if (hostFiles.read(swap) !== null) writeFileSync(swap, v2 ? '0' : `${bytes}`);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const LOOKS = 100;
const LOOK_AGAIN_MS = 20;

async function removeWhenEmpty(folder: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (removeGroup(folder)) return;
    await pause(LOOK_AGAIN_MS);
  }
  throw new ColdbenchError('CGROUP_LEFT', `The cgroup ${folder} could not be removed.`, {
    remedy: `Look for processes in it: cat ${folder}/cgroup.procs`,
  });
}
