import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KERNELS, ROUNDS } from '../machine/calibration/kernels.ts';
import { calibrate } from './calibrate.ts';
import type { HelperPlace } from './helper-process.ts';

let scratchDir: string;
beforeAll(() => {
  scratchDir = mkdtempSync(join(tmpdir(), 'coldbench-calibrate-'));
});
afterAll(() => rmSync(scratchDir, { recursive: true, force: true }));

const options = (given: Partial<HelperPlace> = {}): HelperPlace => ({
  scratchDir,
  signal: new AbortController().signal,
  journal: () => undefined,
  ...given,
});

describe('a calibration', () => {
  test('times every kernel as often as every other, and keeps all samples', async () => {
    const pids: number[] = [];
    const record = await calibrate('before', options({ journal: (pid) => pids.push(pid) }));
    expect(record).toMatchObject({ kind: 'calibration', when: 'before', failure: null });
    expect(record.kernels.map(({ kernel, operations }) => ({ name: kernel, operations }))).toEqual(
      KERNELS.map(({ name, operations }) => ({ name, operations })),
    );
    for (const { samplesNs } of record.kernels) {
      expect(samplesNs).toHaveLength(ROUNDS);
      for (const ns of samplesNs) expect(ns).toBeGreaterThan(0);
    }
    if (process.platform === 'linux') expect(record.programArch).toBe(process.arch);
    expect(pids).toHaveLength(1);
    expect(readdirSync(scratchDir)).toEqual([]);
  });

  test('that fails says why, and is no error', async () => {
    const file = join(scratchDir, 'file');
    writeFileSync(file, '');
    const record = await calibrate('after', options({ scratchDir: file }));
    expect(record).toMatchObject({ when: 'after', kernels: [], programArch: null });
    expect(record.failure).toMatch(/ENOTDIR/);
    rmSync(file);
  });

  test('ends with the run, and leaves no process and no file', async () => {
    const interruption = new AbortController();
    const pids: number[] = [];
    const journal = (pid: number): void => {
      pids.push(pid);
      interruption.abort(new Error('interrupted'));
    };
    await expect(calibrate('before', options({ signal: interruption.signal, journal }))).rejects.toThrow(
      'interrupted',
    );
    expect(() => process.kill(pids[0] ?? 0, 0)).toThrow('ESRCH');
    expect(readdirSync(scratchDir)).toEqual([]);
  });
});
