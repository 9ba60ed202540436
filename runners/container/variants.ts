import type { VariantInfo } from '../runner.ts';
import type { NetworkName } from './network.ts';
import { isolationOf, type RuntimeName } from './runtimes.ts';

/** One thing that differs from the default container. */
export interface ContainerVariant extends VariantInfo {
  readonly network: NetworkName;
  /** Null for the one that the engine uses when it is told nothing. */
  readonly runtime: RuntimeName | null;
}

const onNetwork = (network: NetworkName, summary: string): ContainerVariant => ({
  summary,
  network,
  runtime: null,
});

const onRuntime = (runtime: RuntimeName, summary: string): ContainerVariant => ({
  summary,
  isolation: isolationOf(runtime),
  network: 'bridge',
  runtime,
});

export const VARIANTS: Readonly<Record<string, ContainerVariant>> = {
  'host-network': onNetwork('host', "in this machine's own network, no published port"),
  'no-network': onNetwork('none', 'without a network; HTTP through a Unix socket in a mounted folder'),
  runsc: onRuntime('runsc', 'run by gVisor (runsc): a kernel in user space, whose clock is its own'),
  crun: onRuntime('crun', 'started by crun, an OCI runtime in C'),
  youki: onRuntime('youki', 'started by youki, an OCI runtime in Rust'),
  kata: onRuntime('kata', 'in a virtual machine of Kata Containers'),
};

const DEFAULT = onNetwork('bridge', 'in a network of the engine, on a published port');

export function variantNamed(name: string | undefined): ContainerVariant {
  const variant = name === undefined ? DEFAULT : VARIANTS[name];
  if (!variant) throw new Error(`container has no variant ${name}`);
  return variant;
}
