import type { Exit } from '../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { LaunchContext } from '../runner.ts';
import { HttpClient } from '../support/http-client.ts';
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
  /** `port`: of the host, as the engine published the guest's. */
  connect(port: string | undefined): HttpClient;
  close(): Promise<void>;
}

/** The guest serves HTTP itself, on a port that the engine publishes. */
export const publishedPort = (context: LaunchContext): GuestLink => ({
  adapt: (settings) => settings,
  started: () => undefined,
  announced: () => context.mark('ready'),
  ready: Promise.resolve(),
  connect(port) {
    if (port) return new HttpClient(`http://127.0.0.1:${port}`);
    throw new ColdbenchError(
      'PORT_NOT_PUBLISHED',
      "The engine has not published the guest's port on 127.0.0.1.",
      { remedy: 'Check that it can: docker run --rm -p 127.0.0.1::80 IMAGE.' },
    );
  },
  close: async () => undefined,
});
