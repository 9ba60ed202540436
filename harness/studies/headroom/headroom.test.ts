import { describe, expect, it } from 'vitest';
import type { HostFiles } from '../../machine/host-files.ts';
import { keptBytes, refusalOf } from './bounds.ts';
import { guardMemory } from './guard.ts';
import { readRoom } from './room.ts';

const filesOf = (texts: Readonly<Record<string, string>>): HostFiles => ({
  read: (path) => texts[path] ?? null,
  list: () => [],
  link: () => null,
});

const HOST = {
  '/proc/meminfo': 'MemTotal:        8000000 kB\nMemAvailable:    6000000 kB\n',
  '/proc/loadavg': '0.10 0.20 0.30 1/300 4242\n',
  '/proc/sys/kernel/threads-max': '60000\n',
  '/proc/sys/kernel/pid_max': '32768\n',
  '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  '/proc/net/sockstat': 'sockets: used 200\nTCP: inuse 20 orphan 0 tw 12 alloc 25 mem 3\n',
};

const LIMITED_V2 = {
  ...HOST,
  '/proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n',
  '/proc/self/cgroup': '0::/job\n',
  '/sys/fs/cgroup/job/memory.max': '1000000000\n',
  '/sys/fs/cgroup/job/memory.current': '400000000\n',
  '/sys/fs/cgroup/job/memory.stat': 'anon 1\ninactive_file 100000000\n',
  '/sys/fs/cgroup/job/pids.max': '500\n',
  '/sys/fs/cgroup/job/pids.current': '20\n',
};

const LIMITED_V1 = {
  ...HOST,
  '/proc/self/mountinfo': '31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n',
  '/proc/self/cgroup': '5:memory:/job\n',
  '/sys/fs/cgroup/memory/job/memory.limit_in_bytes': '900000000\n',
  '/sys/fs/cgroup/memory/job/memory.usage_in_bytes': '400000000\n',
  '/sys/fs/cgroup/memory/job/memory.stat': 'inactive_file 1\ntotal_inactive_file 50000000\n',
};

describe('readRoom()', () => {
  it('reads what a host has left', () => {
    expect(readRoom(filesOf(HOST))).toEqual({
      availableBytes: 6_000_000 * 1024,
      totalBytes: 8_000_000 * 1024,
      tasks: 32_468,
      ports: 28_200,
    });
  });

  it("takes the least of the host and the limits of its own cgroup, v2's and v1's", () => {
    expect(readRoom(filesOf(LIMITED_V2))).toMatchObject({
      availableBytes: 700_000_000,
      totalBytes: 1_000_000_000,
      tasks: 480,
    });
    expect(readRoom(filesOf(LIMITED_V1)).availableBytes).toBe(500_000_001);
  });

  it('knows nothing where there is no /proc', () => {
    expect(readRoom(filesOf({}))).toEqual({
      availableBytes: null,
      totalBytes: null,
      tasks: null,
      ports: null,
    });
  });
});

describe('refusalOf()', () => {
  const room = { availableBytes: 2e9, totalBytes: 8e9, tasks: 1000, ports: 100 };
  const further = { guests: 8, bytesEach: 100e6, keptBytes: 1e9 };

  it('admits what leaves enough', () => {
    expect(refusalOf(room, further)).toBeNull();
  });

  it.each([
    [
      { ...room, availableBytes: 1.5e9 },
      'memory',
      /8 further guests of about 100 MB would leave less than 1.00 GB/,
    ],
    [{ ...room, tasks: 100 }, 'pids', /the 100 processes and threads left/],
    [{ ...room, ports: 10 }, 'ports', /the 10 ports left/],
  ])('says what runs out: %j', (less, by, reason) => {
    expect(refusalOf(less, further)).toEqual({ by, reason: expect.stringMatching(reason) });
  });

  it('admits everything where the system tells nothing', () => {
    expect(
      refusalOf({ availableBytes: null, totalBytes: null, tasks: null, ports: null }, further),
    ).toBeNull();
  });
});

describe('keptBytes()', () => {
  it.each([
    [2e9, null, 0.5e9],
    [64e9, null, 2 ** 30],
    [64e9, 0.5, 32e9],
  ])('of %d bytes, %s asked for: %d', (totalBytes, share, kept) => {
    expect(keptBytes({ availableBytes: 0, totalBytes, tasks: null, ports: null }, share)).toBe(kept);
  });
});

describe('guardMemory()', () => {
  it('aborts, with a sentence, when less is left than is to be kept', async () => {
    const guard = guardMemory(100e6, new AbortController().signal, () => 50e6);
    await new Promise((resolve) => guard.signal.addEventListener('abort', resolve));
    guard.stop();
    expect(guard.exceeded).toMatchObject({ code: 'MACHINE_FULL', message: expect.stringMatching(/50.0 MB/) });
  });

  it('aborts with the run, which is no lack of memory', () => {
    const run = new AbortController();
    const guard = guardMemory(0, run.signal, () => 1e9);
    run.abort();
    guard.stop();
    expect([guard.signal.aborted, guard.exceeded]).toEqual([true, null]);
  });
});
