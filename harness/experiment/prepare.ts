import { availableParallelism } from 'node:os';
import { loadRunner } from '../../runners/index.ts';
import type { PackageContext, PackagedWorkload, Probe, Runner, RunnerName } from '../../runners/runner.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { ArtifactRecord, SkippedRunner, Subject } from '../model/schema.ts';
import { now } from './stamps.ts';

export interface ProbedRunners {
  readonly available: readonly { readonly runner: Runner; readonly probe: Probe & { available: true } }[];
  readonly skipped: readonly SkippedRunner[];
}

/** Asks every runner whether it can work here, all at once. */
export async function probeRunners(names: readonly RunnerName[]): Promise<ProbedRunners> {
  const probed = await Promise.all(
    names.map(async (name) => {
      const runner = await loadRunner(name);
      return { runner, probe: await runner.probe() };
    }),
  );
  return {
    available: probed.flatMap(({ runner, probe }) => (probe.available ? [{ runner, probe }] : [])),
    skipped: probed.flatMap(({ runner, probe }) =>
      probe.available ? [] : [{ runner: runner.name, reason: probe.reason, remedy: probe.remedy }],
    ),
  };
}

/** What is to be measured: a subject with what makes it. */
export interface PlannedSubject extends Subject {
  readonly source: Workload;
  readonly adapter: Runner;
}

export function planSubjects(workloads: readonly Workload[], { available }: ProbedRunners): PlannedSubject[] {
  return workloads.flatMap((source) =>
    available.map(({ runner, probe }) => ({
      subject: `${source.name}/${runner.name}/${probe.variant}`,
      workload: source.name,
      runner: runner.name,
      variant: probe.variant,
      source,
      adapter: runner,
    })),
  );
}

export type PackagedSubject = PlannedSubject & {
  readonly packaged: PackagedWorkload;
  readonly record: ArtifactRecord;
};
export type UnpackagedSubject = PlannedSubject & { readonly error: unknown };

/**
 * Packages every subject, a few at a time; `onDone` is called as each ends. One that cannot be packaged does not
 * stop the others.
 */
export async function packageAll(
  subjects: readonly PlannedSubject[],
  context: PackageContext,
  onStart: (subject: PlannedSubject) => void,
): Promise<{ packaged: PackagedSubject[]; unpackaged: UnpackagedSubject[] }> {
  const packaged: PackagedSubject[] = [];
  const unpackaged: UnpackagedSubject[] = [];
  // The slowest first, so that the others are packaged beside it.
  const waiting = subjects.toSorted((a, b) => Number(b.runner === 'wasm') - Number(a.runner === 'wasm'));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      onStart(next);
      try {
        packaged.push(await packageOne(next, context));
      } catch (error) {
        context.signal.throwIfAborted();
        unpackaged.push({ ...next, error });
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const order = (list: Subject[]) => list.sort((a, b) => rank(subjects, a) - rank(subjects, b));
  order(packaged);
  order(unpackaged);
  return { packaged, unpackaged };
}

const rank = (subjects: readonly Subject[], { subject }: Subject): number =>
  subjects.findIndex((other) => other.subject === subject);

async function packageOne(subject: PlannedSubject, context: PackageContext): Promise<PackagedSubject> {
  const startNs = now();
  const packaged = await subject.adapter.package(subject.source, context);
  const { sizeBytes, sha256, cached, details } = packaged;
  const record: ArtifactRecord = {
    kind: 'artifact',
    subject: subject.subject,
    sizeBytes,
    sha256,
    cached,
    packageNs: Number(now() - startNs),
    details: { ...details },
  };
  return { ...subject, packaged, record };
}
