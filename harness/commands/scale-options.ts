import type { Command } from 'commander';
import type { Condition } from '../model/conditions.ts';
import type { Plan } from '../model/schema.ts';
import { DEFAULT_BURST, doublings, MOST_AT_ONCE, QUICK_AT_ONCE } from '../studies/burst/plan.ts';
import { DEFAULT_DENSITY, MOST_SIDE_BY_SIDE, QUICK_SIDE_BY_SIDE } from '../studies/density/plan.ts';
import { parseCount, parsePercent } from './values.ts';

/** The flags of the studies with many guests at once, parsed. */
export interface ScaleOptions {
  readonly burstMax?: number;
  readonly burstRate?: number;
  readonly densityMax?: number;
  readonly scaleRounds?: number;
  readonly keepMemory?: number;
}

type QuickOptions = ScaleOptions & { readonly quick?: boolean };

export function addScaleOptions(command: Command): Command {
  return command
    .option(
      '--burst-max <n>',
      'burst: the most cold starts at once, after 1, 2, 4, … (default: 16; four runners take one to two minutes)',
      parseCount(1, MOST_AT_ONCE),
    )
    .option(
      '--burst-rate <n>',
      'burst: requests a second while the only instance starts (default: 20, for one second)',
      parseCount(1, 10_000),
    )
    .option(
      '--density-max <n>',
      'density: the most instances side by side, after 1, 2, 4, … (default: 16; four runners take about a minute)',
      parseCount(2, MOST_SIDE_BY_SIDE),
    )
    .option(
      '--scale-rounds <n>',
      'burst, density: how often each is measured (default: 3; take 8 to compare two runs)',
      parseCount(1, 1000),
    )
    .option(
      '--keep-memory <percent>',
      "burst, density: this share of the machine's memory stays available (default: 25%, 1 GiB at most)",
      parsePercent,
    );
}

/** What the studies that were asked for are to do, as the manifest's plan keeps it. */
export function scalePlan(
  options: QuickOptions,
  conditions: readonly Condition[],
): Pick<Plan, 'burst' | 'density'> {
  return {
    ...(conditions.includes('burst') && { burst: burstPlan(options) }),
    ...(conditions.includes('density') && { density: densityPlan(options) }),
  };
}

function densityPlan({ densityMax, scaleRounds, keepMemory, quick }: QuickOptions) {
  const most = densityMax ?? (quick ? QUICK_SIDE_BY_SIDE : undefined);
  return {
    ...DEFAULT_DENSITY,
    counts: most === undefined ? [...DEFAULT_DENSITY.counts] : doublings(most),
    rounds: scaleRounds ?? DEFAULT_DENSITY.rounds,
    keepMemoryShare: keepMemory ?? DEFAULT_DENSITY.keepMemoryShare,
  };
}

function burstPlan({ burstMax, burstRate, scaleRounds, keepMemory, quick }: QuickOptions) {
  const most = burstMax ?? (quick ? QUICK_AT_ONCE : undefined);
  return {
    ...DEFAULT_BURST,
    counts: most === undefined ? [...DEFAULT_BURST.counts] : doublings(most),
    ...(burstRate !== undefined && { requests: burstRate, requestsPerSecond: burstRate }),
    rounds: scaleRounds ?? DEFAULT_BURST.rounds,
    keepMemoryShare: keepMemory ?? DEFAULT_BURST.keepMemoryShare,
  };
}
