import type { Workload } from '../../workloads/workload.ts';
import { bundleHttpGuest } from '../process/index.ts';
import type { PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { connectEngine } from './connect.ts';
import { layerFiles } from './disk-files.ts';
import { enginesOf } from './engine-processes.ts';
import { workloadImage } from './image.ts';
import { factsOf } from './inspection.ts';
import { launchContainer, launchPaused, launchPrecreated } from './launch.ts';
import { type Placement, placementFor, placementInside, STOCK_IMAGE } from './placement.ts';
import { type Place, probe } from './probe.ts';
import { requireRuntime } from './runtimes.ts';
import { VARIANTS, variantNamed } from './variants.ts';

export { type EngineFacts, inspectEngine } from './inspection.ts';
export { removeContainersOfRun } from './leftovers.ts';

/** A container runner; a test may force the placement that another machine would need. */
export function containerRunner(forced: Partial<Placement> = {}): Runner {
  const placementOn: Place = (facts) => ({ ...placementFor(facts), ...forced });
  return {
    name: 'container',
    isolation: 'namespaces',
    engine: 'V8',
    summary:
      'OCI image of the same Node and bundle; created and started by a Docker engine; HTTP on a published port',
    variants: VARIANTS,
    probe: (variant) => probe(placementOn, variant),
    package: (workload, context) => packageContainer(workload, context, placementOn),
  };
}

/** A fresh container from an image with this harness's own Node binary and the bundle of the `process` packaging. */
export const runner: Runner = containerRunner();

async function packageContainer(
  workload: Workload,
  context: PackageContext,
  placementOn: Place,
): Promise<PackagedWorkload> {
  const engine = await connectEngine();
  const facts = await factsOf(engine);
  const { network, runtime: asked } = variantNamed(context.variant);
  const runtime = asked && requireRuntime(facts, asked);
  const guest = runtime?.guest ?? 'process';
  const placement = placementInside(guest, placementOn(facts));
  const bundle = await bundleHttpGuest(workload);
  const image = await workloadImage(engine, placement, { name: workload.name, bundle }, context);
  const { id, tag, layers, sha256, sizeBytes, cached } = image;
  const plan = { engine, placement, image, network, runtime: runtime?.name ?? null, guest };
  const node = placement.image === 'own-node' ? process.version : STOCK_IMAGE;
  return {
    sizeBytes,
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      node,
      image: tag,
      imageId: id,
      layers,
      readyChannel: placement.channel,
      network,
      ...(runtime && { runtime: runtime.name }),
    },
    sharedProcesses: () => enginesOf(engine.url),
    limitedBy: 'runner',
    launch: (launch) => launchContainer(plan, launch),
    warmerStarts: {
      precreated: (launch) => launchPrecreated(plan, launch),
      paused: (launch) => launchPaused(plan, launch),
      'warm-host': { unavailable: 'a container has no host but the engine, which runs before every start' },
    },
    diskFiles: () => layerFiles(engine, image),
  };
}
