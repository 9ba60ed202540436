import { type TrialFigures, trialFigures } from './metrics.ts';
import type { ArtifactRecord, CompletedTrial, Plan, Subject } from './schema.ts';

/** A metric's figures, one a trial, and the block of each. */
export interface Series {
  readonly blocks: number[];
  readonly values: number[];
}

export const EMPTY_SERIES: Series = Object.freeze({ blocks: [], values: [] });

/** All figures of one subject's measured trials; the trials themselves are not kept. */
export class SubjectSeries {
  readonly subject: Subject;
  readonly plan: Plan;
  artifact: ArtifactRecord | null = null;
  readonly #byMetric = new Map<string, Series>();

  constructor(subject: Subject, plan: Plan) {
    this.subject = subject;
    this.plan = plan;
  }

  add(trial: CompletedTrial): void {
    this.addFigures(trial.block, trialFigures(trial, this.plan));
  }

  /** `block`: the block of a trial, or the round of a study; figures of one metric are all of one kind. */
  addFigures(block: number, figures: TrialFigures): void {
    for (const [metric, value] of figures) {
      const series = this.#byMetric.get(metric) ?? { blocks: [], values: [] };
      this.#byMetric.set(metric, series);
      series.blocks.push(block);
      series.values.push(value);
    }
  }

  of(metric: string): Series {
    return this.#byMetric.get(metric) ?? EMPTY_SERIES;
  }
}

/** The values of the blocks that both have, aligned: what ran side by side is compared side by side. */
export function pairSeries(a: Series, b: Series): { a: number[]; b: number[] } {
  const ofB = new Map(b.blocks.map((block, index) => [block, b.values[index] ?? Number.NaN]));
  const shared = a.blocks.flatMap((block, index) => {
    const other = ofB.get(block);
    return other === undefined ? [] : [[a.values[index] ?? Number.NaN, other] as const];
  });
  return { a: shared.map(([value]) => value), b: shared.map(([, value]) => value) };
}
