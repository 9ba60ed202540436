import { type ComparableSet, collectComparable } from '../compare/load.ts';
import { sampleManifest } from '../model/codec-sample.ts';
import type { ArtifactRecord, CompletedTrial, EndRecord, Manifest, ResultRecord } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import type { Random } from '../stats/index.ts';
import { sampleTrial } from '../testing/sample-trial.ts';

/** What a synthetic self-check is made of. */
export interface SyntheticCheck {
  readonly blocks: number;
  /** The cold start of each workload in a block. */
  readonly coldStartNs: Readonly<Record<string, (block: number) => Ns>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the figures that are not the cold start. */
  readonly random: Random;
  /** Digest of a workload's artifact; the same for all unless told. */
  readonly digestOf?: (workload: string) => string;
}

/** Standard normal, by Box and Muller. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

const subjectOf = (workload: string) => ({
  subject: `${workload}/process/node`,
  workload,
  runner: 'process' as const,
  variant: 'node',
});

function syntheticManifest({ coldStartNs, labels = {} }: SyntheticCheck): Manifest {
  return {
    ...sampleManifest,
    plan: { ...sampleManifest.plan, blocks: null, warmupBlocks: 0 },
    subjects: Object.keys(coldStartNs).map(subjectOf),
    labels: { ...labels },
  };
}

/** The trials of one workload: all figures vary by some 3 %, and only the cold start as it is told. */
function syntheticTrials(check: SyntheticCheck, workload: string): CompletedTrial[] {
  const { blocks, random, coldStartNs } = check;
  const about = (value: number): number => Math.round(value * Math.exp(0.03 * normal(random)));
  return Array.from({ length: blocks }, (_, block) => {
    const trial = sampleTrial();
    const resources = { ...trial.coldResources, rssBytes: about(50e6), cpuNs: about(40e6) };
    return {
      ...trial,
      ...subjectOf(workload),
      block,
      firstResponseNs: Math.round(coldStartNs[workload]?.(block) ?? Number.NaN),
      warmNs: [about(300e3), about(300e3), about(200e3), about(200e3)],
      coldResources: resources,
      warmResources: resources,
    };
  });
}

const syntheticArtifact = (workload: string, sha256: string): ArtifactRecord => ({
  kind: 'artifact',
  subject: subjectOf(workload).subject,
  sizeBytes: 1000,
  sha256,
  cached: true,
  packageNs: 1,
  details: {},
});

/** Manifest, artifacts and trials, as a run writes them. */
export function syntheticRecords(check: SyntheticCheck): Exclude<ResultRecord, EndRecord>[] {
  const { digestOf = () => 'a'.repeat(64) } = check;
  const workloads = Object.keys(check.coldStartNs);
  return [
    syntheticManifest(check),
    ...workloads.map((workload) => syntheticArtifact(workload, digestOf(workload))),
    ...workloads.flatMap((workload) => syntheticTrials(check, workload)),
  ];
}

/** As `loadComparable` would give it. */
export const syntheticSet = (check: SyntheticCheck): Promise<ComparableSet> =>
  collectComparable('synthetic.ndjson', lines(syntheticRecords(check)));

async function* lines(records: readonly ResultRecord[]): AsyncGenerator<{ record: ResultRecord }> {
  for (const record of records) yield { record };
}
