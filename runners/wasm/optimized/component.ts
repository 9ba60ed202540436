import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { buildArtifact, HOST_PROGRAM, readFacts } from '../artifact.ts';
import { type BuiltComponent, buildComponent } from '../component.ts';
import { binaryenVersion } from '../toolchain.ts';
import { OPTIMIZER_FLAGS, optimize } from './optimize.ts';

/** The default's component, from the cache if it is there, after wasm-opt; its host program and its Node stay. */
export async function buildOptimized(workload: Workload, context: PackageContext): Promise<BuiltComponent> {
  const { variant: _optimized, ...others } = context;
  const [base, binaryen] = await Promise.all([buildComponent(workload, others), binaryenVersion()]);
  const sha256 = contentHash(base.sha256, JSON.stringify([OPTIMIZER_FLAGS, binaryen]));
  const { folder, cached } = await cachedArtifact(context, 'wasm', sha256, async (temporary) => {
    const host = await readFile(join(base.folder, HOST_PROGRAM));
    await buildArtifact(temporary, host, (into) =>
      optimize(join(base.folder, 'app.wasm'), into, context.signal),
    );
  });
  const { componentBytes, ...facts } = await readFacts(folder);
  const optimizer = `wasm-opt ${OPTIMIZER_FLAGS.join(' ')}`;
  return {
    ...base,
    folder,
    sizeBytes: componentBytes,
    sha256,
    cached,
    details: { ...base.details, ...facts, binaryen, optimizer, unoptimizedBytes: base.sizeBytes },
  };
}
