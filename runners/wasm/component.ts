import { readFile } from 'node:fs/promises';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { buildArtifact, readFacts } from './artifact.ts';
import { componentize } from './componentize.ts';
import { type ComponentEngine, engineOf } from './engine.ts';
import { bundleModule, guestPath } from './module.ts';

/** The Node program that serves a component; the same for every workload. */
const bundleHost = (workload: Workload, { hostEntry }: ComponentEngine): Promise<Bundle> =>
  bundleGuest(workload, { entry: guestPath(hostEntry), platform: 'node', external: ['./component.mjs'] });

/** A component in the cache: app.wasm, and beside it what a JavaScript host reads instead. */
export interface BuiltComponent extends Omit<PackagedWorkload, 'launch'> {
  readonly folder: string;
  /** The Node that has to run the host; null for the one of every other packaging. */
  readonly nodePath: string | null;
}

export async function buildComponent(workload: Workload, context: PackageContext): Promise<BuiltComponent> {
  const engine = await engineOf(context.variant);
  const { componentizer, versions, node, nodePath } = engine;
  const [module, host, wit] = await Promise.all([
    bundleModule(workload, engine.exportEntry),
    bundleHost(workload, engine),
    readFile(componentizer.witPath),
  ]);
  const { toolPath: _place, ...options } = componentizer.options;
  // The engine's snapshot holds addresses and hash seeds, so two builds differ: the digest is that of what goes in.
  const sha256 = contentHash(module.code, host.code, wit, JSON.stringify([options, versions]));
  const { folder, cached } = await cachedArtifact(context, 'wasm', sha256, (temporary) =>
    buildArtifact(temporary, host.code, (into) =>
      componentize(componentizer, module.code, into, context.signal),
    ),
  );
  const { componentBytes, ...facts } = await readFacts(folder);
  return {
    folder,
    nodePath,
    sizeBytes: componentBytes,
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      ...versions,
      node,
      engine: engine.name,
      wasiFeatures: 'stdio, random, clocks',
      aheadOfTime: false,
      ...facts,
    },
  };
}
