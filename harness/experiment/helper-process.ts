import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { prepareGate } from './gate.ts';
import { answerOf } from './guest-answer.ts';
import { GUEST_ENVIRONMENT } from './guest-environment.ts';

/** A part of the instrument that runs in a process of its own, answers once and ends. */
export interface HelperProgram {
  /** Its source, in the project's folder. */
  readonly entry: string;
  readonly format: 'esm' | 'cjs';
  /** What it reads from the file that its argument names. */
  readonly order?: unknown;
  /** What takes longer hangs. */
  readonly longestMs: number;
}

/** Where a helper works, and what ends it. */
export interface HelperPlace {
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly journal: (pid: number) => void;
}

/**
 * Resolves with the helper's answer, when nothing of it is left.
 * @throws Error when it ends without one or takes too long; the reason of the signal.
 */
export async function runHelper(helper: HelperProgram, place: HelperPlace): Promise<unknown> {
  const name = basename(helper.entry, '.ts');
  const folder = join(place.scratchDir, `helper-${name}`);
  await mkdir(folder, { recursive: true });
  const program = join(folder, `${name}.${helper.format === 'esm' ? 'mjs' : 'cjs'}`);
  const order = join(folder, 'order.json');
  await writeFile(program, await bundled(helper));
  if (helper.order !== undefined) await writeFile(order, JSON.stringify(helper.order));
  const signal = AbortSignal.any([place.signal, AbortSignal.timeout(helper.longestMs)]);
  const gated = await prepareGate({
    command: process.execPath,
    args: [program, order],
    cwd: folder,
    environment: GUEST_ENVIRONMENT,
    signal,
  });
  place.journal(gated.pid);
  try {
    return await Promise.race([answerOf(gated), abortOf(signal)]);
  } finally {
    await gated.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const bundles = new Map<string, Promise<Uint8Array>>();

/** As the guests are: JavaScript in one piece, without a loader; made once. */
function bundled({ entry, format }: HelperProgram): Promise<Uint8Array> {
  const made = bundles.get(entry) ?? bundle(entry, format);
  bundles.set(entry, made);
  return made;
}

async function bundle(entry: string, format: 'esm' | 'cjs'): Promise<Uint8Array> {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(projectRoot(), entry)],
    bundle: true,
    write: false,
    format,
    platform: 'node',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
