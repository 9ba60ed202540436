import { z } from 'zod';
import { PLAN_MODES } from '../model/schema-part.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_MERGE_SCHEMA = 'coldbench-merge/1';

const mergedSetSchema = z
  .object({
    path: z
      .string()
      .describe(
        "The merged file; of a kind of machine with a single part beside others, that part's own file.",
      ),
    merged: z.boolean().describe('Whether the file was made now.'),
    machineClass: z.object({
      id: z.string().describe('The same for machines whose absolute figures compare.'),
      name: z.string(),
    }),
    parts: z.array(z.string()).describe('Names of its parts, in the order of the plan.'),
    machines: z.number().int().describe('Distinct machines, as far as their fingerprints tell.'),
    sharedMachine: z
      .array(z.array(z.string()))
      .describe('Groups of parts that ran on one machine at the same time, and disturbed each other.'),
  })
  .meta({ id: 'mergedSet', description: 'What became of the parts of one kind of machine.' });

/** What `coldbench merge --json` prints; published as results/merge.schema.json. */
export const mergeSchema = z
  .object({
    schema: z.literal(JSON_MERGE_SCHEMA),
    planSha256: z.string(),
    mode: z.enum(PLAN_MODES),
    sets: z.array(mergedSetSchema).describe('One for each kind of machine.'),
    differences: z
      .array(z.string())
      .describe('What tells the other kinds of machine from the first, as `field: one → other`.'),
    incomplete: z
      .array(z.string())
      .describe('Parts that are missing or ended early, with --allow-incomplete.'),
  })
  .meta({ title: 'coldbench merge', description: 'What `coldbench merge --json` prints.' });
