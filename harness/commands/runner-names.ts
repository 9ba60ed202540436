import { closest } from 'fastest-levenshtein';
import { RUNNER_NAMES, type RunnerName } from '../../runners/runner.ts';
import { UsageError } from '../model/errors.ts';

const isRunnerName = (name: string): name is RunnerName => (RUNNER_NAMES as readonly string[]).includes(name);

/** `process,wasm` as runner names, without repetitions; all of them when nothing is given. */
export function parseRunnerNames(list: string | undefined): RunnerName[] {
  if (list === undefined) return [...RUNNER_NAMES];
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  return names.map((name) => {
    if (isRunnerName(name)) return name;
    throw new UsageError(
      'UNKNOWN_RUNNER',
      `There is no runner '${name}'; did you mean '${closest(name, RUNNER_NAMES)}'?`,
      {
        remedy: `The runners are ${RUNNER_NAMES.join(', ')}; \`coldbench list\` says which work here.`,
      },
    );
  });
}
