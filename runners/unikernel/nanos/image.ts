import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ColdbenchError, messageOf } from '../../../harness/model/errors.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import type { Bundle } from '../../support/bundle.ts';
import { type RuntimeFile, runtimeFiles } from '../../support/runtime-files.ts';
import { GUEST_PORT } from '../http-machine.ts';
import type { Nanos } from './find-tools.ts';

export interface DiskImage {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly cached: boolean;
}

const PROGRAM = '/app/app.mjs';
/** Its standard output is the machine's console. */
const READY_CHANNEL = '1';

/** One disk: boot loader, kernel, and a file system with Node, what it is linked with, and the bundle. */
export async function buildImage(
  bundle: Bundle,
  nanos: Nanos,
  environment: Readonly<Record<string, string>>,
  context: PackageContext,
): Promise<DiskImage> {
  const runtime = await runtimeFiles();
  const layout = manifest(runtime, 'app.mjs', environment);
  const parts = await Promise.all([nanos.mkfs, nanos.kernel, nanos.bootLoader].map(digest));
  const files = runtime.flatMap(({ path, sha256 }) => [path, sha256]);
  const sha256 = contentHash(layout, bundle.code, ...parts, ...files);
  const { folder, cached } = await cachedArtifact(context, 'unikernel', sha256, async (temporary) => {
    await writeFile(join(temporary, 'app.mjs'), bundle.code);
    await makeImage(
      nanos,
      manifest(runtime, join(temporary, 'app.mjs'), environment),
      temporary,
      context.signal,
    );
  });
  const file = join(folder, 'disk.img');
  return { file, sizeBytes: (await stat(file)).size, sha256, cached };
}

/** @throws ColdbenchError `IMAGE_FAILED` with what mkfs printed. */
async function makeImage(nanos: Nanos, layout: string, folder: string, signal: AbortSignal): Promise<void> {
  const args = ['-b', nanos.bootLoader, '-k', nanos.kernel, join(folder, 'disk.img')];
  try {
    const made = promisify(execFile)(nanos.mkfs, args, { signal });
    // Who ends without reading says why by its exit.
    made.child.stdin?.on('error', () => undefined).end(layout);
    await made;
  } catch (cause) {
    signal.throwIfAborted();
    throw new ColdbenchError('IMAGE_FAILED', `mkfs made no image: ${messageOf(cause)}`, {
      cause,
      remedy: 'Check that mkfs, kernel.img and boot.img are of one release of Nanos.',
    });
  }
}

type Tree = { [name: string]: Tree | string };

/** What mkfs reads: a tree of files of this system, and the one program with its arguments and environment. */
export function manifest(
  runtime: readonly Pick<RuntimeFile, 'path'>[],
  app: string,
  environment: Readonly<Record<string, string>>,
): string {
  const root: Tree = {};
  for (const { path } of runtime) put(root, path, path);
  put(root, PROGRAM, app);
  const program = runtime[0]?.path ?? '';
  const args = [program, PROGRAM, READY_CHANNEL, '0.0.0.0', `${GUEST_PORT}`];
  const variables = Object.entries(environment).map(([name, value]) => `${name}:${quoted(value)}`);
  return `(children:${written(root)} program:${quoted(program)} arguments:[${args.map(quoted).join(' ')}] environment:(${variables.join(' ')}))\n`;
}

function put(root: Tree, path: string, source: string): void {
  const steps = path.split('/').filter((step) => step !== '');
  const name = steps.pop() ?? '';
  let folder = root;
  for (const step of steps) {
    const next = folder[step];
    const inner: Tree = typeof next === 'object' ? next : {};
    folder[step] = inner;
    folder = inner;
  }
  folder[name] = source;
}

function written(tree: Tree): string {
  const entries = Object.entries(tree).map(([name, entry]) =>
    typeof entry === 'string'
      ? `${quoted(name)}:(contents:(host:${quoted(entry)}))`
      : `${quoted(name)}:(children:${written(entry)})`,
  );
  return `(${entries.join(' ')})`;
}

/** What its syntax gives a meaning to is only taken as it is between quotation marks. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text));

const digest = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
