import { describe, expect, test } from 'vitest';
import { sampleCalibration } from '../compare/testing/sample-calibration.ts';
import { sampleTrial } from './codec-sample.ts';
import type { CalibrationRecord, PartRecord, ResultRecord } from './schema.ts';
import { checkCalibrations } from './validate-calibration.ts';

/** All that is wrong with records that follow each other. */
function problemsOf(...records: readonly ResultRecord[]): string[] {
  const check = checkCalibrations();
  return records.flatMap(check).map(({ field, message }) => `${field} ${message}`);
}

const [before, after] = [sampleCalibration('before'), sampleCalibration('after')];
const part = { kind: 'part' } as PartRecord;
const changed = (change: Partial<CalibrationRecord>): CalibrationRecord => ({ ...before, ...change });

describe('calibrations', () => {
  test.each<[string, ResultRecord[]]>([
    ['none at all, as in the files of older versions', [sampleTrial]],
    ['one before the trials and one after them', [before, sampleTrial, after]],
    ['one before, of a run that was cut off', [before, sampleTrial]],
    ['two of each part of a merged file', [part, before, sampleTrial, after, part, before, sampleTrial]],
    ['one that failed', [changed({ kernels: [], failure: 'no /bin/sh' }), sampleTrial]],
  ])('are sound: %s', (_what, records) => {
    expect(problemsOf(...records)).toEqual([]);
  });

  test.each<[string, ResultRecord[], string]>([
    ['two before the trials', [before, before], 'when must be another: there is one before already'],
    [
      'one before the trials that follows them',
      [sampleTrial, before],
      'when must be after: trials precede it',
    ],
    [
      'a trial after the last',
      [before, after, sampleTrial],
      'kind must not be trial: the calibration after the last block precedes it',
    ],
    [
      'the same kernel twice',
      [changed({ kernels: [...before.kernels, ...before.kernels] })],
      'kernels must not hold integer twice',
    ],
    [
      'neither kernels nor a reason',
      [changed({ kernels: [] })],
      'kernels must not be empty without a failure',
    ],
    ['kernels and a failure', [changed({ failure: 'no' })], 'failure must be null where there are kernels'],
  ])('are not sound: %s', (_what, records, problem) => {
    expect(problemsOf(...records)).toEqual([problem]);
  });
});
