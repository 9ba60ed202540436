import type { Workload } from '../../workloads/workload.ts';
import { bundleHttpGuest } from '../process/index.ts';
import type { PackageContext, PackagedWorkload, Probe, Runner } from '../runner.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { ownArchitecture } from './architecture.ts';
import { findImage } from './build.ts';
import { connectEngine } from './connect.ts';
import { layerFiles } from './disk-files.ts';
import { engineAt } from './engine.ts';
import { workloadImage } from './image.ts';
import { type EngineFacts, factsOf, inspectEngine } from './inspection.ts';
import { launchContainer, launchPaused, launchPrecreated } from './launch.ts';
import { type Placement, placementFor, STOCK_IMAGE } from './placement.ts';
import { enginesHere } from './support-processes.ts';
import { isTranslated } from './translation.ts';

export { type EngineFacts, inspectEngine } from './inspection.ts';
export { removeContainersOfRun } from './leftovers.ts';

/** A container runner; a test may force the placement that another machine would need. */
export function containerRunner(forced: Partial<Placement> = {}): Runner {
  const placementOn = (facts: EngineFacts): Placement => ({ ...placementFor(facts), ...forced });
  return {
    name: 'container',
    isolation: 'namespaces',
    engine: 'V8',
    summary:
      'OCI image of the same Node and bundle; created and started by a Docker engine; HTTP on a published port',
    probe: () => probe(placementOn),
    package: (workload, context) => packageContainer(workload, context, placementOn),
  };
}

/** A fresh container from an image with this harness's own Node binary and the bundle of the `process` packaging. */
export const runner: Runner = containerRunner();

type Place = (facts: EngineFacts) => Placement;

async function probe(placementOn: Place): Promise<Probe> {
  const facts = await inspectEngine();
  if (!facts.available) return facts;
  const { image } = placementOn(facts);
  const unfit = image === 'own-node' ? otherArchitecture(facts) : await missingStockImage(facts);
  if (unfit) return { available: false, ...unfit };
  return {
    available: true,
    containers: true,
    variant: image === 'own-node' ? (facts.runtime.split(' ')[0] ?? facts.runtime) : 'stock-image',
    versions: {
      engine: `${facts.product} ${facts.version}`,
      api: facts.apiVersion,
      runtime: facts.runtime,
      storageDriver: facts.storageDriver,
      cgroup: facts.cgroupVersion,
      node: image === 'own-node' ? process.version : STOCK_IMAGE,
    },
  };
}

interface Unfit {
  readonly reason: string;
  readonly remedy: string;
}

function otherArchitecture({ architecture, url }: EngineFacts): Unfit | null {
  const own = ownArchitecture();
  if (own === architecture || isTranslated(own)) return null;
  return {
    reason: `The image holds this machine's own Node, built for ${own}; the engine at ${url} runs ${architecture}.`,
    remedy: `Run coldbench with a Node for ${architecture}, or point DOCKER_HOST at an engine for ${own}.`,
  };
}

async function missingStockImage({ url }: EngineFacts): Promise<Unfit | null> {
  const found = await findImage(engineAt(url), STOCK_IMAGE).catch(() => null);
  if (found) return null;
  return {
    reason: `The engine at ${url} does not have the image ${STOCK_IMAGE}.`,
    remedy: `docker pull ${STOCK_IMAGE}`,
  };
}

async function packageContainer(
  workload: Workload,
  context: PackageContext,
  placementOn: Place,
): Promise<PackagedWorkload> {
  const engine = await connectEngine();
  const placement = placementOn(await factsOf(engine));
  const bundle = await bundleHttpGuest(workload);
  const image = await workloadImage(engine, placement, { name: workload.name, bundle }, context);
  const { id, tag, layers, sha256, sizeBytes, cached } = image;
  const plan = { engine, placement, image };
  const node = placement.image === 'own-node' ? process.version : STOCK_IMAGE;
  return {
    sizeBytes,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node, image: tag, imageId: id, layers, readyChannel: placement.channel },
    sharedProcesses: enginesHere,
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
