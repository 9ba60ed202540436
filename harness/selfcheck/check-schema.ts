import { z } from 'zod';
import { rowStatisticsSchema, verdictSchema } from '../compare/row-schema.ts';
import { count, runner } from '../model/schema-fields.ts';
import { ns } from '../report/subject-schema.ts';

/** What a self-check found; the types of wilson.ts, labels.ts, evaluate.ts and pool.ts are inferred from here. */

export const shareSchema = z
  .object({
    count,
    of: count,
    share: z.number().nullable().describe('Null of nothing.'),
    low: z.number(),
    high: z.number(),
  })
  .meta({ id: 'share', description: 'A share that was counted, with its 95 % interval.' });

export const falseAlarmSchema = z
  .object({
    metric: z.string(),
    verdict: verdictSchema,
    ratio: z.number().nullable(),
    p: z.number().nullable(),
  })
  .meta({ id: 'falseAlarm', description: 'A row that says `faster` or `slower` of two names of one thing.' });

export const twinCheckSchema = z
  .object({
    familySize: count.describe('Rows over which the verdicts are corrected.'),
    alarms: z.array(falseAlarmSchema).describe('Those of them that are wrong.'),
    phases: count.describe('Rows outside of the family, which only tell where a change sits.'),
    phaseAlarms: z.array(falseAlarmSchema).describe('Those of them that name one.'),
    coldStart: rowStatisticsSchema,
    verdict: verdictSchema,
  })
  .meta({
    id: 'twinCheck',
    description: 'Two names of one thing, compared: the family that a user would see.',
  });

export const injectedDelaySchema = z.object({
  workload: z.string().describe('The one that has the delay.'),
  share: z.number().describe('What it was meant to be, of the cold start; 0.02 is 2 %.'),
  delayNs: ns,
});

export const delayCheckSchema = injectedDelaySchema
  .extend({
    verdict: verdictSchema,
    found: z.boolean().describe('The comparison says `slower`.'),
    coldStart: rowStatisticsSchema,
  })
  .meta({ id: 'delayCheck', description: 'A known delay, and what the comparison made of it.' });

export const repeatCheckSchema = z
  .object({
    path: z.string(),
    source: z.string().describe('The workload that was measured under several names.'),
    runner,
    blocks: count,
    measuringNs: ns.nullable().describe('Null for a run that was cut off.'),
    failedTrials: count,
    disturbedBlocks: count.describe(
      'Blocks during which something else used the machine; they count like all others.',
    ),
    twins: twinCheckSchema,
    delays: z.array(delayCheckSchema),
  })
  .meta({ id: 'repeatCheck', description: 'What one result set says about the instrument.' });

export const sensitivitySchema = z
  .object({
    share: z.number(),
    delayNs: ns.describe('What was injected; the median over the repeats.'),
    measuredNs: ns.describe('What the comparison made of it; the median over the repeats.'),
    found: shareSchema,
    predicted: z
      .number()
      .nullable()
      .describe('The chance to find it that the spread of this machine predicts. Null when nobody can tell.'),
  })
  .meta({ id: 'sensitivity', description: 'A delay over all repeats.' });

export const runnerCheckSchema = z
  .object({
    source: z.string(),
    runner,
    repeats: z.array(repeatCheckSchema),
    blocks: z.number().describe('Median over the repeats.'),
    familySize: count.describe('Rows over which verdicts are corrected.'),
    measuringNs: ns.nullable().describe('Median over the repeats. Null when all were cut off.'),
    coldStartNs: ns,
    falseAlarms: shareSchema.describe('Comparisons of the two names with any false alarm.'),
    falseRows: shareSchema.describe('Rows with one.'),
    falsePhases: shareSchema,
    sensitivity: z.array(sensitivitySchema),
    detectable: z
      .number()
      .nullable()
      .describe(
        'The smallest change of the cold start, as a fraction, that is found 19 times in 20. Null: too few blocks for any.',
      ),
  })
  .meta({ id: 'runnerCheck', description: 'All repeats of one workload on one runner.' });
