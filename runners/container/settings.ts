import type Docker from 'dockerode';
import type { LaunchContext, ResourceLimits } from '../runner.ts';
import type { GuestImage } from './image.ts';
import type { Network } from './network.ts';
import type { ReadyChannel } from './ready-channel.ts';

export type NamedSettings = Docker.ContainerCreateOptions & { readonly name: string };

const NOBODY = 65534;

/** What the guest's program gets after its own path: the same kind of arguments as in the `process` packaging. */
export const guestArguments = (channel: ReadyChannel, network: Network): string[] => [
  channel.argument,
  ...network.guestArguments(channel),
];

/**
 * The body of POST /containers/create: a container as a careful operator would run it. It can read its image, write
 * its ready pipe and answer its calls, and nothing else. Memory and CPU have no other limit than the context's.
 */
export function containerSettings(
  image: GuestImage,
  channel: ReadyChannel,
  { network, runtime }: { readonly network: Network; readonly runtime: string | null },
  context: LaunchContext,
): NamedSettings {
  const { HostConfig, ...exposed } = network.settings(channel);
  return {
    name: `coldbench-${context.trialId}`.replace(/[^a-zA-Z0-9_.-]/g, '-'),
    Image: image.id,
    Cmd: guestArguments(channel, network),
    User: guestUser(),
    Env: environmentList(context.environment),
    Labels: { 'coldbench.run': context.runId, 'coldbench.trial': context.trialId },
    ...exposed,
    HostConfig: {
      ...HostConfig,
      ...(runtime !== null && { Runtime: runtime }),
      Mounts: channel.mounts,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: 512,
      ...limitSettings(context.limits),
      // Kept by the engine, not discarded: a guest that dies at its start must be able to say why. Bounded.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
    },
  };
}

/** Without swap, which would be a second memory. */
const limitSettings = (limits: ResourceLimits | undefined): Docker.HostConfig => ({
  ...(typeof limits?.cpus === 'number' && { NanoCpus: Math.round(limits.cpus * 1e9) }),
  ...(typeof limits?.memoryBytes === 'number' && {
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
  }),
});

/** A name without a value removes what the engine would set by itself, so that every packaging's guest sees the same. */
export const environmentList = (environment: LaunchContext['environment']): string[] => [
  ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  'HOSTNAME',
];

/** The calling user, as the other packagings' guests; root's guest is nobody. */
function guestUser(): string {
  const uid = process.getuid?.() || NOBODY;
  const gid = process.getgid?.() || NOBODY;
  return `${uid}:${gid}`;
}
