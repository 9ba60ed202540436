import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleHttpGuest } from '../../runners/process/index.ts';
import { resolveWorkload } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import { makeProbes, makeTwins, probeName } from './probes.ts';

let folder: string;
let source: Workload;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-probes-'));
  source = await resolveWorkload('catalog');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const digestOf = async (workload: Workload): Promise<string> => (await bundleHttpGuest(workload)).sha256;

describe('makeTwins()', () => {
  it('gives one artifact under two names, with the event and the answer of the source', async () => {
    const { base, again } = await makeTwins(source, folder);
    expect([base.name, again.name]).toEqual(['base', 'again']);
    expect(await digestOf(again)).toBe(await digestOf(base));
    expect(base).toMatchObject({ inputSha256: source.inputSha256, expectedSha256: source.expectedSha256 });
  });

  it('gives the same artifact wherever the run keeps its files', async () => {
    const other = await mkdtemp(join(tmpdir(), 'coldbench-probes-'));
    try {
      const [{ base }, { base: elsewhere }] = [
        await makeTwins(source, folder),
        await makeTwins(source, other),
      ];
      expect(await digestOf(elsewhere)).toBe(await digestOf(base));
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe('makeProbes()', () => {
  it('gives one artifact a share, each with its delay', async () => {
    const probes = await makeProbes(source, [0.01, 0.05], 50e6, folder);
    expect(probes.map(({ delayNs, workload }) => [workload.name, delayNs])).toEqual([
      ['plus1', 500_000],
      ['plus5', 2_500_000],
    ]);
    expect(new Set(await Promise.all(probes.map(({ workload }) => digestOf(workload)))).size).toBe(2);
  });

  it('answers as its source does, and waits in its first call only', async () => {
    const module = join(folder, 'answer.ts');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(module, 'export const handler = (event: unknown) => ({ event });');
    const [probe] = await makeProbes({ ...source, modulePath: module }, [0.5], 40e6, folder);
    const { handler } = (await import(probe?.workload.modulePath ?? '')) as {
      handler(event: unknown): unknown;
    };
    const timed = (): number => {
      const start = performance.now();
      expect(handler(7)).toEqual({ event: 7 });
      return performance.now() - start;
    };
    expect(timed()).toBeGreaterThanOrEqual(20);
    expect(Math.min(timed(), timed(), timed())).toBeLessThan(5);
  });
});

it('probeName() is fit for a file and for a tag', () => {
  expect([0.01, 0.02, 0.005, 0.1, 0.07].map(probeName)).toEqual([
    'plus1',
    'plus2',
    'plus0.5',
    'plus10',
    'plus7',
  ]);
});
