import { z } from 'zod';
import { count } from '../model/schema-fields.ts';
import { VERDICTS } from './verdict.ts';

/** What a row of a comparison says; the types of change.ts, row.ts and verdict.ts are inferred from here. */

export const intervalSchema = z.object({ low: z.number(), high: z.number() });

/** What needs no other name in JSON than in the program. */
export const testFields = {
  p: z.number().nullable().describe('Two-sided, before correction. Null without a test.'),
  cliffsDelta: z
    .number()
    .nullable()
    .describe(
      "P(new > old) - P(new < old), -1 to 1 (Cliff's delta): of all pairs, or within the blocks when paired.",
    ),
  test: z
    .string()
    .nullable()
    .describe('The test behind `p`, and how its null distribution was found. Null without a test.'),
  drift: z
    .number()
    .nullable()
    .describe(
      'The standard deviation, on the logarithm, that two runs of one thing differ by, since the machine drifts: in the intervals of a ratio and in `p`. Null when both sides ran in the same blocks, and without a ratio.',
    ),
  note: z.string().nullable().describe('Why there is no interval. Null where there is one.'),
};

export const countFields = {
  nOld: count.describe('Samples of the old side.'),
  nNew: count.describe('Samples of the new side.'),
};

export const changeSchema = z.object({
  shift: z
    .number()
    .describe(
      "New minus old, in the metric's unit, by Hodges and Lehmann; the difference of the medians without an interval.",
    ),
  shiftInterval: intervalSchema.nullable().describe('95 %. Null for too few samples.'),
  ratio: z
    .number()
    .nullable()
    .describe('New over old: 1.02 is 2 % more. Null when a sample is 0 or less, where no ratio exists.'),
  ratioInterval: intervalSchema.nullable().describe('95 %. Null for too few samples, and without a ratio.'),
  equivalenceInterval: intervalSchema
    .nullable()
    .describe('90 % interval of the ratio: two one-sided 5 % tests of equivalence (TOST).'),
  ...testFields,
});

export const rowStatisticsSchema = changeSchema
  .extend({
    ...countFields,
    oldMedian: z.number().describe("In the metric's unit."),
    newMedian: z.number().describe("In the metric's unit."),
  })
  .meta({
    id: 'rowStatistics',
    description: "One metric on both sides; what has a unit is in the metric's: nanoseconds or bytes.",
  });

export const verdictSchema = z
  .enum(VERDICTS)
  .describe('Of a metric of which less is better. For sizes `faster` reads smaller, and `slower` larger.');

export const judgedSchema = z.object({
  verdict: verdictSchema,
  adjustedP: z.number().nullable().describe('Corrected over the family (Holm). Null for rows outside of it.'),
  moreBlocks: count
    .nullable()
    .describe(
      'How many more blocks, in each run, would probably settle an inconclusive hypothesis. Null when nobody can tell.',
    ),
});
