import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Bytes } from '../../harness/model/units.ts';
import type { PackageContext } from '../runner.ts';
import { contentHash } from '../support/artifact-cache.ts';
import type { Bundle } from '../support/bundle.ts';
import { type RuntimeFile, runtimeFiles } from '../support/runtime-files.ts';
import { buildImage, findImage } from './build.ts';
import { contextTar } from './context-tar.ts';
import { ask, type Engine, httpStatus } from './engine.ts';
import { type Placement, STOCK_IMAGE } from './placement.ts';

/** The program's path in every image; the guest's ready pipe is mounted beside nothing else in MOUNT_FOLDER. */
export const PROGRAM = '/app/app.mjs';
export const MOUNT_FOLDER = '/run/coldbench';

export interface GuestImage {
  readonly id: string;
  readonly tag: string;
  /** Digest of everything that went in: Node, its libraries, the bundle and the Dockerfiles. */
  readonly sha256: string;
  /** What the engine reports: all layers unpacked, the runtime's included, since a pull on a new machine gets them all. */
  readonly sizeBytes: Bytes;
  readonly cached: boolean;
  /** How the image starts Node with the bundle; the container's arguments come after. */
  readonly entrypoint: readonly string[];
  readonly layers: number;
}

/** What the workload's image stands on: Node and its libraries. */
interface Base {
  /** What the Dockerfile's FROM says. */
  readonly from: string;
  readonly sha256: string;
  /** How the image starts Node. */
  readonly node: string;
}

/** The image of one workload: the runtime's layers, which all workloads share, and one with the bundle. */
export async function workloadImage(
  engine: Engine,
  placement: Placement,
  workload: {
    readonly name: string;
    readonly bundle: Bundle;
    /** Files besides the program, by their absolute paths. */
    readonly files?: Readonly<Record<string, Uint8Array>>;
  },
  context: PackageContext,
): Promise<GuestImage> {
  const base =
    placement.image === 'own-node' ? await runtimeImage(engine, context) : await stockImage(engine);
  // COPY to the root keeps the dates of the context's folders; COPY to /app/ would make that folder anew, dated now.
  const entrypoint = [base.node, PROGRAM];
  const dockerfile = `FROM ${base.from}\nCOPY root/ /\nENTRYPOINT ${JSON.stringify(entrypoint)}\n`;
  const more = Object.entries(workload.files ?? {});
  const sha256 = contentHash(base.sha256, JSON.stringify(entrypoint), workload.bundle.code, ...more.flat());
  const tag = `coldbench/${repositoryName(workload.name)}:${sha256.slice(0, 12)}`;
  const labels = { 'coldbench.image': sha256, 'coldbench.workload': workload.name };
  const before = await findImage(engine, tag);
  const cached = before !== null && context.useCache;
  const files = [
    { path: 'Dockerfile', mode: 0o644, content: dockerfile },
    { path: `root${PROGRAM}`, mode: 0o644, content: workload.bundle.code },
    ...more.map(([path, content]) => ({ path: `root${path}`, mode: 0o644, content })),
  ];
  const build = () => buildImage(engine, contextTar(files), { ...context, tag, labels });
  const image = cached ? before : await shared(engine, tag, build);
  if (before && before.Id !== image.Id) await removeUntagged(engine, before.Id);
  const layers = image.RootFS.Layers?.length ?? 0;
  return { id: image.Id, tag, sha256, sizeBytes: image.Size, cached, entrypoint, layers };
}

const RUNTIME_DOCKERFILE = 'FROM scratch\nCOPY root/ /\n';

/** What the runtime's image has besides Node: the home folder of GUEST_ENVIRONMENT, and where the pipe is mounted. */
const RUNTIME_FOLDERS = [
  { path: 'root/tmp', mode: 0o1777 },
  { path: `root${MOUNT_FOLDER}`, mode: 0o755 },
];

/** Built once per Node binary, whatever `useCache` says: its tag is the digest of all that is in it. */
async function runtimeImage(engine: Engine, { signal }: PackageContext): Promise<Base> {
  const runtime = await runtimeFiles();
  const contents = runtime.flatMap(({ path, sha256 }) => [path, sha256]);
  const sha256 = contentHash(RUNTIME_DOCKERFILE, JSON.stringify(RUNTIME_FOLDERS), ...contents);
  const from = `coldbench/runtime:${sha256.slice(0, 12)}`;
  await shared(engine, from, () => ensureRuntime(engine, { from, sha256, runtime, signal }));
  return { from, sha256, node: runtime[0]?.path ?? process.execPath };
}

async function ensureRuntime(
  engine: Engine,
  {
    from,
    sha256,
    runtime,
    signal,
  }: Pick<Base, 'from' | 'sha256'> & {
    readonly runtime: readonly RuntimeFile[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (await findImage(engine, from)) return;
  const files = runtime.map(({ path, sizeBytes }) => {
    return { path: `root${path}`, mode: 0o755, content: { file: path, sizeBytes } };
  });
  const dockerfile = { path: 'Dockerfile', mode: 0o644, content: RUNTIME_DOCKERFILE };
  const options = { tag: from, labels: { 'coldbench.image': sha256 }, useCache: true, signal };
  await buildImage(engine, contextTar([dockerfile, ...files], RUNTIME_FOLDERS), options);
}

const underWay = new Map<string, Promise<unknown>>();

/** Workloads are packaged side by side: the first that needs an image builds it for all. */
function shared<T>(engine: Engine, tag: string, build: () => Promise<T>): Promise<T> {
  const place = `${engine.url} ${tag}`;
  const building = underWay.get(place) ?? build().finally(() => underWay.delete(place));
  underWay.set(place, building);
  return building as Promise<T>;
}

/** @throws ColdbenchError `STOCK_IMAGE_MISSING`: coldbench pulls nothing by itself. */
async function stockImage(engine: Engine): Promise<Base> {
  const image = await findImage(engine, STOCK_IMAGE);
  if (image) return { from: STOCK_IMAGE, sha256: image.Id, node: 'node' };
  throw new ColdbenchError('STOCK_IMAGE_MISSING', `The engine does not have the image ${STOCK_IMAGE}.`, {
    remedy: `docker pull ${STOCK_IMAGE}`,
  });
}

/** The image that a rebuild has replaced; one that has another name, or that a container still uses, stays. */
async function removeUntagged(engine: Engine, id: string): Promise<void> {
  const image = await findImage(engine, id);
  if (!image || (image.RepoTags ?? []).length > 0) return;
  try {
    await ask(engine, 'remove a replaced image', engine.docker.getImage(id).remove());
  } catch (error) {
    if (![404, 409].includes(httpStatus(error) ?? 0)) throw error;
  }
}

/** Repository names are lower case, with single separators; a workload's name may be anything. */
const repositoryName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'workload';
