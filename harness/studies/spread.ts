import { z } from 'zod';
import { count } from '../model/schema-fields.ts';
import { median } from '../stats/index.ts';

/** A figure of a study that has a few rounds: too few for an interval of a median, which needs six. */
export const spreadSchema = z
  .object({
    value: z.number().describe('Median over the rounds.'),
    low: z.number().describe('The lowest round.'),
    high: z.number().describe('The highest round.'),
    rounds: count,
  })
  .meta({ id: 'spread', description: 'A figure and how far its rounds lie apart, in the unit of its key.' });

export type Spread = z.infer<typeof spreadSchema>;

/** Null when no round has the figure. */
export function spreadOf(values: readonly number[]): Spread | null {
  const value = median(values);
  if (value === null) return null;
  return { value, low: Math.min(...values), high: Math.max(...values), rounds: values.length };
}
