import { z } from 'zod';
import { count, runner, startCondition, variant } from '../model/schema-fields.ts';

/** The parts of a comparison that are in JSON what they are in the program; the types are inferred from here. */

export const emulatedSidesSchema = z
  .enum(['old', 'new', 'both'])
  .nullable()
  .describe(
    'Sides of which the instructions were translated (qemu-user, Rosetta): such figures say nothing of real hardware. Null for none.',
  );
export type EmulatedSides = z.infer<typeof emulatedSidesSchema>;

export const sideSchema = z
  .object({
    name: z.string().describe('The file, or the workload when two of one run are compared.'),
    startedAt: z.iso.datetime(),
    blocks: count.describe('Measured blocks of the subjects that are compared.'),
    trials: count.describe('The completed trials in them.'),
    arch: z.string().describe('Architecture of its machine, as Node names it: `x64`, `arm64`.'),
    emulated: z
      .boolean()
      .nullable()
      .describe('True when its instructions were translated. Null when nothing tells.'),
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
  emulated: emulatedSidesSchema,
});
