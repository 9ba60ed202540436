import type { Runner, RunnerName } from './runner.ts';

/** Loaded one by one when used: a process run never loads the Docker client or the component toolchain. */
const LOADERS = {
  process: () => import('./process/index.ts'),
  container: () => import('./container/index.ts'),
  wasm: () => import('./wasm/index.ts'),
  serverless: () => import('./serverless/index.ts'),
} satisfies Record<RunnerName, () => Promise<{ runner: Runner }>>;

export async function loadRunner(name: RunnerName): Promise<Runner> {
  return (await LOADERS[name]()).runner;
}
