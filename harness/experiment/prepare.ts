import { availableParallelism } from 'node:os';
import { loadRunner, splitSpec } from '../../runners/index.ts';
import type { PackageContext, PackagedWorkload, Probe, Runner, RunnerSpec } from '../../runners/runner.ts';
import type { Workload } from '../../workloads/workload.ts';
import { conditionOf, type StartCondition, subjectIdOf } from '../model/conditions.ts';
import type { ArtifactRecord, SkippedRunner, Subject } from '../model/schema.ts';
import { now } from './stamps.ts';

export interface ProbedRunners {
  readonly available: readonly ProbedRunner[];
  readonly skipped: readonly SkippedRunner[];
}

export interface ProbedRunner {
  readonly runner: Runner;
  /** What was asked for; undefined for the runner's default. */
  readonly variant: string | undefined;
  readonly probe: Probe & { available: true };
}

/** Asks every runner whether it can work here, all at once. */
export async function probeRunners(specs: readonly RunnerSpec[]): Promise<ProbedRunners> {
  const probed = await Promise.all(
    specs.map(async (spec) => {
      const { name, variant } = splitSpec(spec);
      const runner = await loadRunner(name);
      return { runner, variant, probe: await probeVariant(runner, variant) };
    }),
  );
  return {
    available: probed
      .flatMap(({ runner, variant, probe }) => (probe.available ? [{ runner, variant, probe }] : []))
      .filter(isFirst),
    skipped: probed.flatMap(({ runner, variant, probe }) => {
      if (probe.available) return [];
      const { reason, remedy } = probe;
      return [{ runner: runner.name, ...(variant !== undefined && { variant }), reason, remedy }];
    }),
  };
}

/** A runner knows the variants that it lists; its default may also be named. */
async function probeVariant(runner: Runner, variant: string | undefined): Promise<Probe> {
  if (variant === undefined || runner.variants?.[variant] !== undefined) return runner.probe(variant);
  const probe = await runner.probe();
  if (!probe.available || probe.variant === variant) return probe;
  const known = [probe.variant, ...Object.keys(runner.variants ?? {})];
  return {
    available: false,
    reason: `${runner.name} has no variant '${variant}'.`,
    remedy: `Its variants are ${known.join(', ')}.`,
  };
}

/** A variant that was named, and is the default that was asked for as well, is one row. */
const isFirst = (one: ProbedRunner, place: number, all: readonly ProbedRunner[]): boolean =>
  all.findIndex(({ runner, probe }) => runner === one.runner && probe.variant === one.probe.variant) ===
  place;

/** What is to be measured: a subject with what makes it. */
export interface PlannedSubject extends Subject {
  readonly source: Workload;
  readonly adapter: Runner;
  /** As asked for; undefined for the runner's default. */
  readonly askedVariant: string | undefined;
}

/** A subject for each workload, runner and way to start. */
export function planSubjects(
  workloads: readonly Workload[],
  { available }: ProbedRunners,
  conditions: readonly StartCondition[] = ['cold'],
): PlannedSubject[] {
  return workloads.flatMap((source) =>
    available.flatMap(({ runner, variant: askedVariant, probe: { variant, emulated } }) => {
      // A variant that was asked for may call itself more precisely, as one that is emulated does.
      const { isolation, engine } = { ...runner, ...runner.variants?.[askedVariant ?? variant] };
      const row = { workload: source.name, runner: runner.name, variant, isolation, engine };
      return conditions.map((condition) => ({
        subject: subjectIdOf(row, condition),
        ...row,
        ...(emulated !== undefined && { emulated }),
        ...(condition !== 'cold' && { condition }),
        source,
        adapter: runner,
        askedVariant,
      }));
    }),
  );
}

/** What the result set says of a subject. */
export const bareSubject = ({
  subject,
  workload,
  runner,
  variant,
  isolation,
  engine,
  emulated,
  condition,
}: Subject): Subject => ({
  subject,
  workload,
  runner,
  variant,
  ...(isolation && { isolation }),
  ...(engine && { engine }),
  ...(emulated && { emulated }),
  ...(condition && { condition }),
});

/** Each packaging once, however many ways it is started in. */
export const onlyCold = <T extends Subject>(subjects: readonly T[]): T[] =>
  subjects.filter((subject) => conditionOf(subject) === 'cold');

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
  const waiting = onlyCold(subjects).toSorted(
    (a, b) => Number(b.runner === 'wasm') - Number(a.runner === 'wasm'),
  );
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      onStart(next);
      const rows = subjects.filter((other) => isOfSamePackaging(other, next));
      try {
        const { packaged: made, record } = await packageOne(next, context);
        const recordOf = ({ subject }: Subject): ArtifactRecord => ({ ...record, subject });
        packaged.push(...rows.map((row) => ({ ...row, packaged: made, record: recordOf(row) })));
      } catch (error) {
        context.signal.throwIfAborted();
        unpackaged.push(...rows.map((row) => ({ ...row, error })));
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const order = (list: Subject[]) => list.sort((a, b) => rank(subjects, a) - rank(subjects, b));
  order(packaged);
  order(unpackaged);
  return { packaged, unpackaged };
}

const isOfSamePackaging = (a: Subject, b: Subject): boolean =>
  a.workload === b.workload && a.runner === b.runner && a.variant === b.variant;

const rank = (subjects: readonly Subject[], { subject }: Subject): number =>
  subjects.findIndex((other) => other.subject === subject);

async function packageOne(subject: PlannedSubject, context: PackageContext): Promise<PackagedSubject> {
  const startNs = now();
  const packaged = await subject.adapter.package(subject.source, {
    ...context,
    ...(subject.askedVariant !== undefined && { variant: subject.askedVariant }),
  });
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
