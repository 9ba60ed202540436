import { mkdir, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import type { LaunchContext, ResourceReading } from '../runner.ts';
import { exitedEarly } from '../support/ready.ts';
import { DevTools } from './devtools.ts';
import { endBrowser, readBrowser } from './processes.ts';

/** A whole browser without a window. It asks its user nothing, and the network for nothing but its page. */
export const BROWSER_FLAGS: readonly string[] = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  // Chromium refuses to be root's in a sandbox of its own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** A browser process at the gate, and when that is open, a browser. */
export class RunningBrowser {
  readonly #gated: GatedProcess;
  readonly #folder: string;
  #devtools: DevTools | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(gated: GatedProcess, folder: string) {
    this.#gated = gated;
    this.#folder = folder;
  }

  static async prepare(program: string, url: string, context: LaunchContext): Promise<RunningBrowser> {
    const folder = context.scratchDir;
    const gated = await prepareGate({
      command: program,
      args: [...BROWSER_FLAGS, `--user-data-dir=${folder}/profile`, url],
      cwd: folder,
      // What it keeps beside its profile goes where it can be removed: a killed browser leaves its socket's folder.
      environment: { ...context.environment, HOME: `${folder}/home`, TMPDIR: `${folder}/tmp` },
      signal: context.signal,
    });
    context.journal(gated.pid);
    await mkdir(`${folder}/tmp`, { recursive: true });
    return new RunningBrowser(gated, folder);
  }

  open(): void {
    this.#gated.open();
  }

  /** Resolves when the browser has said on standard error where it can be reached, and has been reached. */
  async connect(): Promise<DevTools> {
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: this.#gated.errors }).on('line', (line) => {
        const found = line.match(/^DevTools listening on (ws:\S+)/)?.[1];
        if (found) resolve(found);
      });
    });
    this.#devtools = await DevTools.connect(url);
    return this.#devtools;
  }

  /** Never resolves. @throws ColdbenchError `GUEST_EXITED` when the browser ends. */
  async whileRunning(): Promise<never> {
    throw exitedEarly(await this.#gated.exited, this.#gated.outputTail);
  }

  readResources(): Promise<ResourceReading> {
    return readBrowser(this.#gated.pid, this.#folder);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#devtools?.close();
    await this.#gated.stop();
    await endBrowser(this.#gated.pid, this.#folder);
    for (const name of ['profile', 'home', 'tmp']) {
      await rm(`${this.#folder}/${name}`, { recursive: true, force: true });
    }
  }
}
