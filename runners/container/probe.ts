import type { Probe } from '../runner.ts';
import { ownArchitecture } from './architecture.ts';
import { findImage } from './build.ts';
import { engineAt } from './engine.ts';
import { type EngineFacts, inspectEngine } from './inspection.ts';
import { type Placement, STOCK_IMAGE } from './placement.ts';
import { isTranslated } from './translation.ts';
import { variantNamed } from './variants.ts';

export type Place = (facts: EngineFacts) => Placement;

export async function probe(placementOn: Place, name?: string): Promise<Probe> {
  const facts = await inspectEngine();
  if (!facts.available) return facts;
  const placement = placementOn(facts);
  const { image } = placement;
  const unfit =
    (image === 'own-node' ? otherArchitecture(facts) : await missingStockImage(facts)) ??
    noSuchNetwork(facts, placement, name);
  if (unfit) return { available: false, ...unfit };
  return {
    available: true,
    variant: name ?? (image === 'own-node' ? (facts.runtime.split(' ')[0] ?? facts.runtime) : 'stock-image'),
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

/** In a virtual machine `host` is that machine's network; and its sockets, like SELinux's, are not to be reached. */
function noSuchNetwork({ url }: EngineFacts, { channel }: Placement, name?: string): Unfit | null {
  const { network } = variantNamed(name);
  if (network === 'bridge' || channel === 'pipe') return null;
  const needed = network === 'host' ? 'the same network' : 'a folder with a socket';
  return {
    reason: `container:${name} needs ${needed} for guest and harness; the engine at ${url} has another kernel, or SELinux.`,
    remedy: 'Run coldbench on a Linux machine with an engine of its own, or use the runner container.',
  };
}
