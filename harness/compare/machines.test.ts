import { describe, expect, test } from 'vitest';
import type { CalibrationRecord } from '../model/schema.ts';
import { compareCalibrations } from './calibration.ts';
import { compareSets } from './compare.ts';
import { refuseMixedEmulation } from './emulated.ts';
import type { ComparableSet } from './load.ts';
import { sampleCalibration } from './testing/sample-calibration.ts';
import { type SampleSet, sampleComparable } from './testing/sample-set.ts';

const ARM = { arch: 'arm64', cpuModel: 'ARM Neoverse-N1' };
const OPTIONS = { threshold: 0.01, metrics: ['coldStart'], acrossMachines: true };

const sets = async (old: SampleSet, fresh: SampleSet): Promise<[ComparableSet, ComparableSet]> => [
  await sampleComparable('old.ndjson', { seed: 1, ...old }),
  await sampleComparable('new.ndjson', { seed: 2, ...fresh }),
];

async function machinesOf(old: SampleSet, fresh: SampleSet) {
  const { machines } = compareSets(...(await sets(old, fresh)), OPTIONS);
  if (!machines) throw new Error('the machines are alike');
  return machines;
}

describe('fixed work', () => {
  test('of two machines is compared kernel by kernel, each with its interval', async () => {
    const { calibration } = await machinesOf(
      { calibration: 1 },
      { calibration: { integer: 1.5, forkExec: 0.5 }, machine: ARM },
    );
    expect(calibration.notes).toEqual([]);
    expect(calibration.kernels.map(({ kernel, ratio }) => [kernel, Number(ratio.toFixed(3))])).toEqual([
      ['integer', 1.5],
      ['float', 1],
      ['memoryLatency', 1],
      ['memoryCopy', 1],
      ['syscall', 1],
      ['forkExec', 0.5],
    ]);
    const [integer] = calibration.kernels;
    expect(integer?.oldNs).toBeCloseTo(2.006, 3);
    expect(integer?.ratioInterval?.low).toBeLessThan(1.5);
    expect(integer?.ratioInterval?.high).toBeGreaterThan(1.5);
  });

  test.each<[string, SampleSet, SampleSet, RegExp[]]>([
    ['one has none', { calibration: 1 }, {}, [/^new\.ndjson has no calibration/]],
    ['neither has', {}, {}, [/^old\.ndjson has no/, /^new\.ndjson has no/]],
  ])('that %s is told, and none is compared', async (_what, old, fresh, notes) => {
    const { calibration } = await machinesOf(old, { ...fresh, machine: ARM });
    expect(calibration).toEqual({ kernels: [], notes: notes.map((note) => expect.stringMatching(note)) });
  });

  const compared = async (...calibrations: CalibrationRecord[]) => {
    const [old, fresh] = await sets({ calibration: 1 }, { machine: ARM });
    return compareCalibrations(old, { ...fresh, calibrations });
  };

  test('that failed is told with its reason', async () => {
    const failed = sampleCalibration('before', 1, { kernels: [], failure: 'no /bin/sh' });
    expect((await compared(failed)).notes).toEqual([
      'The machine of new.ndjson was not calibrated: no /bin/sh',
    ]);
  });

  test('of another amount is other work, and left out', async () => {
    const { kernels } = sampleCalibration('before');
    const more = kernels.map((one) => (one.kernel === 'float' ? { ...one, operations: 7 } : one));
    const { kernels: found } = await compared(
      sampleCalibration('before', 1, { kernels: more, programArch: 'arm64' }),
    );
    expect(found.map(({ kernel }) => kernel)).toEqual([
      'integer',
      'memoryLatency',
      'memoryCopy',
      'syscall',
      'forkExec',
    ]);
  });

  test('that took longer after the blocks than before them is told, and what took less counts', async () => {
    const { notes, kernels } = await compared(
      sampleCalibration('before', 1, { programArch: 'arm64' }),
      sampleCalibration('after', { integer: 1.6 }, { programArch: 'arm64' }),
    );
    expect(notes).toEqual([
      expect.stringMatching(/^"integer" took 1\.60 times as long after the blocks of new\.ndjson/),
    ]);
    expect(kernels[0]).toMatchObject({ kernel: 'integer', ratio: 1 });
  });

  test('of the host beside an emulated Node is left out', async () => {
    const { kernels, notes } = await compared(sampleCalibration('before', 5, { programArch: 'x64' }));
    expect(kernels.map(({ kernel }) => kernel)).not.toContain('forkExec');
    expect(notes).toEqual([
      expect.stringMatching(/"fork and exec" is left out: .* x64 beside a Node of arm64/),
    ]);
  });
});

