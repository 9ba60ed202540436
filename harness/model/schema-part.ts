import { z } from 'zod';
import { quietnessSchema } from './schema-block.ts';
import { bytes, count, ns, STOP_REASONS, seed, sha256 } from './schema-fields.ts';
import { machineSchema } from './schema-machine.ts';

/** How the machines of a plan relate to its blocks. */
export const PLAN_MODES = ['split', 'replicate'] as const;

const planSha256 = sha256.describe('SHA-256 of the plan file: what all parts of one plan have in common.');
const mode = z
  .enum(PLAN_MODES)
  .describe('`split`: the parts share the blocks of the plan; `replicate`: each part runs all of them.');

export const planPartSchema = z
  .looseObject({
    planSha256,
    mode,
    planSeed: seed.describe("Seed of the plan; the part's own is the manifest's `seed`."),
    planPrecision: z
      .number()
      .positive()
      .describe("Precision asked of all parts together; the part's own is in the manifest's `plan`."),
    part: z.string().min(1).describe('Name of the part that this run is.'),
    parts: z.array(z.string()).describe('Names of all parts of the plan, this one included.'),
  })
  .meta({ id: 'planPart', description: 'Which part of a plan for several machines the run is.' });

export const mergedSchema = z
  .looseObject({
    planSha256,
    mode,
    parts: z.array(z.string()).describe('Names of the parts that the file holds, in their order.'),
    missing: z
      .array(z.string())
      .describe('Names of the parts that it lacks: not given, or run on machines of another class.'),
  })
  .meta({ id: 'merged', description: 'Says that the file was merged from the parts of a plan.' });

export const partSchema = z
  .looseObject({
    kind: z.literal('part').describe('Always `part`.'),
    part: z.string().min(1).describe('Name of the part.'),
    file: z.string().describe('Name of the file that it was merged from, without its folder.'),
    fileSha256: sha256.describe('SHA-256 of that file.'),
    runId: z.string().describe("The manifest's `id` there."),
    seed: seed.describe("The part's own seed."),
    startedAt: z.iso.datetime().describe('When the part began, UTC, ISO 8601.'),
    endedAt: z.iso.datetime().describe('When it ended.'),
    stopReason: z.enum(STOP_REASONS).describe('Why it ended, as in `end`.'),
    measuringNs: ns.describe('From the start of its first block to the end of its last.'),
    firstBlock: count.describe("Number here of the part's block 0."),
    firstTrial: count.describe("Number here of the part's trial 0."),
    artifactBytes: z
      .record(z.string(), bytes)
      .describe("Size of each subject's artifact there: a build need not give the same bytes twice."),
    quietness: quietnessSchema.describe('How quiet its machine was before it.'),
    machine: machineSchema.describe('Where the part ran.'),
    labels: z.record(z.string(), z.string()).describe('Its labels.'),
  })
  .meta({
    id: 'part',
    description:
      'In a merged file: the trials and blocks from here to the next `part` line are of this part.',
  });
