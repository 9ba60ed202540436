import { closest } from 'fastest-levenshtein';
import { DEFAULT_RUNNERS, RUNNER_NAMES, type RunnerName, type RunnerSpec } from '../../runners/runner.ts';
import { UsageError } from '../model/errors.ts';

const isRunnerName = (name: string): name is RunnerName => (RUNNER_NAMES as readonly string[]).includes(name);

/** `process,container:runsc` as runners and variants, without repetitions; the default ones when nothing is given. */
export function parseRunnerNames(list: string | undefined): RunnerSpec[] {
  if (list === undefined) return [...DEFAULT_RUNNERS];
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  return names.map((spec) => {
    const name = spec.replace(/:.*/, '');
    if (isRunnerName(name)) return spec as RunnerSpec;
    throw new UsageError(
      'UNKNOWN_RUNNER',
      `There is no runner '${name}'; did you mean '${closest(name, RUNNER_NAMES)}'?`,
      {
        remedy: `The runners are ${RUNNER_NAMES.join(', ')}; \`coldbench list\` says which work here.`,
      },
    );
  });
}
