import { z } from 'zod';
import { machineSchema } from '../model/schema.ts';
import { estimateSchema } from '../report/subject-schema.ts';
import { summarySchema } from '../report/summary-schema.ts';
import { runnerCheckSchema } from './check-schema.ts';
import { JSON_SELFCHECK_SCHEMA } from './json.ts';

export const checkSchema = runnerCheckSchema
  .extend({ statement: z.string().describe('One sentence that belongs beside a published figure.') })
  .meta({ id: 'check', description: 'All repeats of one workload on one runner, and what they say.' });

/** What `coldbench selfcheck --json` prints; published as results/selfcheck.schema.json. */
export const selfcheckSchema = z
  .object({
    schema: z.literal(JSON_SELFCHECK_SCHEMA),
    interrupted: z.boolean().describe('True when the check was cut short; it has what was complete by then.'),
    harnessVersion: z.string().optional().describe('Absent when nothing was complete.'),
    machine: machineSchema.optional().describe('Absent when nothing was complete.'),
    checks: z.array(checkSchema),
    files: z.array(z.string()).describe('The result sets, which have every trial.'),
    floor: z
      .object({
        bareLaunchNs: estimateSchema
          .nullable()
          .describe('`true` through the starting gate, until the harness knows that it has ended.'),
        run: summarySchema.describe('The empty workload in every packaging.'),
      })
      .nullable()
      .describe('What the instrument costs by itself. Null when it was left out.'),
  })
  .meta({
    title: 'coldbench self-check',
    description: 'What `coldbench selfcheck --json` prints: nanoseconds, bytes, fractions; absent is null.',
  });
