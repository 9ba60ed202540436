import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command in a folder of its own, with caches and temporary files of its own. */
export class CommandSandbox {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<CommandSandbox> {
    return new CommandSandbox(await mkdtemp(join(tmpdir(), 'coldbench-cli-')));
  }

  get environment(): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env;
    return {
      PATH,
      HOME,
      TMPDIR: this.folder,
      COLDBENCH_CACHE_DIR: join(this.folder, 'cache'),
      LANG: 'C.UTF-8',
    };
  }

  /** Starts `coldbench ARGUMENTS` and lets the test talk to it. */
  start(args: readonly string[], env: Record<string, string> = {}) {
    const program = join(projectRoot(), 'scripts/coldbench.mjs');
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    const finished = new Promise<Finished>((resolve) => {
      child.once('close', (exitCode) => resolve({ exitCode, ...output }));
    });
    return { child, output, finished };
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return this.start(args, env).finished;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
