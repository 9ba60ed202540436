import { z } from 'zod';
import { mergeSchema } from '../fleet/merge-schema.ts';
import { planFileSchema } from '../fleet/plan-schema.ts';
import { gateSchema } from '../gate/json-schema.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import { comparisonsSchema } from '../report/comparison/json-schema.ts';
import { summarySchema } from '../report/summary-schema.ts';
import { selfcheckSchema } from '../selfcheck/report-schema.ts';

/** What each `--json` prints, and the file in results/ that publishes it as JSON Schema. */
export const JSON_OUTPUTS = {
  'summary.schema.json': summarySchema,
  'comparison.schema.json': comparisonsSchema,
  'gate.schema.json': gateSchema,
  'selfcheck.schema.json': selfcheckSchema,
  'plan.schema.json': planFileSchema,
  'merge.schema.json': mergeSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** JSON Schema (draft 2020-12) for readers: objects are open, since a later version may add keys. */
export const publishedSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });

/** The same with every object closed but those that are copied from a result set: what this version writes, and no more. */
export const strictSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'output' });
