import type { EngineFacts } from './inspection.ts';
import type { GuestKind } from './runtimes.ts';

/** How a guest is fitted to its engine. */
export interface Placement {
  /** `own-node`: this harness's Node binary in an image made from nothing; `stock-node`: Docker's official image. */
  readonly image: 'own-node' | 'stock-node';
  /** How the guest announces itself: through a named pipe, or on its standard output with an attached connection. */
  readonly channel: 'pipe' | 'attached';
}

/**
 * A named pipe works when harness and engine share one kernel, unless SELinux keeps containers from folders of the
 * host. Node's own binary works wherever the harness runs on Linux, also in a virtual machine's engine.
 */
export function placementFor(facts: EngineFacts): Placement {
  return {
    image: process.platform === 'linux' ? 'own-node' : 'stock-node',
    channel: facts.sameKernel && !facts.selinux ? 'pipe' : 'attached',
  };
}

/** A kernel of the guest's own opens no named pipe of this machine. */
export const placementInside = (guest: GuestKind, placement: Placement): Placement =>
  guest === 'process' ? placement : { ...placement, channel: 'attached' };

/** The stock image with the harness's own major version; the user pulls it, coldbench never does. */
export const STOCK_IMAGE = `node:${process.versions.node.split('.')[0]}-slim`;
