import { z } from 'zod';
import { ISOLATION_CLASSES, RUNNER_NAMES, SCRIPT_ENGINES } from '../../runners/runner.ts';
import { START_CONDITIONS } from './conditions.ts';

/**
 * The building blocks of the schema. A field's description is its documentation: results/schema.json and the tables of
 * results/README.md are made from it. That of a field that can be null ends with a sentence that begins "Null ".
 */
export const ns = z.int().nonnegative();
export const bytes = z.int().nonnegative();
export const count = z.int().nonnegative();
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const seed = z.int().nonnegative();
export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const subjectId = z
  .string()
  .min(1)
  .describe('`workload/runner/variant`, with `@condition` if that is not `cold`: one row of a report.');
export const workloadName = z.string().describe('Name of the workload.');
export const runner = z.enum(RUNNER_NAMES).describe('The adapter that packages, starts and calls it.');
export const startCondition = z.enum(START_CONDITIONS);
export const isolation = z
  .enum(ISOLATION_CLASSES)
  .describe("What stands between the guest and the machine's kernel.");
export const emulated = z
  .string()
  .min(1)
  .describe(
    "Why a translator ran the guest's instructions where those of other rows are the machine's own: its times and ratios say nothing of hardware, and are ranked with no other row's.",
  );
export const engine = z.enum(SCRIPT_ENGINES).describe('The JavaScript engine that runs the handler.');
export const variant = z.string().describe("The runner's way of packaging, for example the base image.");

/** Why a run ended. */
export const STOP_REASONS = ['precision', 'blocks', 'budget', 'interrupted', 'failed'] as const;
