import type Docker from 'dockerode';
import type { Ms } from '../../harness/model/units.ts';
import { ask, type Engine, httpStatus } from './engine.ts';
import type { NamedSettings } from './settings.ts';

/** An engine gives up on killing a container after 10 s, and says so. */
const REMOVE_TIMEOUT_MS: Ms = 15_000;

/**
 * One container from before its creation until after its removal. Requests are never cancelled: the engine would go
 * on with them. `remove()` waits for their end instead, so that a container whose creation was under way goes too.
 */
export class GuestContainer {
  readonly #engine: Engine;
  readonly #settings: NamedSettings;
  #request: Promise<unknown> = Promise.resolve();
  #container: Docker.Container | undefined;
  #id: string | null = null;
  #paused = false;

  constructor(engine: Engine, settings: NamedSettings) {
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Of the container, once the engine has told it. */
  get id(): string | null {
    return this.#id;
  }

  async create(): Promise<Docker.Container> {
    // Until the engine has answered there is only the name; if it refuses, there is nothing.
    this.#container = this.#engine.docker.getContainer(this.#settings.name);
    const creation = ask(
      this.#engine,
      'create a container',
      this.#engine.docker.createContainer(this.#settings),
    );
    this.#request = creation.catch((error) => {
      if (httpStatus(error) !== null) this.#container = undefined;
    });
    this.#container = await creation;
    this.#id = this.#container.id;
    return this.#container;
  }

  async start(container: Docker.Container): Promise<void> {
    const starting = ask(this.#engine, 'start a container', container.start());
    this.#request = starting.catch(() => undefined);
    await starting;
  }

  async pause(container: Docker.Container): Promise<void> {
    this.#paused = true;
    const pausing = ask(this.#engine, 'pause a container', container.pause());
    this.#request = pausing.catch(() => undefined);
    await pausing;
  }

  async unpause(container: Docker.Container): Promise<void> {
    const resuming = ask(this.#engine, 'resume a container', container.unpause());
    this.#request = resuming.catch(() => undefined);
    await resuming;
    this.#paused = false;
  }

  /** Removes the container, running, paused or not, and waits until it is gone. One that does not exist is no error. */
  async remove(): Promise<void> {
    await ask(this.#engine, 'finish a request', this.#request, REMOVE_TIMEOUT_MS);
    // gVisor's kernel does not hear of a signal while it is paused: the engine would try for 10 s, and fail.
    if (this.#container && this.#paused) {
      await this.unpause(this.#container).catch((error) => {
        if (httpStatus(error) === null) throw error;
      });
    }
    if (this.#container) await removeContainer(this.#engine, this.#container);
  }
}

/** @throws ColdbenchError `ENGINE_LOST` when the engine does not confirm that the container is gone. */
export async function removeContainer(engine: Engine, container: Docker.Container): Promise<void> {
  const what = `remove the container ${container.id.slice(0, 12)}`;
  try {
    await ask(engine, what, container.remove({ force: true, v: true }), REMOVE_TIMEOUT_MS);
  } catch (error) {
    if (httpStatus(error) === 404) return;
    if (httpStatus(error) !== 409) throw error;
    // Somebody else is removing it already; it is gone only when the engine no longer knows it.
    await ask(engine, what, container.wait({ condition: 'removed' }), REMOVE_TIMEOUT_MS).catch((late) => {
      if (httpStatus(late) !== 404) throw late;
    });
  }
}
