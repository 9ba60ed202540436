import { join } from 'node:path';
import { type SampleSet, writeSampleSet } from '../../compare/testing/sample-set.ts';
import type { PlanPart } from '../../model/schema.ts';

/** An invented plan of three parts; a test names what matters to it. */
export const samplePlanPart = (fields: Partial<PlanPart> = {}): PlanPart => ({
  planSha256: 'd'.repeat(64),
  mode: 'split',
  planSeed: 42,
  planPrecision: 0.02,
  part: '1',
  parts: ['1', '2', '3'],
  ...fields,
});

export interface SamplePart extends SampleSet {
  readonly plan?: Partial<PlanPart>;
}

/** Writes the file of an invented part, on a machine of its own; returns its path. */
export function writeSamplePart(folder: string, part: string, set: SamplePart = {}): Promise<string> {
  const { plan, ...rest } = set;
  const seed = set.seed ?? part.charCodeAt(0);
  return writeSampleSet(join(folder, `part-${part}.ndjson`), {
    seed,
    blocks: 8,
    ...rest,
    machine: { hostnameHash: `host of ${part}`, bootHash: `boot of ${part}`, ...set.machine },
    manifest: { seed, part: samplePlanPart({ part, ...plan }), ...set.manifest },
  });
}
