import { burstSchema, fromZeroSchema } from './burst/schema.ts';
import { densitySchema } from './density/schema.ts';
import { limitsSchema, memoryFloorSchema } from './limits/schema.ts';
import { loadSchema } from './load/schema.ts';
import { memorySchema } from './memory/schema.ts';

/** The record kinds of the studies, each defined in its study's folder. */
export const STUDY_RECORD_SCHEMAS = [
  memorySchema,
  loadSchema,
  burstSchema,
  fromZeroSchema,
  densitySchema,
  limitsSchema,
  memoryFloorSchema,
] as const;
