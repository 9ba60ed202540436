import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Baseline, baselineOf } from './baseline.ts';
import type { Border } from './block-conditions.ts';
import { describeDisturbance } from './disturbance.ts';

const START: Border = {
  atNs: 5e9,
  canaryNs: 5e6,
  stealNs: 0,
  psiCpuSomeUs: 0,
  psiIoSomeUs: 0,
  psiMemorySomeUs: 0,
  throttledUs: null,
  contextSwitches: 0,
  frequencyKhz: null,
};
/** One second later. */
const END: Border = { ...START, atNs: 6e9 };
const USUAL: Baseline = { canaryNs: 5e6, cpuShare: 0, ioShare: 0, memoryShare: 0 };

const idsOf = (
  end: Partial<Border>,
  start: Partial<Border> = {},
  baseline: Partial<Baseline> = {},
): string[] =>
  describeDisturbance({ ...START, ...start }, { ...END, ...end }, { ...USUAL, ...baseline }).map(
    ({ id }) => id,
  );

test('a block without incidents is not disturbed', () => {
  expect(idsOf({})).toEqual([]);
});

test.each<[id: string, end: Partial<Border>, start?: Partial<Border>]>([
  ['canarySlow', { canaryNs: 6e6 }],
  ['canarySlow', {}, { canaryNs: 6e6 }],
  ['canaryFast', { canaryNs: 4e6 }],
  ['steal', { stealNs: 30_000_000 }],
  ['throttled', { throttledUs: 50_000 }, { throttledUs: 0 }],
  ['cpuPressure', { psiCpuSomeUs: 150_000 }],
  ['ioPressure', { psiIoSomeUs: 60_000 }],
  ['memoryPressure', { psiMemorySomeUs: 20_000 }],
])('%s disturbs a block', (id, end, start = {}) => {
  expect(idsOf(end, start)).toEqual([id]);
});

test('a disturbance says how much', () => {
  const [found] = describeDisturbance(START, { ...END, stealNs: 30_000_000 }, USUAL);
  expect(found?.what).toBe('the hypervisor kept CPUs away for 3% of the block');
});

test('one step of the steal counter proves nothing, however short the block', () => {
  expect(idsOf({ atNs: START.atNs + 2e8, stealNs: 10_000_000 })).toEqual([]);
});

test('pressure that our own trials make is no disturbance; twice as much is', () => {
  expect(idsOf({ psiCpuSomeUs: 350_000 }, {}, { cpuShare: 0.2 })).toEqual([]);
  expect(idsOf({ psiCpuSomeUs: 450_000 }, {}, { cpuShare: 0.2 })).toEqual(['cpuPressure']);
});

test('counters that this system does not have accuse nobody', () => {
  const none = { stealNs: null, psiCpuSomeUs: null, psiIoSomeUs: null, psiMemorySomeUs: null };
  expect(idsOf(none, none, { cpuShare: null, ioShare: null, memoryShare: null })).toEqual([]);
});

test('baselineOf() needs two borders', () => {
  expect(baselineOf([START])).toBeNull();
  expect(baselineOf([START, END])).toEqual(USUAL);
});

test('baselineOf() takes the undisturbed canaries and the usual pressure', () => {
  const borders = [5e6, 5.1e6, 9e6, 5e6, 8e6, 7e6].map((canaryNs, second) => ({
    ...START,
    canaryNs,
    atNs: second * 1e9,
    psiCpuSomeUs: second * 100_000 + (second === 5 ? 800_000 : 0),
    psiIoSomeUs: null,
  }));
  const baseline = baselineOf(borders);
  expect(baseline?.canaryNs).toBeLessThan(5.2e6);
  expect(baseline?.cpuShare).toBeCloseTo(0.1);
  expect(baseline?.ioShare).toBeNull();
});

test('more of anything bad never removes a disturbance', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(amount, amount, amount, (psiCpuSomeUs, psiIoSomeUs, more) => {
      const less = idsOf({ psiCpuSomeUs, psiIoSomeUs });
      const worse = idsOf({ psiCpuSomeUs: psiCpuSomeUs + more, psiIoSomeUs: psiIoSomeUs + more });
      expect(worse).toEqual(expect.arrayContaining(less));
    }),
  );
});
