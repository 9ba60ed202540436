import type { Inferred } from '../model/inferred.ts';
import type { WorkloadRecord } from '../model/schema.ts';
import type { SubjectSeries } from '../model/series.ts';
import { compareCalibrations } from './calibration.ts';
import type { ComparableSet } from './load.ts';
import type { artifactPairSchema, machinesSchema, workloadProofSchema } from './machines-schema.ts';
import type { SubjectPair } from './match.ts';

export type MachinesComparison = Inferred<typeof machinesSchema>;
export type WorkloadProof = Inferred<typeof workloadProofSchema>;
export type ArtifactPair = Inferred<typeof artifactPairSchema>;

/** What is to be known before figures of two machines are held against each other. */
export const compareMachines = (
  old: ComparableSet,
  fresh: ComparableSet,
  pairs: readonly SubjectPair[],
): MachinesComparison => ({
  workloads: [...new Set(pairs.map((pair) => pair.old.subject.workload))].map((workload) =>
    proofOf(workload, old.workloads.get(workload), fresh.workloads.get(workload)),
  ),
  artifacts: pairs.map((pair) => artifactsOf(pair, old, fresh)),
  calibration: compareCalibrations(old, fresh),
});

function proofOf(
  workload: string,
  old: WorkloadRecord | undefined,
  fresh: WorkloadRecord | undefined,
): WorkloadProof {
  const event = digests(old?.inputSha256, fresh?.inputSha256);
  const answer = digests(old?.outputSha256, fresh?.outputSha256);
  const handler = digests(old?.handlerSha256, fresh?.handlerSha256);
  return {
    workload,
    event: event.alike,
    answer: answer.alike,
    handler: handler.alike,
    inputSha256: event.sha256,
    outputSha256: answer.sha256,
    handlerSha256: handler.sha256,
  };
}

type Digest = string | null | undefined;

function digests(old: Digest, fresh: Digest): { alike: WorkloadProof['event']; sha256: string | null } {
  if (!old || !fresh) return { alike: 'unknown', sha256: null };
  return old === fresh ? { alike: 'same', sha256: old } : { alike: 'differs', sha256: null };
}

function artifactsOf(pair: SubjectPair, old: ComparableSet, fresh: ComparableSet): ArtifactPair {
  const side = ({ artifact }: SubjectSeries, { manifest }: ComparableSet): ArtifactPair['old'] =>
    artifact && {
      sha256: artifact.sha256,
      sizeBytes: artifact.sizeBytes,
      arch: manifest.machine.arch,
    };
  const [before, after] = [side(pair.old, old), side(pair.new, fresh)];
  const same = before !== null && after !== null && before.sha256 === after.sha256;
  return { subject: pair.compared.subject, same, old: before, new: after };
}
