import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Exit } from '../../harness/experiment/gate.ts';
import type { Starting } from '../support/ready.ts';
import type { Engine } from './engine.ts';
import { outputTail } from './output.ts';

/** A started container as `awaitReady()` wants it: if it exits now, its last words are fetched first. */
export class StartingGuest implements Starting {
  readonly channel: Readable;
  readonly exited: Promise<Exit>;
  outputTail = '';
  #up = false;

  constructor(engine: Engine, container: Docker.Container, channel: Readable, exited: Promise<Exit>) {
    this.channel = channel;
    this.exited = exited.then(async (exit) => {
      if (!this.#up) this.outputTail = await outputTail(engine, container);
      return exit;
    });
  }

  /** From now on an exit is an ordinary end, or somebody else's to explain. */
  isUp(): void {
    this.#up = true;
  }
}
