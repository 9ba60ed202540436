import { z } from 'zod';
import { recordSchema } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 2020-12) of one line of a result set; published as results/schema.json. */
export const resultSetJsonSchema = (): JsonSchema => z.toJSONSchema(recordSchema);
