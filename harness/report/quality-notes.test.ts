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

test('tells how quiet the machine was and which blocks it disturbed', () => {
  expect(notesOf('four-runners')).toMatchObject({
    quietness: '72 of 100 before the run. The load over the last minute is 1.3 on 2 CPUs.',
    disturbed: expect.stringContaining('2 blocks of 31 (canarySlow 2 and steal 1)'),
  });
});

test('has nothing to say of an undisturbed run on a quiet machine, but for its outliers', () => {
  const quiet = { ...BASE, ...SCENARIOS['four-runners'], quietness: { score: 95, findings: [] } };
  const run = { ...quiet, blocks: { ...BASE.blocks, disturbed: 0 }, disturbances: {} };
  expect(qualityNotes(run, ({ runner }) => runner).map(({ label }) => label)).toEqual(['outliers']);
});

test('counts the blocks that a strict run discarded', () => {
  const run = { ...BASE, blocks: { ...BASE.blocks, discarded: 3 } };
  expect(qualityNotes(run, ({ runner }) => runner)).toContainEqual(
    expect.objectContaining({ label: 'discarded', text: expect.stringContaining('3 disturbed blocks') }),
  );
});

test('names what missed the asked precision, and how noisy it was', () => {
  expect(notesOf('failures')).toMatchObject({
    precision: expect.stringMatching(
      /^The asked 2% was not reached for serverless \(within 8%\)\. It would take about \d+ more blocks/,
    ),
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
