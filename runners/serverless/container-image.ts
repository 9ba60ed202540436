import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import { connectEngine } from '../container/connect.ts';
import { layerFiles } from '../container/disk-files.ts';
import { enginesOf } from '../container/engine-processes.ts';
import { workloadImage } from '../container/image.ts';
import { runner as container } from '../container/index.ts';
import { factsOf, inspectEngine } from '../container/inspection.ts';
import { type LaunchPlan, launchContainer, launchPaused, launchPrecreated } from '../container/launch.ts';
import { placementFor } from '../container/placement.ts';
import type { Instance, Launch, LaunchContext, PackageContext, PackagedWorkload, Probe } from '../runner.ts';
import { BUNDLE_DETAILS, bundleGuest } from '../support/bundle.ts';
import { launchOnPlatform, NETWORK, TASK_ROOT } from './container-link.ts';
import { buildPlatform } from './package.ts';
import { MEMORY_SIZE_MB } from './protocol.ts';

export async function probeImage(): Promise<Probe> {
  const found = await container.probe();
  if (!found.available) return found;
  const facts = await inspectEngine();
  if (!facts.available) return facts;
  if (placementFor(facts).channel === 'pipe' && process.platform === 'linux')
    return { ...found, variant: 'container-image' };
  return {
    available: false,
    reason: "The engine's containers do not share this machine's network and folders.",
    remedy: 'Run coldbench beside an engine on Linux itself, or leave serverless:container-image out.',
  };
}

/** The function and the runtime of this project in an image: the files of `container`, and the platform of `serverless`. */
export async function packageImage(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const engine = await connectEngine();
  const placement = placementFor(await factsOf(engine));
  const guest = (name: string) =>
    bundleGuest(workload, { entry: join(projectRoot(), 'runners/serverless/guest', name), platform: 'node' });
  const [bundle, handler] = await Promise.all([guest('bootstrap.ts'), guest('handler.ts')]);
  const files = { [`${TASK_ROOT}/index.mjs`]: handler.code };
  const name = `lambda-${workload.name}`;
  const image = await workloadImage(engine, placement, { name, bundle, files }, context);
  const { platformPath, details } = await buildPlatform(workload, context);
  const through = (start: StartContainer): Launch => {
    return (launch) =>
      launchOnPlatform(platformPath, launch, (link, context) =>
        start({ engine, placement, image, link, network: NETWORK, runtime: null, guest: 'process' }, context),
      );
  };
  return {
    sizeBytes: image.sizeBytes,
    sha256: image.sha256,
    cached: image.cached,
    details: {
      ...BUNDLE_DETAILS,
      node: process.version,
      memorySizeMb: MEMORY_SIZE_MB,
      image: image.tag,
      imageId: image.id,
      layers: image.layers,
      network: NETWORK,
      platformSha256: details.platformSha256,
    },
    sharedProcesses: () => enginesOf(engine.url),
    limitedBy: 'runner',
    launch: through(launchContainer),
    warmerStarts: {
      precreated: through(launchPrecreated),
      paused: through(launchPaused),
      'warm-host': { unavailable: 'a container has no host but the engine, which runs before every start' },
    },
    diskFiles: () => layerFiles(engine, image),
  };
}

type StartContainer = (plan: LaunchPlan, context: LaunchContext) => Promise<Instance>;
