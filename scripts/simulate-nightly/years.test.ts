import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadComparable } from '../../harness/compare/load.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { createRandom } from '../../harness/stats/index.ts';
import { poolOf } from '../simulate/pool.ts';
import { driftOf, type Nightly } from './nights.ts';
import { RULES } from './rules.ts';
import { simulateYears } from './years.ts';

const nightly = async (): Promise<Nightly> => {
  const pool = poolOf(await loadComparable(join(projectRoot(), 'results/reference/twins-quiet.ndjson')));
  return { pool, subjects: 2, blocks: 60, drift: pool.rows.map((row) => driftOf(row, 60)) };
};

test('steps of 10 % are found, soon; a fixed seed draws the same years', async () => {
  const machine = await nightly();
  const draw = () => simulateYears(machine, RULES, { nights: 400, step: 0.1 }, createRandom(5));
  const scores = draw();
  const [changePoints] = scores;
  expect(changePoints?.steps).toBeGreaterThan(1);
  expect(changePoints?.found).toBe(changePoints?.steps);
  expect(draw()).toEqual(scores);
});

test('where nothing changes there is nothing to find, and comparing with the night before alarms all the time', async () => {
  const [changePoints, , mannWhitney] = simulateYears(
    await nightly(),
    RULES,
    { nights: 150, step: 0 },
    createRandom(5),
  );
  expect(changePoints).toMatchObject({ steps: 0, found: 0 });
  expect(changePoints?.falseAlarms).toBeLessThan(mannWhitney?.falseAlarms ?? 0);
});
