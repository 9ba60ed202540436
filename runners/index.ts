import type { Runner, RunnerName, RunnerSpec } from './runner.ts';

/** Loaded one by one when used: a process run never loads the Docker client or the component toolchain. */
const LOADERS = {
  process: () => import('./process/index.ts'),
  container: () => import('./container/index.ts'),
  wasm: () => import('./wasm/index.ts'),
  serverless: () => import('./serverless/index.ts'),
  sandbox: () => import('./sandbox/index.ts'),
  'static-binary': () => import('./static-binary/index.ts'),
  isolate: () => import('./isolate/index.ts'),
  browser: () => import('./browser/index.ts'),
  microvm: () => import('./microvm/index.ts'),
  uml: () => import('./uml/index.ts'),
  unikernel: () => import('./unikernel/index.ts'),
} satisfies Record<RunnerName, () => Promise<{ runner: Runner }>>;

export async function loadRunner(name: RunnerName): Promise<Runner> {
  return (await LOADERS[name]()).runner;
}

/** `container:runsc` as runner and variant; no variant means the default. */
export function splitSpec(spec: RunnerSpec): {
  readonly name: RunnerName;
  readonly variant: string | undefined;
} {
  const [name = '', variant] = spec.split(/:(.*)/);
  return { name: name as RunnerName, variant };
}
