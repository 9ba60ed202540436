import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryHost } from '../../machine/fixtures/memory-host.ts';
import { isAlive } from '../../testing/launching.ts';
import { canLimit } from '../../testing/limits.ts';
import { LimitGroup } from './group.ts';
import { closeHome, type LimitHome, openHome, removeHomesOf } from './home.ts';
import { seeLimits } from './seen.ts';

const MIB = 2 ** 20;
const RUN = `test-${process.pid}`;

describe.runIf(canLimit())('a cgroup for a guest', () => {
  let home: LimitHome;
  beforeEach(() => {
    const opened = openHome(RUN);
    if ('unavailable' in opened) throw new Error(opened.unavailable);
    home = opened;
  });
  afterEach(() => closeHome(home));

  /** A Node process that is in the group before it does anything. */
  async function startIn(group: LimitGroup, code: string) {
    const child = spawn('sh', ['-c', 'read -r _ && exec "$@"', 'sh', process.execPath, '-e', code]);
    const exited = new Promise<string>((resolve) =>
      child.once('exit', (status, signal) => resolve(signal ?? `${status}`)),
    );
    const { pid } = child;
    if (pid === undefined) throw new Error('sh did not start');
    group.enter(pid);
    child.stdin.write('\n');
    return { pid, exited, kill: () => child.kill('SIGKILL') };
  }

  it('grants no more CPU time and memory than it says, as the kernel itself tells', async () => {
    const group = new LimitGroup(home, 'guest', { cpus: 0.2, memoryBytes: 100 * MIB });
    const guest = await startIn(group, 'for (;;);');
    const throttled = () => (seeLimits(guest.pid)?.throttledNs ?? 0) > 0;
    while (!throttled()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seeLimits(guest.pid)?.limits).toEqual({ cpus: 0.2, memoryBytes: 100 * MIB });
    guest.kill();
    await guest.exited;
    await group.remove();
  });

  it('tells that the kernel ended a guest for want of memory', async () => {
    const group = new LimitGroup(home, 'guest', { cpus: null, memoryBytes: 40 * MIB });
    const guest = await startIn(group, 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));');
    expect(await guest.exited).toBe('SIGKILL');
    expect(group.oomKills()).toBeGreaterThan(0);
    await group.remove();
  });

  it('goes with what is still in it', async () => {
    const group = new LimitGroup(home, 'guest', { cpus: null, memoryBytes: 100 * MIB });
    const guest = await startIn(group, 'setInterval(() => undefined, 1000);');
    await group.remove();
    await guest.exited;
    expect(isAlive(guest.pid)).toBe(false);
    expect(existsSync(join(home.folders.memory, 'guest'))).toBe(false);
  });

  it('is found again by the id of its run when the harness was killed', () => {
    new LimitGroup(home, 'guest', { cpus: 1, memoryBytes: 100 * MIB });
    expect(existsSync(home.folders.cpu)).toBe(true);
    removeHomesOf(RUN);
    expect(existsSync(home.folders.cpu)).toBe(false);
    expect(existsSync(home.folders.memory)).toBe(false);
  });
});

describe('seeLimits()', () => {
  const host = (files: Readonly<Record<string, string>>) =>
    memoryHost({
      '/proc/self/mountinfo': '30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      '/proc/7/cgroup': '0::/user.slice/guest\n',
      ...files,
    });

  it('reads v2: the least of all levels, and what the kernel counted', () => {
    const seen = seeLimits(
      7,
      host({
        '/sys/fs/cgroup/user.slice/guest/cpu.max': '25000 100000\n',
        '/sys/fs/cgroup/user.slice/guest/memory.max': '134217728\n',
        '/sys/fs/cgroup/user.slice/memory.max': '100000000\n',
        '/sys/fs/cgroup/user.slice/guest/cpu.stat': 'usage_usec 9\nthrottled_usec 1500\n',
        '/sys/fs/cgroup/user.slice/guest/memory.peak': '5000000\n',
      }),
    );
    expect(seen).toEqual({
      limits: { cpus: 0.25, memoryBytes: 100_000_000 },
      throttledNs: 1_500_000,
      peakBytes: 5_000_000,
    });
  });

  it('has null for what the kernel does not tell, and for no limit', () => {
    const seen = seeLimits(
      7,
      host({
        '/sys/fs/cgroup/user.slice/guest/cpu.max': 'max 100000\n',
        '/sys/fs/cgroup/user.slice/guest/memory.max': 'max\n',
      }),
    );
    expect(seen).toEqual({
      limits: { cpus: null, memoryBytes: null },
      throttledNs: null,
      peakBytes: null,
    });
  });

  it('does not see a process that is not there', () => {
    expect(seeLimits(8, host({}))).toBeNull();
  });
});
