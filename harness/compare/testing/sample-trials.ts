import { sampleBlock } from '../../model/codec-sample.ts';
import { type StartCondition, subjectIdOf } from '../../model/conditions.ts';
import type { BlockRecord, CompletedTrial, Subject, Trial } from '../../model/schema.ts';
import type { Random } from '../../stats/index.ts';
import { sampleTrial } from '../../testing/sample-trial.ts';
import { lognormal } from './samples.ts';

/** A subject of an invented run; what is left out is ordinary. */
export interface SampleSubject {
  readonly workload?: string;
  readonly runner?: Subject['runner'];
  readonly variant?: string;
  readonly condition?: StartCondition;
  readonly emulated?: string;
  /** Its cold start, of which loading the workload is `loadMs`. */
  readonly coldMs?: number;
  readonly loadMs?: number;
  readonly warmUs?: number;
  readonly rssMb?: number;
  readonly sizeBytes?: number;
  /** The blocks in which it fails. */
  readonly fails?: readonly number[] | 'always';
}

export type CompleteSubject = ReturnType<typeof completeSubject>;

export const completeSubject = (given: SampleSubject) => {
  const { workload = 'hash', runner = 'process' as const, variant = 'node', condition = 'cold' } = given;
  const figures = { coldMs: 50, loadMs: 10, warmUs: 300, rssMb: 50, sizeBytes: 40_000 };
  const fails: SampleSubject['fails'] = given.fails ?? [];
  return {
    ...figures,
    ...given,
    fails,
    workload,
    runner,
    variant,
    condition,
    subject: subjectIdOf({ workload, runner, variant }, condition),
  };
};

export const idOf = ({
  subject,
  workload,
  runner,
  variant,
  condition,
  emulated,
}: CompleteSubject): Subject => ({
  subject,
  workload,
  runner,
  variant,
  ...(emulated !== undefined && { emulated }),
  ...(condition !== 'cold' && { condition }),
});

export interface SampleNoise {
  readonly blocks: number;
  /** Standard deviation, as a fraction, of what disturbs a block and of what disturbs a figure. */
  readonly noise: number;
  readonly warmCalls: number;
  readonly random: Random;
}

/**
 * Trials block by block, one after the other, and the line of each block; a block disturbs all of its subjects alike, and
 * each figure has noise of its own.
 */
export function* trialsOf(
  subjects: readonly CompleteSubject[],
  noise: SampleNoise,
): Generator<Trial | BlockRecord> {
  let launchNs = 0;
  for (let block = 0; block < noise.blocks; block++) {
    const disturbance = lognormal(noise.random, noise.noise);
    for (const [position, subject] of subjects.entries()) {
      const place = {
        ...idOf(subject),
        condition: subject.condition,
        trial: block * subjects.length + position,
        block,
        position,
        launchNs,
      };
      const trial =
        subject.fails === 'always' || subject.fails.includes(block)
          ? failedTrial(place)
          : completedTrial(
              place,
              subject,
              () => disturbance * lognormal(noise.random, noise.noise),
              noise.warmCalls,
            );
      yield trial;
      if (trial.status === 'completed') launchNs += trial.stoppedNs;
    }
    yield { ...sampleBlock, block };
  }
}

type Place = Subject & Pick<CompletedTrial, 'condition' | 'trial' | 'block' | 'position' | 'launchNs'>;

const failedTrial = ({ launchNs: _, ...place }: Place): Trial => ({
  ...place,
  kind: 'trial',
  warmup: false,
  status: 'failed',
  step: 'firstResponse',
  code: 'WRONG_ANSWER',
  reason: 'The answer is not the expected one',
});

const EVICTION = { files: 2, bytes: 99e6, residentBytesAfter: 0, method: 'invented' };

function completedTrial(
  place: Place,
  subject: CompleteSubject,
  factor: () => number,
  warmCalls: number,
): CompletedTrial {
  const round = (value: number): number => Math.round(value * factor());
  const runtimeReadyNs = round(0.4e6 * subject.coldMs);
  const workloadLoadedNs = runtimeReadyNs + round(1e6 * subject.loadMs);
  const readyNs = workloadLoadedNs + round(0.1e6 * subject.coldMs);
  const rest = 0.5e6 * subject.coldMs - 1e6 * subject.loadMs;
  const resources = {
    ...sampleTrial().warmResources,
    rssBytes: round(1e6 * subject.rssMb),
    cpuNs: round(0.9e6 * subject.coldMs),
  };
  return sampleTrial({
    ...place,
    processStartNs: Math.round(runtimeReadyNs / 10),
    runtimeReadyNs,
    workloadLoadedNs,
    readyNs,
    firstResponseNs: readyNs + round(rest),
    stoppedNs: readyNs + round(2 * rest) + 1e8,
    warmNs: Array.from({ length: warmCalls }, () => round(1e3 * subject.warmUs)),
    ...(place.condition === 'disk-cold' && { eviction: EVICTION }),
    coldResources: place.condition === 'disk-cold' ? { ...resources, majorFaults: 300 } : resources,
    warmResources: resources,
  });
}
