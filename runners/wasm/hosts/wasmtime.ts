import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Ms } from '../../../harness/model/units.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { runProgram } from '../../support/run-program.ts';
import { buildHttpComponent } from './component.ts';
import { type ComponentHost, findHost } from './find-host.ts';
import type { HostStart } from './launch.ts';
import { hostPackage } from './package.ts';

const PRECOMPILED = 'app.cwasm';

/** Its cache of compiled code would be one more file of a home folder, and has nothing to do here. */
const NO_CACHE = '-Ccache=n';

/** A component of 12 MB takes seconds on an idle machine; what takes this long is not going to end. */
const COMPILE_TIMEOUT_MS: Ms = 600_000;

/** `-Scli`: the engine asks for more of WASI than an HTTP server must have, such as terminals and preopened folders. */
export const wasmtimeStart = ({ path }: ComponentHost, artifact: string): HostStart => ({
  name: 'wasmtime',
  program: path,
  args: () => ['serve', '--allow-precompiled', NO_CACHE, '-Scli', '--addr', '127.0.0.1:0', artifact],
  environment: () => ({}),
  says: 'errors',
  servesIn: 'itself',
});

/** The component as machine code of this processor, made by the very program that serves it. */
export async function packageForWasmtime(
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const host = await findHost('wasmtime');
  if ('reason' in host) throw new ColdbenchError('NO_HOST', host.reason, { remedy: host.remedy });
  const component = await buildHttpComponent(workload, context);
  const sha256 = contentHash('wasmtime', component.sha256, host.version, NO_CACHE);
  // Two builds of one component differ, and a compiled one belongs to one of them.
  const key = contentHash(sha256, component.componentSha256);
  const { folder, cached } = await cachedArtifact(context, 'wasm-wasmtime', key, (temporary) =>
    compile(host, component.path, temporary, context.signal),
  );
  const artifact = join(folder, PRECOMPILED);
  return hostPackage(component, wasmtimeStart(host, artifact), {
    sizeBytes: (await stat(artifact)).size,
    sha256,
    cached,
    details: { wasmtime: host.version, aheadOfTime: true },
  });
}

/** @throws ColdbenchError `PREPARE_FAILED` with what wasmtime said. */
const compile = (
  { path, version }: ComponentHost,
  component: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> =>
  runProgram({
    command: path,
    args: ['compile', NO_CACHE, '-o', join(folder, PRECOMPILED), component],
    cwd: folder,
    signal,
    remedy: `Try another release of Wasmtime than ${version}, or leave wasm:wasmtime out of this run.`,
    timeoutMs: COMPILE_TIMEOUT_MS,
  });
