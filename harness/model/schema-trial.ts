import { z } from 'zod';
import { TRIAL_STEPS } from './errors.ts';
import { NO_SUCH_START } from './never-ran.ts';
import {
  bytes,
  count,
  ns,
  runner,
  startCondition,
  subjectId,
  variant,
  workloadName,
} from './schema-fields.ts';

const resourceSchema = z
  .looseObject({
    source: z.string().describe('Where the figures come from; what that source does not tell is null.'),
    rssBytes: bytes
      .nullable()
      .describe('Resident set: pages in memory, shared ones in full. Null when the source does not tell.'),
    pssBytes: bytes
      .nullable()
      .describe(
        'Proportional set: shared pages divided by who shares them. Null when the source does not tell (not Linux).',
      ),
    ussBytes: bytes
      .nullable()
      .describe('Unique set: pages of this guest alone. Null when the source does not tell (not Linux).'),
    peakRssBytes: bytes
      .nullable()
      .describe('The highest resident set so far. Null when the source does not tell.'),
    cpuNs: ns
      .nullable()
      .describe('CPU time so far, user and system, all threads. Null when the source does not tell.'),
    majorFaults: count
      .nullable()
      .describe('Page faults that read from disk. Null when the source does not tell.'),
    minorFaults: count
      .nullable()
      .describe('Page faults served from memory. Null when the source does not tell.'),
  })
  .meta({ id: 'resources', description: 'Memory, CPU time and faults of the guest alone, at one moment.' });

const lambdaReportsSchema = z
  .looseObject({
    initDurationNs: ns
      .nullable()
      .describe("Init duration of the sandbox. Null when the first call's report has none."),
    memorySizeBytes: bytes.describe('Memory that the function was given.'),
    durationNs: z.array(ns).describe('Duration of each call, in call order, the first call included.'),
    billedDurationMs: z.array(count).describe('Billed duration of each call.'),
    maxMemoryUsedBytes: z
      .array(bytes.nullable())
      .describe('Highest memory use up to each call; an entry is null where it could not be read.'),
  })
  .meta({ id: 'lambdaReports', description: 'The figures of the REPORT lines, one column each.' });

const trialBase = {
  kind: z.literal('trial').describe('Always `trial`.'),
  trial: count.describe('Number of the trial: 0 and up, in the order in which they ran.'),
  block: count.describe(
    'Number of the block: 0 and up; warm-up blocks first, in a merged file first of each part.',
  ),
  position: count.describe('Place in the block, drawn at random.'),
  warmup: z.boolean().describe('True in the declared warm-up blocks: kept, and left out of every summary.'),
  subject: subjectId,
  workload: workloadName,
  runner,
  variant,
  condition: startCondition.describe('How it began, as the manifest says of its subject.'),
};

/** Nanoseconds since `launch` of the same trial; null where the packaging has no such instant, with the reason in `nullReasons`. */
export const milestoneFields = {
  createdNs: ns
    .nullable()
    .describe('What runs the guest has been created. Null where nothing is created first.'),
  startedNs: ns
    .nullable()
    .describe(
      'The start call has returned; the guest may be booting already. Null where there is no start call.',
    ),
  processStartNs: ns
    .nullable()
    .describe("The guest's process began. Null when its clock is not ours, or it did not say."),
  runtimeReadyNs: ns
    .nullable()
    .describe('Its runtime is up. Null when its clock is not ours, or it did not say.'),
  compiledNs: ns
    .nullable()
    .describe('The component is compiled. Null where there is none (not WebAssembly).'),
  instantiatedNs: ns
    .nullable()
    .describe('The component is instantiated. Null where there is none (not WebAssembly).'),
  workloadLoadedNs: ns
    .nullable()
    .describe('The handler is loaded. Null when its clock is not ours, or it did not say.'),
  readyNs: ns.describe(
    'The guest has announced that it would answer; under `paused`, the call that resumes it has returned.',
  ),
  firstResponseNs: ns.describe(
    'The last byte of the first, verified response has been read: the cold start.',
  ),
  stoppedNs: ns.describe('Nothing of the guest is left.'),
};

export const evictionSchema = z
  .looseObject({
    files: count.describe('Files that the start reads, as far as its packaging can name them.'),
    bytes: bytes.describe('Their size.'),
    residentBytesAfter: bytes.describe(
      'How much of it the page cache still held right before the launch; a hundredth at most.',
    ),
    method: z.string().describe('How they were evicted, and how that was seen.'),
  })
  .meta({
    id: 'eviction',
    description:
      "What was done to make the disk cold. The guest's major faults, among `coldResources`, are the other half of the proof.",
  });

export const completedTrialSchema = z
  .looseObject({
    ...trialBase,
    status: z.literal('completed').describe('`completed`.'),
    launchNs: ns.describe('The launch, since the first block began; in a merged file, that of its part.'),
    ...milestoneFields,
    nullReasons: z
      .record(z.string(), z.string())
      .describe('Why each of the milestones above that is null has no value, under its name.'),
    warmNs: z
      .array(ns)
      .describe(
        'One call after the other on a warm connection, in order, the first `plan.warmupShare` of them included.',
      ),
    eviction: evictionSchema
      .optional()
      .describe('The proof that the files had left the page cache. Only under `disk-cold`.'),
    coldResources: resourceSchema.describe('Read after the first response.'),
    warmResources: resourceSchema.describe('Read after the warm calls.'),
    lambdaReports: lambdaReportsSchema
      .nullable()
      .describe(
        'What the platform reported about its calls. Null where it has no such report (not serverless).',
      ),
  })
  .meta({
    id: 'completedTrial',
    description: 'One cold start that answered rightly. Milestones count from its launch.',
  });

export const failedTrialSchema = z
  .looseObject({
    ...trialBase,
    status: z.literal('failed').describe('`failed`.'),
    step: z
      .enum(TRIAL_STEPS)
      .describe('How far it came; `package`: it could not even be packaged, and never ran.'),
    code: z.string().describe('Stable name of the error, meant for scripts.'),
    reason: z.string().describe('What happened.'),
  })
  .meta({
    id: 'failedTrial',
    description: 'One that did not answer, answered wrongly, or could not be measured.',
  });

export const skippedTrialSchema = z
  .looseObject({
    ...trialBase,
    status: z.literal('skipped').describe('`skipped`.'),
    code: z
      .literal(NO_SUCH_START)
      .optional()
      .describe(
        `\`${NO_SUCH_START}\`: it cannot be started in this way here, and has this one line. Left out otherwise.`,
      ),
    reason: z.string().describe('Why it was not run.'),
  })
  .meta({ id: 'skippedTrial', description: 'One that was planned and not run.' });

export const trialSchema = z.discriminatedUnion('status', [
  completedTrialSchema,
  failedTrialSchema,
  skippedTrialSchema,
]);
