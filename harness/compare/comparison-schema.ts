import { z } from 'zod';
import { count, runner, startCondition, variant } from '../model/schema-fields.ts';

/** The parts of a comparison that are in JSON what they are in the program; the types are inferred from here. */

export const sideSchema = z
  .object({
    name: z.string().describe('The file, or the workload when two of one run are compared.'),
    startedAt: z.iso.datetime(),
    blocks: count.describe('Measured blocks of the subjects that are compared.'),
    trials: count.describe('The completed trials in them.'),
  })
  .meta({ id: 'comparisonSide', description: 'What is compared.' });

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const hiddenDifferenceSchema = z
  .object({
    group: z.string().describe('The part of the manifest, such as `machine` or `label`.'),
    field: z.string().describe('Its field there; its unit, if it has one, ends its name.'),
    old: fact,
    new: fact,
    decisive: z.boolean().describe('True when it makes absolute figures of the two incomparable.'),
  })
  .meta({
    id: 'hiddenDifference',
    description:
      'Something that is not what is being compared, differs between two runs, and may be why the figures differ.',
  });

export const comparedSubjectSchema = z.object({
  subject: z.string(),
  workload: z.string().nullable().describe('Null when two workloads are compared.'),
  runner,
  variant,
  condition: startCondition,
});
