import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal } from '../selfcheck/testing.ts';
import { eDivisive } from './e-divisive.ts';
import { createRandom } from './random.ts';

const indices = (values: readonly number[], minShift = 0): number[] =>
  eDivisive(values, { minShift }).map(({ index }) => index);

/** Annual flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3 (R's `Nile`, from Durbin & Koopman, 2001). */
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
  1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
  759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];

describe('published series', () => {
  test('the Nile: after 28 years, in 1899 (Zeileis et al., Comput. Stat. Data Anal. 44, 2003: breakpoint 28)', () => {
    expect(indices(NILE)).toEqual([28]);
  });

  // The series of Apache Otava's own tests, tests/series_test.py and tests/change_point_divisive_test.py.
  test.each([
    [[1.02, 0.95, 0.99, 1.0, 1.12, 0.9, 0.5, 0.51, 0.48, 0.48, 0.55], [6]],
    [[2.02, 2.03, 2.01, 2.04, 1.82, 1.85, 1.79, 1.81, 1.8, 1.76, 1.78], [4]],
    [
      [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0],
      [5, 8],
    ],
  ])('%j changes where Otava finds it', (values, expected) => {
    expect(indices(values)).toEqual(expected);
  });
});

describe('no change point', () => {
  const level = [1, 1.01, 0.99, 1, 1.02, 0.98, 1];
  test.each([
    ['nothing', []],
    ['one value', [1]],
    ['equal values', Array.from({ length: 50 }, () => 3)],
    ['one spike', [...level, 5, ...level]],
    ['two nights of a spike', [...level, 5, 5, ...level]],
    ['spikes of both signs side by side', [...level, 5, -4, ...level]],
    ['a spike as the last value', [...level, ...level, 5]],
  ])('in %s', (_what, values) => {
    expect(eDivisive(values)).toEqual([]);
  });

  test('below the smallest shift that is asked for', () => {
    expect(indices([...level, ...level.map((value) => value + 0.5)], 0.4)).toEqual([7]);
    expect(indices([...level, ...level.map((value) => value + 0.5)], 0.6)).toEqual([]);
  });
});

test('ties: a step between two exact levels is found at its place', () => {
  expect(indices([1, 1, 1, 1, 1, 2, 2, 2, 2, 2])).toEqual([5]);
});

test('a value that is known to be uncertain proves less', () => {
  const values = [...Array.from({ length: 20 }, (_, i) => (i % 2) / 100), 0.1, 0.1, 0.1];
  expect(indices(values)).toEqual([20]);
  const ownVariances = values.map((_, i) => (i < 20 ? 1e-4 : 1e-2));
  expect(eDivisive(values, { ownVariances })).toEqual([]);
});

test('normal noise is hardly ever called a change', () => {
  const random = createRandom(7);
  const found = Array.from({ length: 60 }, () =>
    eDivisive(Array.from({ length: 365 }, () => normal(random))),
  ).flat();
  expect(found.length).toBeLessThanOrEqual(1);
});

test('the same values have the same change points, segments of three or more, whatever unit and offset', () => {
  const step = fc.tuple(fc.integer({ min: 3, max: 15 }), fc.integer({ min: -50, max: 50 }));
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 99 }),
      (steps, seed) => {
        const random = createRandom(seed);
        const values = steps.flatMap(([length, at]) => Array.from({ length }, () => at + normal(random)));
        const found = indices(values);
        expect(indices(values)).toEqual(found);
        expect(indices(values.map((value) => 1024 * value - 4096))).toEqual(found);
        [0, ...found, values.length].reduce((before, index) => {
          expect(index - before).toBeGreaterThanOrEqual(index === 0 ? 0 : 3);
          return index;
        });
      },
    ),
    { numRuns: 50 },
  );
});
