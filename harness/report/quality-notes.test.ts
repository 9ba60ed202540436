import { expect, test } from 'vitest';
import { qualityNotes } from './quality-notes.ts';
import { SCENARIOS } from './testing/scenarios.ts';
import { BASE } from './testing/summaries.ts';

const notesOf = (name: string) => {
  const run = SCENARIOS[name] ?? BASE;
  return Object.fromEntries(
    qualityNotes(run, ({ runner }) => runner).map(({ label, text }) => [label, text]),
  );
};

test('a clean run has a word on outliers only', () => {
  expect(Object.keys(notesOf('four-runners'))).toEqual(['outliers']);
});

test('names what missed the asked precision, and how noisy it was', () => {
  expect(notesOf('failures')).toMatchObject({
    precision: 'The asked 2% was not reached for serverless (within 8%). More blocks narrow it.',
    noise:
      'Cold starts vary much for serverless (spread 18% of the median); a quieter machine gives firmer figures.',
  });
});

test('says why there is no interval, with the reason that the statistics gave', () => {
  expect(notesOf('three-trials')).toMatchObject({
    interval: 'None for process, container, wasm and serverless: fewer than 6 trials.',
  });
});

test('counts skipped trials', () => {
  expect(notesOf('incomplete')).toMatchObject({ skipped: 'Not tried: container (1 trial).' });
});
