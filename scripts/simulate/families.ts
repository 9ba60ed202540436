import { createRandom, median } from '../../harness/stats/index.ts';
import { type DrawnRow, drawFamily, type SimulatedDesign } from './draw.ts';
import type { Pool } from './pool.ts';
import { type Family, RULES } from './rules.ts';

/** Families `from` up to `to`, drawn and decided. */
export interface Task {
  readonly pool: Pool;
  readonly design: SimulatedDesign;
  /** Blocks a side. */
  readonly blocks: number;
  /** Changes to inject, as shares of the target's median. */
  readonly shares: readonly number[];
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** What one rule decided, counted. */
export interface Tally {
  readonly rule: string;
  families: number;
  /** Families with any false alarm, and false alarms of each row. */
  alarms: number;
  readonly rowAlarms: number[];
  /** By injected share. */
  readonly found: number[];
  /** Null for a rule that never says so. */
  same: number | null;
}

/** The same tallies whoever draws which families: each has a random stream of its own. */
export function runFamilies(task: Task): Tally[] {
  const { pool, design, blocks, shares } = task;
  const tallies = emptyTallies(pool, shares);
  const random = createRandom(task.seed).derive(design);
  const delays = delaysOf(pool, shares);
  for (let index = task.from; index < task.to; index += 1) {
    const rows = drawFamily(pool, design, blocks, random.derive(`family ${index}`));
    count(tallies, familyOf(pool, design, rows, delays));
  }
  return tallies;
}

function emptyTallies({ rows }: Pool, shares: readonly number[]): Tally[] {
  return RULES.map(({ name }) => ({
    rule: name,
    families: 0,
    alarms: 0,
    rowAlarms: rows.map(() => 0),
    found: shares.map(() => 0),
    same: null,
  }));
}

/** A constant delay, as a slower start-up is: the same for every trial. */
function delaysOf({ rows, target }: Pool, shares: readonly number[]): number[] {
  const centre = median(rows[target]?.first ?? []) ?? Number.NaN;
  return shares.map((share) => Math.round(share * centre));
}

function familyOf(
  { rows: poolRows, target }: Pool,
  design: SimulatedDesign,
  rows: readonly DrawnRow[],
  delays: readonly number[],
): Family {
  const row = rows[target];
  if (!row) throw new Error(`no row ${target}`);
  const changed = delays.map((delay) => ({ old: row.old, new: row.new.map((value) => value + delay) }));
  const metrics = poolRows.map(({ metric }) => metric);
  return { design: design === 'paired' ? 'paired' : 'independent', metrics, rows, target, changed };
}

function count(tallies: readonly Tally[], family: Family): void {
  for (const [index, rule] of RULES.entries()) {
    const tally = tallies[index];
    if (!tally) throw new Error(`no tally of ${rule.name}`);
    const { alarms, found, same } = rule.decide(family);
    tally.families += 1;
    tally.alarms += Number(alarms.includes(true));
    addTo(tally.rowAlarms, alarms);
    addTo(tally.found, found);
    if (same !== null) tally.same = (tally.same ?? 0) + Number(same);
  }
}

function addTo(counts: number[], happened: readonly boolean[]): void {
  for (const [index, one] of happened.entries()) counts[index] = (counts[index] ?? 0) + Number(one);
}

/** The sum of tallies of the same rules and shares. */
export function addTallies(parts: readonly (readonly Tally[])[]): Tally[] {
  const [first = [], ...rest] = parts;
  return rest.reduce<Tally[]>(
    (sums, part) =>
      sums.map((sum, index) => {
        const other = part[index];
        if (other?.rule !== sum.rule) throw new Error(`tallies of ${sum.rule} and ${other?.rule}`);
        return {
          rule: sum.rule,
          families: sum.families + other.families,
          alarms: sum.alarms + other.alarms,
          rowAlarms: sum.rowAlarms.map((value, row) => value + (other.rowAlarms[row] ?? 0)),
          found: sum.found.map((value, change) => value + (other.found[change] ?? 0)),
          same: sum.same === null || other.same === null ? null : sum.same + other.same,
        };
      }),
    [...first],
  );
}
