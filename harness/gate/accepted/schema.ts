import { z } from 'zod';
import { METRICS } from '../../model/metrics.ts';
import { runner, variant, workloadName } from '../../model/schema-fields.ts';
import { DIRECTIONS } from '../rules.ts';

/** Raised when a reader of the old one would misread the new one. */
export const ACCEPTED_SCHEMA = 'coldbench-accepted/1';

const METRIC_NAMES = METRICS.map(({ name }) => name);

/** A change that people have decided to live with. */
export const acceptedChangeSchema = z
  .strictObject({
    workload: workloadName,
    runner,
    variant,
    metric: z.enum(METRIC_NAMES).describe('Name of the metric, such as `coldStart`.'),
    direction: z.enum(DIRECTIONS).describe('Which way it changed; of sizes and memory, `slower` is larger.'),
    upToRatio: z
      .number()
      .positive()
      .describe('New over old, up to which the change is accepted: 1.05 is 5 % more, 0.95 is 5 % less.'),
    reason: z.string().trim().min(1).describe('Why.'),
    by: z.string().trim().min(1).describe('Who accepted it.'),
    expires: z.iso.date().describe('The last day on which it counts, UTC, such as 2027-01-31.'),
  })
  .refine(({ direction, upToRatio }) => (direction === 'slower' ? upToRatio > 1 : upToRatio < 1), {
    path: ['upToRatio'],
    message: 'above 1 for slower, below 1 for faster',
  });

export const acceptedFileSchema = z.strictObject({
  schema: z.literal(ACCEPTED_SCHEMA),
  accepted: z.array(acceptedChangeSchema),
});

export type AcceptedChange = Readonly<z.infer<typeof acceptedChangeSchema>>;
