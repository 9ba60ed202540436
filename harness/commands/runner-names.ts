import { closest } from 'fastest-levenshtein';
import { loadRunner } from '../../runners/index.ts';
import { DEFAULT_RUNNERS, RUNNER_NAMES, type RunnerName, type RunnerSpec } from '../../runners/runner.ts';
import { UsageError } from '../model/errors.ts';

/** Names for several runners at once; what does not work on a machine is left out there, and said to be. */
const GROUPS: Readonly<Record<string, readonly RunnerName[]>> = {
  all: RUNNER_NAMES,
  /** What starts in about the time of a process. */
  '@fast': ['process', 'serverless', 'sandbox', 'static-binary', 'isolate'],
  /** What keeps the code of a stranger from the machine, each in its way. */
  '@secure': ['container', 'wasm', 'sandbox', 'isolate', 'browser', 'microvm', 'uml', 'unikernel'],
};

const isRunnerName = (name: string): name is RunnerName => (RUNNER_NAMES as readonly string[]).includes(name);

/**
 * `process,container:runsc,@fast` as runners and variants, without repetitions; the default ones when nothing is given.
 * @throws UsageError `UNKNOWN_RUNNER`
 */
export function parseRunnerNames(list: string | undefined): RunnerSpec[] {
  if (list === undefined) return [...DEFAULT_RUNNERS];
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names.flatMap((name): readonly RunnerSpec[] => GROUPS[name] ?? [requireSpec(name)]))];
}

function requireSpec(spec: string): RunnerSpec {
  const name = spec.replace(/:.*/, '');
  if (isRunnerName(name)) return spec as RunnerSpec;
  const known = [...RUNNER_NAMES, ...Object.keys(GROUPS)];
  throw new UsageError(
    'UNKNOWN_RUNNER',
    `There is no runner '${name}'; did you mean '${closest(name, known)}'?`,
    {
      remedy: `The runners are ${RUNNER_NAMES.join(', ')}; \`coldbench list\` says which work here.`,
    },
  );
}

/**
 * What a run measures when nobody says what. Without a container engine the sandbox, a container without one, comes
 * along under its own name.
 */
export async function defaultRunners(): Promise<RunnerSpec[]> {
  const container = await (await loadRunner('container')).probe();
  return container.available ? [...DEFAULT_RUNNERS] : [...DEFAULT_RUNNERS, 'sandbox'];
}
