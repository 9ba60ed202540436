import { z } from 'zod';
import { STOP_REASONS } from '../model/schema.ts';
import { count } from '../model/schema-fields.ts';
import { PLAN_MODES } from '../model/schema-part.ts';
import { bytes, estimateSchema } from './subject-schema.ts';

const mergedPartSchema = z
  .object({
    part: z.string(),
    file: z.string().describe('Name of the file that it came from.'),
    machine: count.describe('Which of the machines, counted from 1 in the order of the parts.'),
    seed: count,
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    stopReason: z.enum(STOP_REASONS),
    firstBlock: count.describe('Number of its first block in the merged file.'),
    labels: z.record(z.string(), z.string()),
  })
  .meta({ id: 'mergedPart', description: 'A run that became a part of this file.' });

const levelsSchema = z
  .object({
    subject: z.string(),
    spread: z
      .number()
      .nullable()
      .describe(
        'Standard deviation of the level between parts, on the logarithm, less what chance makes of it: 0.03 is 3 %. Null for fewer than two parts with four trials each.',
      ),
    parts: z.array(z.object({ part: z.string(), medianNs: estimateSchema })),
    artifactBytes: z
      .object({ least: bytes, most: bytes })
      .nullable()
      .describe('Sizes of its artifact in the parts. Null when it was made in none.'),
  })
  .meta({ id: 'levels', description: 'What a subject was in each part: its median cold start, its size.' });

export const mergedSummarySchema = z
  .object({
    mode: z.enum(PLAN_MODES),
    machines: count.describe('Distinct machines, as far as their fingerprints tell.'),
    missing: z.array(z.string()).describe('Parts of the plan that are not in the file.'),
    parts: z.array(mergedPartSchema),
    sharedMachine: z
      .array(z.array(z.string()))
      .describe('Groups of parts that ran on one machine at the same time, and disturbed each other.'),
    levels: z.array(levelsSchema),
  })
  .meta({ id: 'mergedSummary', description: 'What a merged file was made of, and how its machines differ.' });
