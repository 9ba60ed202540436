import type { VariantInfo } from '../runner.ts';
import type { NetworkName } from './network.ts';

/** One thing that differs from the default container. */
export interface ContainerVariant extends VariantInfo {
  readonly network: NetworkName;
}

export const VARIANTS = {
  'host-network': { summary: "in this machine's own network, no published port", network: 'host' },
  'no-network': {
    summary: 'without a network; HTTP through a Unix socket in a mounted folder',
    network: 'none',
  },
} as const satisfies Readonly<Record<string, ContainerVariant>>;

const DEFAULT: ContainerVariant = {
  summary: 'in a network of the engine, on a published port',
  network: 'bridge',
};

export function variantNamed(name: string | undefined): ContainerVariant {
  if (name === undefined) return DEFAULT;
  const variant = (VARIANTS as Readonly<Record<string, ContainerVariant>>)[name];
  if (!variant) throw new Error(`container has no variant ${name}`);
  return variant;
}
