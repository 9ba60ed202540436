import type { Estimate, SubjectSummary } from '../report/summary-types.ts';
import type { Family, Labels, Sample, Unit } from './openmetrics-text.ts';

/** A figure of a subject in base units: nanoseconds or bytes; null where it has none. */
type Figure = (subject: SubjectSummary) => number | null | undefined;

/** OpenMetrics counts seconds; nanoseconds over 1e9 are the nearest double, which prints with all their digits. */
const SCALE = { seconds: 1e9, bytes: 1 };

/** The families of all subjects; `labels` are theirs, in the same order. */
export function subjectFamilies(subjects: readonly SubjectSummary[], labels: readonly Labels[]): Family[] {
  const each = (samplesOf: (subject: SubjectSummary) => readonly Sample[]): Sample[] =>
    subjects.flatMap((subject, index) =>
      samplesOf(subject).map((sample) => ({ ...sample, labels: { ...labels[index], ...sample.labels } })),
    );
  const gauge = (name: string, unit: 'seconds' | 'bytes', help: string, figure: Figure): Family =>
    family(
      `${name}_${unit}`,
      unit,
      help,
      each((subject) => present(figure(subject), unit)),
    );
  const estimate = (
    name: string,
    unit: 'seconds' | 'bytes',
    help: string,
    of: (subject: SubjectSummary) => Estimate | null | undefined,
  ): Family[] => [
    gauge(name, unit, help, (subject) => of(subject)?.value),
    gauge(
      `${name}_low`,
      unit,
      `${help} Lower end of the 95 % interval.`,
      (subject) => of(subject)?.interval?.low,
    ),
    gauge(
      `${name}_high`,
      unit,
      `${help} Upper end of the 95 % interval.`,
      (subject) => of(subject)?.interval?.high,
    ),
  ];
  return [
    ...estimate('cold_start', 'seconds', COLD_START, ({ coldStart }) => coldStart?.medianNs),
    family('phase_seconds', 'seconds', PHASE, each(phaseSamples)),
    ...estimate('warm_p50', 'seconds', WARM_P50, ({ warm }) => warm?.p50Ns),
    gauge('warm_p99', 'seconds', WARM_P99, ({ warm }) => warm?.p99Ns),
    ...estimate('memory_rss', 'bytes', RSS, ({ memory }) => memory?.rssBytes),
    gauge('cold_cpu', 'seconds', COLD_CPU, ({ coldCpuNs }) => coldCpuNs),
    gauge('artifact_size', 'bytes', ARTIFACT, ({ artifactBytes }) => artifactBytes),
    family('trials', null, TRIALS, each(trialSamples)),
  ];
}

const COLD_START = 'Launch to the last byte of the first verified response, median over the trials.';
const PHASE = 'A phase of the cold start, by the milestone that ends it, median over the trials.';
const WARM_P50 = "One call on a warm connection, median over the trials of each trial's own median.";
const WARM_P99 = 'One call on a warm connection, 99th percentile of all calls.';
const RSS = 'Resident memory of the guest after its warm calls, median over the trials.';
const COLD_CPU = 'CPU time of the guest until after its first response, median over the trials.';
const ARTIFACT = 'Everything that the packaging ships.';
const TRIALS = 'Cold starts by what became of them, without warm-up.';

const family = (name: string, unit: Unit, help: string, samples: readonly Sample[]): Family => ({
  name: `coldbench_${name}`,
  type: 'gauge',
  unit,
  help,
  samples,
});

const present = (value: number | null | undefined, unit: 'seconds' | 'bytes'): Sample[] =>
  value === null || value === undefined ? [] : [{ labels: {}, value: value / SCALE[unit] }];

const phaseSamples = ({ phases }: SubjectSummary): Sample[] =>
  phases.flatMap(({ until, medianNs }) =>
    present(medianNs, 'seconds').map((sample) => ({ ...sample, labels: { phase: until } })),
  );

const trialSamples = ({ trials }: SubjectSummary): Sample[] =>
  (['completed', 'failed', 'skipped'] as const).map((status) => ({
    labels: { status },
    value: trials[status],
  }));
