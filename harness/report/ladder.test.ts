import { expect, test } from 'vitest';
import { coldSubjects, ladderOf, missingByReason } from './ladder.ts';
import { subject } from './testing/subjects.ts';
import { FIGURES } from './testing/summaries.ts';

const cold = subject(FIGURES.process);
const paused = subject({ ...FIGURES.process, condition: 'paused', coldMs: 3 });
const diskCold = subject({ ...FIGURES.process, condition: 'disk-cold', coldMs: 90 });
const container = subject(FIGURES.container);
const without = (condition: 'precreated' | 'warm-host', noSuchStart: string) => ({
  ...subject({ ...FIGURES.process, condition }),
  coldStart: null,
  noSuchStart,
});

test('a run of cold starts alone has no ladder', () => {
  expect(ladderOf([cold, container])).toEqual([]);
});

test('a packaging stands on its rungs from the coldest to a warm call, whatever the order of the file', () => {
  const [row, other] = ladderOf([container, paused, cold, diskCold]);
  expect(row?.cold).toBe(cold);
  expect(row?.steps.map(({ rung, medianNs }) => [rung, medianNs.value / 1e6])).toEqual([
    ['disk-cold', 90],
    ['cold', 52.13],
    ['paused', 3],
    ['warm', expect.closeTo(0.2314)],
  ]);
  expect(other?.steps.map(({ rung }) => rung)).toEqual(['cold', 'warm']);
});

test('a rung that is missing has its reason, told once for all that share it', () => {
  const subjects = [cold, without('warm-host', 'no host'), without('precreated', 'no host')];
  const rows = ladderOf(subjects).map((row) => ({ ...row, name: 'process' }));
  expect(missingByReason(rows)).toEqual([
    { reason: 'no host', where: ['process precreated', 'process warm-host'] },
  ]);
});

test('one whose trials all failed says so', () => {
  const failed = { ...diskCold, coldStart: null, trials: { ...diskCold.trials, completed: 0, failed: 4 } };
  expect(ladderOf([cold, failed])[0]?.missing).toEqual([{ rung: 'disk-cold', reason: 'every trial failed' }]);
});

test('everything else is about cold starts, or about all there is', () => {
  expect(coldSubjects([paused, cold])).toEqual([cold]);
  expect(coldSubjects([paused])).toEqual([paused]);
});
