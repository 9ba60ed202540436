import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryRun } from './history-types.ts';
import { prunable } from './prune.ts';

const NOW_MS = Date.UTC(2026, 10, 26);
const DAY_MS = 86_400_000;

/** A run of so many days ago, on a machine class. */
const run = (daysAgo: number, machine = 'a'): HistoryRun =>
  ({
    run: `${machine}-${daysAgo}`,
    startedAt: new Date(NOW_MS - daysAgo * DAY_MS).toISOString(),
    machine: { id: machine, name: machine, facts: {} },
  }) as HistoryRun;
const names = (runs: readonly HistoryRun[]): string[] => runs.map((one) => one.run);
const pruned = (runs: readonly HistoryRun[], keepDays: number | null, keepLast: number | null): string[] =>
  names(prunable(runs, { keepDays, keepLast, nowMs: NOW_MS }));

const nights = [0, 1, 2, 3, 4, 5].map((daysAgo) => run(daysAgo));

test('what is older than the days goes, oldest first, but for the first and the last run', () => {
  expect(pruned(nights, 2.5, null)).toEqual(['a-4', 'a-3']);
  expect(pruned(nights, 0, null)).toEqual(['a-4', 'a-3', 'a-2', 'a-1']);
});

test('the newest so many stay, of each machine class', () => {
  const other = [10, 11, 12, 13].map((daysAgo) => run(daysAgo, 'b'));
  expect(pruned([...nights, ...other], null, 2)).toEqual(['b-12', 'a-4', 'a-3', 'a-2']);
});

test('a run stays if either rule keeps it', () => {
  expect(pruned(nights, 1.5, 4)).toEqual(['a-4']);
  expect(pruned(nights, 4.5, 1)).toEqual([]);
});

test('one or two runs of a class, and runs from the future, always stay', () => {
  expect(pruned([run(1000, 'x'), run(900, 'y'), run(800, 'y')], 1, 1)).toEqual([]);
  expect(pruned([run(9), run(8), run(-5), run(-6)], 1, 1)).toEqual(['a-8']);
});

test('pruning twice removes no more than pruning once', () => {
  const runs = fc.array(fc.tuple(fc.integer({ min: -3, max: 400 }), fc.constantFrom('a', 'b', 'c')), {
    maxLength: 40,
  });
  const rule = fc.option(fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(runs, rule, rule, (given, keepDays, keepLast) => {
      const all = given.map(([daysAgo, machine]) => run(daysAgo, machine));
      const rules = { keepDays, keepLast, nowMs: NOW_MS };
      const removed = new Set(prunable(all, rules));
      const left = all.filter((one) => !removed.has(one));
      expect(prunable(left, rules)).toEqual([]);
      for (const machine of ['a', 'b', 'c']) {
        const ofClass = (some: readonly HistoryRun[]) =>
          some.filter((one) => one.machine.id === machine).map((one) => Date.parse(one.startedAt));
        const [before, after] = [ofClass(all), ofClass(left)];
        expect([Math.min(...after), Math.max(...after)]).toEqual([Math.min(...before), Math.max(...before)]);
      }
    }),
  );
});
