import { z } from 'zod';
import { count, ns, subjectId } from '../../model/schema-fields.ts';

/** What `--conditions burst` was asked to do; kept in the manifest's plan. */
export const burstPlanSchema = z
  .looseObject({
    counts: z.array(count.min(1)).min(1).describe('How many cold starts at once, fewest first.'),
    rounds: count.min(1).describe('How often each of them is measured.'),
    requests: count.min(1).describe('Requests of a scale from zero.'),
    requestsPerSecond: z.number().positive().describe('Their rate, whatever becomes of those before.'),
    keepMemoryShare: z
      .number()
      .nullable()
      .describe("Share of the machine's memory that is not used up. Null for a quarter, 1 GiB at most."),
  })
  .meta({ id: 'burstPlan', description: 'What the study `burst` does.' });

const place = {
  subject: subjectId,
  round: count.describe('Number of the round: 0 and up; each has every subject, in random order.'),
};

const burst = {
  kind: z.literal('burst').describe('Always `burst`.'),
  ...place,
  count: count.describe('How many cold starts began at once.'),
};

const instant = (what: string) =>
  z.array(ns.nullable()).describe(`${what}, of each instance; an entry is null where one failed before.`);

const times = {
  launchNs: instant("The launch, after the instant at which all were let go: the release's own skew"),
  readyNs: instant('It has announced that it would answer, after that instant'),
  firstResponseNs: instant('The last byte of its first, verified response has been read, after that instant'),
  harnessBusyNs: ns.describe(
    "How long the harness's own thread was busy until the last instance had answered: what it may have added at most.",
  ),
};

const failure = {
  code: z.string().describe('Stable name of the first error, meant for scripts.'),
  reason: z.string().describe('What happened first.'),
};

export const burstSchema = z
  .discriminatedUnion('status', [
    z.looseObject({ ...burst, status: z.literal('completed').describe('`completed`.'), ...times }).meta({
      id: 'completedBurst',
      description: 'Cold starts at once, of which every one answered rightly.',
    }),
    z
      .looseObject({ ...burst, status: z.literal('failed').describe('`failed`.'), ...times, ...failure })
      .meta({ id: 'failedBurst', description: 'Cold starts at once, of which some did not answer rightly.' }),
    z
      .looseObject({
        ...burst,
        status: z.literal('skipped').describe('`skipped`.'),
        reason: z.string().describe('Why it was not run.'),
      })
      .meta({ id: 'skippedBurst', description: 'Cold starts at once that were planned and not run.' }),
  ])
  .meta({ description: 'One burst.' });

const fromZero = { kind: z.literal('fromZero').describe('Always `fromZero`.'), ...place };

export const fromZeroSchema = z.discriminatedUnion('status', [
  z
    .looseObject({
      ...fromZero,
      status: z.literal('completed').describe('`completed`.'),
      readyNs: ns.describe('It has announced that it would answer, since its launch.'),
      arrivalNs: z.array(ns).describe('When each request arrived, since the launch; the first one with it.'),
      sentNs: z
        .array(ns)
        .describe(
          'When it was passed on to the instance, which takes one request at a time, in their order.',
        ),
      latencyNs: z.array(ns).describe('From its arrival until its verified answer had been read.'),
    })
    .meta({ id: 'completedFromZero', description: 'Requests that arrive while the only instance starts.' }),
  z.looseObject({ ...fromZero, status: z.literal('failed').describe('`failed`.'), ...failure }).meta({
    id: 'failedFromZero',
    description: 'A scale from zero in which something did not answer rightly.',
  }),
]);
