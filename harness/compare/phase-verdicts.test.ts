import { expect, test } from 'vitest';
import { gatePhases } from './phase-verdicts.ts';
import { rowStatistics } from './row.ts';
import { evenSamples, metricNamed } from './testing/samples.ts';
import { type Judgeable, judge, type Verdict } from './verdict.ts';

function rowOf(name: string, ratio: number, hypothesis: boolean): Judgeable {
  const metric = metricNamed(name);
  const [old, fresh] = [evenSamples(64, 50e6, 0.02), evenSamples(64, 50e6 * ratio, 0.02)];
  const statistics = rowStatistics({ metric, design: 'paired', old, new: fresh });
  if (!statistics) throw new Error('no row');
  return { metric, hypothesis, statistics };
}

const verdicts = (...rows: Judgeable[]): Verdict[] =>
  gatePhases(judge(rows, { threshold: 0.01, design: 'paired' })).map(({ verdict }) => verdict);

test('a phase tells where a change of the cold start sits', () => {
  expect(verdicts(rowOf('coldStart', 1.05, true), rowOf('phase.ready', 1.1, false))).toEqual([
    'slower',
    'slower',
  ]);
});

test('a phase says nothing while the cold start has not changed', () => {
  expect(verdicts(rowOf('coldStart', 1, true), rowOf('phase.ready', 1.1, false))).toEqual([
    'same',
    'inconclusive',
  ]);
});

test('a phase that was asked for speaks for itself', () => {
  expect(verdicts(rowOf('coldStart', 1, true), rowOf('phase.ready', 1.1, true))).toEqual(['same', 'slower']);
});

test('a phase that is the same stays so', () => {
  expect(verdicts(rowOf('coldStart', 1.05, true), rowOf('phase.ready', 1, false))).toEqual([
    'slower',
    'same',
  ]);
});
