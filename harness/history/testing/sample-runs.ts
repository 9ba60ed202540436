import { join } from 'node:path';
import { type SampleSet, writeSampleSet } from '../../compare/testing/sample-set.ts';

const DAY_MS = 86_400_000;
export const FIRST_NIGHT_MS = Date.UTC(2026, 2, 1, 3);

export const nightAt = (night: number): string => new Date(FIRST_NIGHT_MS + night * DAY_MS).toISOString();

/** The run of a night, with a commit of its own; what is left out is ordinary. */
export const nightSet = (night: number, set: SampleSet = {}): SampleSet => {
  const startedAt = nightAt(night);
  const endedAt = new Date(Date.parse(startedAt) + 2000).toISOString();
  return {
    seed: night + 1,
    blocks: 6,
    warmCalls: 8,
    ...set,
    manifest: {
      id: `night-${night}`,
      startedAt,
      labels: { commit: night.toString(16).padStart(40, '0') },
      ...set.manifest,
    },
    ending: set.ending === null ? null : { endedAt, ...set.ending },
  };
};

/** Writes the run of a night; returns its path. */
export const writeNight = (folder: string, night: number, set: SampleSet = {}): Promise<string> =>
  writeSampleSet(join(folder, `night-${night}.ndjson`), nightSet(night, set));

/** Writes so many nights; returns their paths. */
export async function writeNights(folder: string, count: number, set: SampleSet = {}): Promise<string[]> {
  const paths: string[] = [];
  for (let night = 0; night < count; night++) paths.push(await writeNight(folder, night, set));
  return paths;
}
