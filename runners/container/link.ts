import type { Exit } from '../../harness/experiment/gate.ts';
import type { LaunchContext } from '../runner.ts';
import { HttpClient } from '../support/http-client.ts';
import type { Address } from './network.ts';
import type { NamedSettings } from './settings.ts';

/** A container that the engine has started. */
export interface StartedContainer {
  readonly exited: Promise<Exit>;
  stop(): Promise<void>;
}

/** How a guest in a container is called, and what that asks of the container. Opened before the clock starts. */
export interface GuestLink {
  adapt(settings: NamedSettings): NamedSettings;
  /** The engine has answered that it started the container. */
  started(container: StartedContainer): void;
  /** The guest's line has arrived on the ready channel. */
  announced(): void;
  /** Resolves when a call would be accepted; rejects when there will be none. */
  readonly ready: Promise<unknown>;
  /** `address`: where its network has the guest; throws where it has no address. */
  connect(address: () => Address): HttpClient;
  close(): Promise<void>;
}

/** The guest serves HTTP itself. */
export const servesHttp = (context: LaunchContext): GuestLink => ({
  adapt: (settings) => settings,
  started: () => undefined,
  announced: () => context.mark('ready'),
  ready: Promise.resolve(),
  connect(address) {
    const { origin, socketPath } = address();
    return new HttpClient(origin, '/', {}, null, socketPath);
  },
  close: async () => undefined,
});
