import type { Probe } from '../runner.ts';
import { versionOf } from '../support/versions.ts';
import { ownArchitecture } from './architecture.ts';
import { findImage } from './build.ts';
import { engineAt } from './engine.ts';
import { type EngineFacts, inspectEngine } from './inspection.ts';
import { type Placement, STOCK_IMAGE } from './placement.ts';
import { defaultRuntime, findRuntime, registerRemedy } from './runtimes.ts';
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
    noSuchNetwork(facts, placement, name) ??
    noSuchRuntime(facts, name);
  if (unfit) return { available: false, ...unfit };
  return {
    available: true,
    containers: true,
    variant: name ?? (image === 'own-node' ? facts.runtimeName : 'stock-image'),
    versions: {
      engine: `${facts.product} ${facts.version}`,
      api: facts.apiVersion,
      ...(await runtimeVersions(facts, name)),
      storageDriver: facts.storageDriver,
      cgroup: facts.cgroupVersion,
      node: image === 'own-node' ? process.version : STOCK_IMAGE,
    },
  };
}

/** The runtime that starts guests, its version where its program is here, and what its operator has told it. */
async function runtimeVersions(facts: EngineFacts, name?: string): Promise<Record<string, string>> {
  const { runtime } = variantNamed(name);
  if (runtime === null) return { runtime: facts.runtime };
  const found = findRuntime(facts, runtime);
  const version = facts.sameKernel && found ? await versionOf(found.program).catch(() => null) : null;
  return {
    runtime: version ?? found?.name ?? runtime,
    ...(found && found.arguments.length > 0 && { runtimeArguments: found.arguments.join(' ') }),
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

/** A default runtime that isolates in another way is a variant, under whose name the row tells what it is. */
function noSuchRuntime(facts: EngineFacts, name?: string): Unfit | null {
  const { runtime } = variantNamed(name);
  if (runtime !== null) {
    if (findRuntime(facts, runtime)) return null;
    const known = facts.runtimes.map((each) => each.name).join(', ') || 'none';
    return {
      reason: `The engine at ${facts.url} does not know the runtime ${runtime}; it knows ${known}.`,
      remedy: registerRemedy(runtime),
    };
  }
  const { name: used, guest, isolation } = defaultRuntime(facts);
  if (guest === 'process') return null;
  return {
    reason: `The engine at ${facts.url} runs containers by ${used} unless told otherwise: a ${isolation}, not namespaces.`,
    remedy: 'Measure that by its own name (coldbench list --runners), or make runc the default runtime.',
  };
}
