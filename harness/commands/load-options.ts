import { type Command, InvalidArgumentError } from 'commander';
import type { Condition } from '../model/conditions.ts';
import type { Plan } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { DEFAULT_LOAD, QUICK_LOAD, type Slo } from '../studies/load/plan.ts';
import { parseCount, parseDuration } from './values.ts';

/** The flags of the study `load`, parsed. */
export interface LoadOptions {
  readonly rate?: number;
  readonly loadDuration?: Ns;
  readonly slo?: Slo;
}

export function addLoadOptions(command: Command): Command {
  return command
    .option(
      '--rate <n>',
      'load: requests a second, whatever becomes of them (default: 10; four runners take about a minute)',
      parseCount(1, 100_000),
    )
    .option('--load-duration <duration>', 'load: how long each round sends (default: 4s)', parseDuration)
    .option(
      '--slo <bound>',
      'load: also search the highest rate that holds this, such as p99<20ms (some 20 s a runner)',
      parseSlo,
    );
}

/** What the study is to do, as the manifest's plan keeps it. */
export function loadPlan(
  { rate, loadDuration, slo, quick }: LoadOptions & { readonly quick?: boolean },
  conditions: readonly Condition[],
): Pick<Plan, 'load'> {
  if (!conditions.includes('load')) return {};
  return {
    load: {
      ...DEFAULT_LOAD,
      ...(quick && QUICK_LOAD),
      ...(rate !== undefined && { requestsPerSecond: rate }),
      ...(loadDuration !== undefined && { durationNs: loadDuration }),
      slo: slo ?? null,
    },
  };
}

/** `p99<20ms`, `p99.9<1s`, `max<100ms`. */
export function parseSlo(text: string): Slo {
  const [, quantile = '', limit = ''] =
    text.replaceAll(' ', '').match(/^(p\d{1,2}(?:\.\d{1,3})?|max)<(.+)$/) ?? [];
  if (quantile === '') throw new InvalidArgumentError('Write it as in p99<20ms, p99.9<1s or max<100ms.');
  return {
    quantile: quantile === 'max' ? 1 : Number((Number(quantile.slice(1)) / 100).toFixed(5)),
    limitNs: parseDuration(limit),
  };
}
