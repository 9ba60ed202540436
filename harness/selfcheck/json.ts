import type { Inferred } from '../model/inferred.ts';
import { toJsonSummary } from '../report/json-summary.ts';
import type { RepeatCheck } from './evaluate.ts';
import type { SelfcheckReport } from './report.ts';
import type { selfcheckSchema } from './report-schema.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_SELFCHECK_SCHEMA = 'coldbench-selfcheck/1';

export type JsonSelfcheck = Inferred<typeof selfcheckSchema>;

/** What `--json` prints: base units, named in the keys; the trials stay in the files. */
export function toJsonReport(report: SelfcheckReport | null, interrupted: boolean): JsonSelfcheck {
  const { floor, checks, ...rest } = report ?? { floor: null, checks: [], files: [] };
  return {
    schema: JSON_SELFCHECK_SCHEMA,
    interrupted,
    ...rest,
    checks: checks.map((check) => ({ ...check, repeats: check.repeats.map(withoutSamples) })),
    floor: floor && { bareLaunchNs: floor.bareLaunchNs, run: toJsonSummary(floor.run) },
  };
}

function withoutSamples({ logRatios: _, ...repeat }: RepeatCheck): Omit<RepeatCheck, 'logRatios'> {
  return repeat;
}
