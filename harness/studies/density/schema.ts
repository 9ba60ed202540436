import { z } from 'zod';
import { bytes, count, ns, subjectId } from '../../model/schema-fields.ts';

/** What `--conditions density` was asked to do; kept in the manifest's plan. */
export const densityPlanSchema = z
  .looseObject({
    counts: z.array(count.min(1)).min(2).describe('At how many instances memory is read, fewest first.'),
    rounds: count.min(1).describe('How often the instances are started and ended.'),
    climbNs: ns.describe('No step begins when its round of a subject has taken so long.'),
    keepMemoryShare: z
      .number()
      .nullable()
      .describe("Share of the machine's memory that is not used up. Null for a quarter, 1 GiB at most."),
  })
  .meta({ id: 'densityPlan', description: 'What the study `density` does.' });

/** What ended a climb; all but `counts` are bounds of the machine or of the packaging. */
export const ENDED_BY = ['counts', 'memory', 'pids', 'ports', 'time'] as const;

const density = {
  kind: z.literal('density').describe('Always `density`.'),
  subject: subjectId,
  round: count.describe('Number of the round: 0 and up; each has every subject, in random order.'),
};

const sums = (what: string) =>
  z.array(bytes).nullable().describe(`${what}. Null when the source does not tell.`);

const climb = {
  counts: z.array(count).describe('How many instances stood side by side when memory was read.'),
  source: z.string().describe("Where the instances' figures come from."),
  rssBytes: sums('Resident sets of all of them together, shared pages in full for each'),
  pssBytes: sums('Proportional sets of all of them together'),
  ussBytes: sums('Pages that one of them alone has, of all of them together'),
  availableBytes: sums(
    'What the machine had left then: whatever the packaging brings along is missing in it',
  ),
  startNs: z
    .array(ns)
    .describe(
      'From launch to first verified response of each instance, in the order in which they were started.',
    ),
};

export const densitySchema = z.discriminatedUnion('status', [
  z
    .looseObject({
      ...density,
      status: z.literal('completed').describe('`completed`.'),
      ...climb,
      endedBy: z.enum(ENDED_BY).describe('What ended the climb; `counts`: nothing, it came to its end.'),
      endReason: z.string().nullable().describe('The same in words. Null for `counts`.'),
    })
    .meta({
      id: 'completedDensity',
      description:
        'Instances side by side, more and more of them; all of them still answered rightly at the end.',
    }),
  z
    .looseObject({
      ...density,
      status: z.literal('failed').describe('`failed`.'),
      ...climb,
      code: z.string().describe('Stable name of the error, meant for scripts.'),
      reason: z.string().describe('What happened.'),
    })
    .meta({
      id: 'failedDensity',
      description: 'A climb in which an instance did not start or answer rightly.',
    }),
  z
    .looseObject({
      ...density,
      status: z.literal('skipped').describe('`skipped`.'),
      reason: z.string().describe('Why it was not run.'),
    })
    .meta({ id: 'skippedDensity', description: 'A climb that was planned and not run.' }),
]);
