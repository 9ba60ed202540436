import type Docker from 'dockerode';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { GuestSocket, ReadyChannel } from './ready-channel.ts';

export type NetworkName = 'bridge' | 'host' | 'none';

/** Where a guest is called. */
export interface Address {
  readonly origin: string;
  readonly socketPath?: string;
  /** The port of this machine that the engine passes on to the guest; null where the guest is called itself. */
  readonly publishedPort: string | null;
}

/** What is known of a guest that has said that it is ready. */
export interface ReadyGuest {
  /** The port on which the guest says that it listens. */
  readonly port: number | undefined;
  /** The port that the engine has published for it. */
  readonly published: string | undefined;
}

/** How a guest is connected with this machine. */
export interface Network {
  /** What the guest's program gets after the name of its ready channel. */
  guestArguments(channel: ReadyChannel): string[];
  /** What the engine is told. */
  settings(
    channel: ReadyChannel,
  ): Pick<Docker.ContainerCreateOptions, 'ExposedPorts'> & { readonly HostConfig: Docker.HostConfig };
  /** @throws ColdbenchError `PORT_NOT_PUBLISHED`, `PORT_UNKNOWN`. */
  address(guest: ReadyGuest, channel: ReadyChannel): Address;
}

const portKey = ({ port }: ReadyChannel): string => `${port}/tcp`;

/** The engine's own network of a container, and a port of this machine's loopback address that it passes on. */
const bridge: Network = {
  guestArguments: ({ port }) => ['0.0.0.0', String(port)],
  settings: (channel) => ({
    ExposedPorts: { [portKey(channel)]: {} },
    HostConfig: { PortBindings: { [portKey(channel)]: [{ HostIp: '127.0.0.1', HostPort: '' }] } },
  }),
  address: ({ published }) => {
    if (published) return { origin: `http://127.0.0.1:${published}`, publishedPort: published };
    throw new ColdbenchError(
      'PORT_NOT_PUBLISHED',
      "The engine has not published the guest's port on 127.0.0.1.",
      { remedy: 'Check that it can: docker run --rm -p 127.0.0.1::80 IMAGE.' },
    );
  },
};

/** This machine's own network: the guest takes a free port of its loopback address, as in the `process` packaging. */
const host: Network = {
  guestArguments: () => ['127.0.0.1', '0'],
  settings: () => ({ HostConfig: { NetworkMode: 'host' } }),
  address: ({ port }) => {
    if (port) return { origin: `http://127.0.0.1:${port}`, publishedPort: null };
    throw new ColdbenchError('PORT_UNKNOWN', 'The guest has not told on which port it listens.');
  },
};

/** No network at all: the guest is called through a Unix socket beside its ready pipe. */
const none: Network = {
  guestArguments: (channel) => ['unix', socketOf(channel).inside],
  settings: () => ({ HostConfig: { NetworkMode: 'none' } }),
  address: (_guest, channel) => ({
    origin: 'http://localhost',
    socketPath: socketOf(channel).outside,
    publishedPort: null,
  }),
};

function socketOf({ socket }: ReadyChannel): GuestSocket {
  if (socket) return socket;
  throw new Error('a guest without a network needs a channel with a place for its socket');
}

export const NETWORKS: Readonly<Record<NetworkName, Network>> = { bridge, host, none };
