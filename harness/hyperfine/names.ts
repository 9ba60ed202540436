import { distinct } from '../report/distinct.ts';
import type { HyperfineResult } from './schema.ts';

/**
 * A name for each result: its command, with the parameters that the command does not show behind it, as hyperfine itself
 * does ('sort (n = 3)'). One that was measured twice gets a number, the first one none.
 */
export function resultNames(results: readonly Pick<HyperfineResult, 'command' | 'parameters'>[]): string[] {
  return distinct(
    results.map(({ command, parameters = {} }) => {
      const hidden = Object.entries(parameters).filter(([, value]) => !command.includes(value));
      if (hidden.length === 0) return command;
      return `${command} (${hidden.map(([name, value]) => `${name} = ${value}`).join(', ')})`;
    }),
  );
}
