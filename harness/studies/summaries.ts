import { z } from 'zod';
import type { Inferred } from '../model/inferred.ts';
import type { Plan, ResultRecord } from '../model/schema.ts';
import type { BurstRecord, FromZeroRecord } from './burst/figures.ts';
import { burstSummarySchema, summarizeBursts } from './burst/summary.ts';
import type { DensityRecord } from './density/figures.ts';
import { densitySummarySchema, summarizeDensity } from './density/summary.ts';
import type { LimitsRecord, MemoryFloorRecord } from './limits/figures.ts';
import { limitsSummarySchema, summarizeLimits } from './limits/summary.ts';
import type { LoadRecord } from './load/figures.ts';
import { DEFAULT_LOAD, type LoadPlan } from './load/plan.ts';
import { loadSummarySchema, summarizeLoad } from './load/summary.ts';
import type { MemoryRecord } from './memory/figures.ts';
import { memorySummarySchema, summarizeMemory } from './memory/summary.ts';

/** What the studies of a run found; one that was not asked for is absent. */
export const studySummariesSchema = z
  .object({
    memory: z.array(memorySummarySchema).optional(),
    load: z.array(loadSummarySchema).optional(),
    burst: z.array(burstSummarySchema).optional(),
    density: z.array(densitySummarySchema).optional(),
    limits: z.array(limitsSummarySchema).optional(),
  })
  .meta({ id: 'studies', description: 'What was measured beside starts, by the name of its condition.' });

export type StudySummaries = Inferred<typeof studySummariesSchema>;

/** Collects the records of all studies of a run. */
export class StudyCollector {
  readonly #loadPlan: LoadPlan;
  readonly #memory: MemoryRecord[] = [];
  readonly #load: LoadRecord[] = [];
  readonly #bursts: (BurstRecord | FromZeroRecord)[] = [];
  readonly #density: DensityRecord[] = [];
  readonly #limits: (LimitsRecord | MemoryFloorRecord)[] = [];

  constructor(plan: Plan) {
    this.#loadPlan = plan.load ?? DEFAULT_LOAD;
  }

  add(record: ResultRecord): void {
    if (record.kind === 'memory') this.#memory.push(record);
    if (record.kind === 'load') this.#load.push(record);
    if (record.kind === 'burst' || record.kind === 'fromZero') this.#bursts.push(record);
    if (record.kind === 'density') this.#density.push(record);
    if (record.kind === 'limits' || record.kind === 'memoryFloor') this.#limits.push(record);
  }

  summarize(): StudySummaries {
    const memory = subjectsOf(this.#memory).map((subject) => summarizeMemory(subject, this.#memory));
    const load = subjectsOf(this.#load).map((subject) => summarizeLoad(subject, this.#load, this.#loadPlan));
    const burst = subjectsOf(this.#bursts).map((subject) => summarizeBursts(subject, this.#bursts));
    const density = subjectsOf(this.#density).map((subject) => summarizeDensity(subject, this.#density));
    const limits = subjectsOf(this.#limits).map((subject) => summarizeLimits(subject, this.#limits));
    return {
      ...(memory.length > 0 && { memory }),
      ...(load.length > 0 && { load }),
      ...(burst.length > 0 && { burst }),
      ...(density.length > 0 && { density }),
      ...(limits.length > 0 && { limits }),
    };
  }
}

/** In the order of their names: that of the records is random. */
const subjectsOf = (records: readonly { readonly subject: string }[]): string[] =>
  [...new Set(records.map(({ subject }) => subject))].sort();