describe('the work', () => {
  test('is proven the same by its digests, and what a file does not tell is not', async () => {
    const { workloads } = await machinesOf({}, { machine: ARM });
    expect(workloads).toEqual([
      {
        workload: 'hash',
        event: 'same',
        answer: 'same',
        handler: 'unknown',
        inputSha256: 'a'.repeat(64),
        outputSha256: 'b'.repeat(64),
        handlerSha256: null,
      },
    ]);
  });

  test('may be of another handler, which is told; of another event or answer it is not compared', async () => {
    const of = (digit: string) => ({ hash: { handlerSha256: digit.repeat(64) } });
    const { workloads } = await machinesOf({ workloads: of('1') }, { workloads: of('2'), machine: ARM });
    expect(workloads).toMatchObject([{ event: 'same', handler: 'differs', handlerSha256: null }]);
    const other = { workloads: { hash: { inputSha256: '3'.repeat(64) } }, machine: ARM };
    await expect(machinesOf({}, other)).rejects.toThrow(/its input differs/);
  });

  test('has an artifact on each side, with its architecture', async () => {
    const { artifacts } = await machinesOf(
      {},
      { machine: ARM, artifacts: { 'hash/process/node': { sha256: 'e'.repeat(64) } } },
    );
    expect(artifacts).toMatchObject([{ same: false, old: { arch: 'x64' }, new: { arch: 'arm64' } }]);
    expect((await machinesOf({}, { machine: ARM })).artifacts).toMatchObject([{ same: true }]);
  });
});

describe('emulation', () => {
  const refused = async (old: boolean | null, fresh: boolean | null): Promise<string> => {
    const both = await sets({ machine: { emulated: old } }, { machine: { emulated: fresh } });
    try {
      refuseMixedEmulation(...both);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };

  test.each([
    [false, true, /^new\.ndjson was .* emulated .* old\.ndjson ran on a real one/],
    [true, false, /^old\.ndjson was .* emulated .* new\.ndjson ran on a real one/],
    [true, null, /^old\.ndjson was .* emulated .* of new\.ndjson nobody knows/],
    [true, true, /^$/],
    [false, false, /^$/],
    [false, null, /^$/],
  ])('%s and %s', async (old, fresh, message) => {
    expect(await refused(old, fresh)).toMatch(message);
  });
});

describe('the ratio of ratios', () => {
  const subjects = [{}, { runner: 'container', coldMs: 200 }] as const;

  test('has no drift in it where only the machine drifts, and allows for that of the ratios themselves', async () => {
    const [old, fresh] = await sets({ subjects, noise: 0 }, { subjects, noise: 0, machine: ARM });
    const [steady] = compareSets(old, fresh, OPTIONS).ratios;
    expect(steady).toMatchObject({ drift: 0, ratioOfRatios: { value: 1, interval: { low: 1, high: 1 } } });
    const slow = fresh.subjects.get('hash/container/node');
    const series = slow?.of('coldStart');
    if (!slow || !series) throw new Error('there is no container');
    // The engine gets slower block by block, and the plain process does not.
    const values = series.values.map((value, block) => value * (1 + block / 100));
    const wandering = Object.assign(Object.create(slow) as typeof slow, {
      of: (metric: string) => (metric === 'coldStart' ? { ...series, values } : slow.of(metric)),
    });
    const changed = { ...fresh, subjects: new Map(fresh.subjects).set('hash/container/node', wandering) };
    const [row] = compareSets(old, changed, OPTIONS).ratios;
    expect(row?.drift).toBeGreaterThan(0.05);
    expect(row?.ratioOfRatios.interval?.low).toBeLessThan(1);
    expect(row?.ratioOfRatios.interval?.high).toBeGreaterThan(1.2);
  });
});
