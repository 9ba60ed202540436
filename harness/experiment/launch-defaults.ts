import type { LaunchContext } from '../../runners/runner.ts';

/** What a start needs of its surroundings when nothing is special about it. */
export const ORDINARY_LAUNCH: Pick<LaunchContext, 'nodePath' | 'beforeLaunch'> = {
  nodePath: process.execPath,
  beforeLaunch: async () => undefined,
};
