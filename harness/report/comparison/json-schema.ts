import { z } from 'zod';
import {
  comparedSubjectSchema,
  hiddenDifferenceSchema,
  sideSchema,
} from '../../compare/comparison-schema.ts';
import { machinesSchema } from '../../compare/machines-schema.ts';
import { countFields, judgedSchema, testFields } from '../../compare/row-schema.ts';
import { count } from '../../model/schema-fields.ts';
import { JSON_COMPARISON_SCHEMA } from './json.ts';

const leveled = (level: number) =>
  z.object({ low: z.number(), high: z.number(), level: z.literal(level) }).nullable();

const estimateSchema = z.object({ value: z.number(), interval: leveled(0.95) });

const rowHead = {
  metric: z.string().describe('As `--metric` takes it.'),
  label: z.string().describe('Its name for people.'),
};

const rowTail = {
  ratio: estimateSchema
    .nullable()
    .describe('New over old: 1.02 is 2 % more. Null when a sample is 0 or less, where no ratio exists.'),
  equivalenceInterval: leveled(0.9).describe('Of the ratio: two one-sided 5 % tests of equivalence (TOST).'),
  ...countFields,
  ...testFields,
};

const judgement = {
  better: z.literal('lower').describe('Which way is good.'),
  hypothesis: z.boolean().describe('False for a phase that was not asked for: it tells where a change sits.'),
  ...judgedSchema.shape,
};

const shift = estimateSchema.describe(
  'New minus old, by Hodges and Lehmann; the difference of the medians without an interval.',
);

/** The unit is in the keys of what has one. */
export const rowSchema = z
  .discriminatedUnion('unit', [
    z.object({
      ...rowHead,
      unit: z.literal('ns'),
      ...judgement,
      oldMedianNs: z.number(),
      newMedianNs: z.number(),
      shiftNs: shift,
      ...rowTail,
    }),
    z.object({
      ...rowHead,
      unit: z.literal('bytes'),
      ...judgement,
      oldMedianBytes: z.number(),
      newMedianBytes: z.number(),
      shiftBytes: shift,
      ...rowTail,
    }),
  ])
  .meta({ id: 'comparisonRow', description: 'One metric of one subject on both sides.' });

const ratioSchema = comparedSubjectSchema.extend({
  old: estimateSchema,
  new: estimateSchema,
  ratioOfRatios: estimateSchema.describe(
    'New ratio over old: 1.1 means that the packaging costs 10 % more, relative to `process`, on the new side.',
  ),
  drift: z
    .number()
    .nullable()
    .describe(
      'The standard deviation, on the logarithm, that the ratios wandered by within the runs: in the interval of `ratioOfRatios`. Null where it cannot be told.',
    ),
});

const comparisonSchema = z
  .object({
    old: sideSchema,
    new: sideSchema,
    run: z.string().nullable().describe('The file that holds both sides. Null for two runs.'),
    hiddenDifferences: z.array(hiddenDifferenceSchema),
    refused: z
      .boolean()
      .describe(
        'True when the machines differ and absolute figures were not asked for: no subject has rows.',
      ),
    machines: machinesSchema
      .nullable()
      .describe('What two machines have in common. Null when no decisive fact of them differs.'),
    design: z
      .enum(['paired', 'independent'])
      .describe('`paired`: both took turns in the same blocks. `independent`: two runs.'),
    threshold: z.number().describe('The largest change that does not matter, as a fraction.'),
    familySize: count.describe('Rows over which the verdicts are corrected.'),
    subjects: z.array(comparedSubjectSchema.extend({ rows: z.array(rowSchema) })),
    ratios: z
      .array(ratioSchema)
      .describe("Each subject's cold start over that of `process` on its own machine; empty within one run."),
    notes: z.array(z.string()).describe('What was left out or is incomplete, and why.'),
    lost: z
      .array(z.string())
      .describe('Subjects that had figures and of which every trial failed on the new side.'),
  })
  .meta({ id: 'comparison', description: 'Two runs, or two workloads of one run, row by row.' });

/** What `coldbench compare --json` prints; published as results/comparison.schema.json. */
export const comparisonsSchema = z
  .object({
    schema: z.literal(JSON_COMPARISON_SCHEMA),
    familyAlpha: z
      .number()
      .describe('The chance that a comparison holds any false `faster` or `slower` when nothing differs.'),
    comparisons: z.array(comparisonSchema).describe('One for each file or workload after the first.'),
  })
  .meta({
    title: 'coldbench comparison',
    description: 'What `coldbench compare --json` prints: nanoseconds, bytes, fractions; absent is null.',
  });
