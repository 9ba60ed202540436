import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Probe } from '../runner.ts';
import { type Componentizer, STARLINGMONKEY } from './componentize.ts';
import { findHost, type HostName } from './hosts/find-host.ts';
import { findQuickjsTools } from './quickjs/tools.ts';
import { binaryenVersion, probe as probeToolchain, toolVersions } from './toolchain.ts';

export const QUICKJS = 'quickjs';
export const OPTIMIZED = 'optimized';
/** Programs of the user's that serve a component themselves: these variants have a component of their own. */
export const WASMTIME = 'wasmtime';
export const SPIN = 'spin';

/** An engine that becomes part of a component: how that is built, and which host runs it. */
export interface ComponentEngine {
  readonly name: string;
  readonly componentizer: Componentizer;
  /** The modules in guest/ that become the component and its host. */
  readonly exportEntry: string;
  readonly hostEntry: string;
  /** The Node that runs the host; null for the one of every other packaging. */
  readonly nodePath: string | null;
  /** Of what builds it: part of the artifact's digest. */
  readonly versions: Readonly<Record<string, string>>;
  readonly node: string;
}

/** @throws ColdbenchError `NO_COMPONENTIZER` when what the variant needs is not installed. */
export async function engineOf(variant: string | undefined): Promise<ComponentEngine> {
  const { componentizeJs, jco, node } = await toolVersions();
  if (variant !== QUICKJS) {
    return {
      name: 'StarlingMonkey',
      componentizer: STARLINGMONKEY,
      exportEntry: 'export.ts',
      hostEntry: 'host.ts',
      nodePath: null,
      versions: { componentizeJs, jco },
      node,
    };
  }
  const found = await findQuickjsTools();
  if ('reason' in found) throw new ColdbenchError('NO_COMPONENTIZER', found.reason, { remedy: found.remedy });
  return {
    name: 'QuickJS',
    componentizer: found.componentizer,
    exportEntry: 'quickjs-export.ts',
    hostEntry: 'quickjs-host.ts',
    nodePath: found.nodePath,
    versions: { componentizeQjs: found.componentizeQjs, jco },
    node: found.node,
  };
}

export async function probe(variant?: string): Promise<Probe> {
  if (variant === WASMTIME || variant === SPIN) return probeHost(variant);
  if (variant === OPTIMIZED) return probeOptimizer();
  if (variant !== QUICKJS) return probeToolchain();
  const found = await findQuickjsTools();
  if ('reason' in found) return { available: false, ...found };
  const { versions, node } = await engineOf(QUICKJS);
  return { available: true, variant: QUICKJS, versions: { ...versions, node } };
}

async function probeOptimizer(): Promise<Probe> {
  const toolchain = await probeToolchain();
  if (!toolchain.available) return toolchain;
  const versions = { ...toolchain.versions, binaryen: await binaryenVersion() };
  return { ...toolchain, variant: OPTIMIZED, versions };
}

async function probeHost(variant: HostName): Promise<Probe> {
  const [toolchain, found] = await Promise.all([probeToolchain(), findHost(variant)]);
  if (!toolchain.available) return toolchain;
  if ('reason' in found) return { available: false, ...found };
  const { node: _builds, ...versions } = toolchain.versions;
  return { available: true, variant, versions: { ...versions, [variant]: found.version } };
}
