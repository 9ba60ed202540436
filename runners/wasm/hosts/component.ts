import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../../harness/model/units.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { type Componentizer, componentize } from '../componentize.ts';
import { bundleModule } from '../module.ts';
import { toolVersions } from '../toolchain.ts';

/** All features of the engine: its `fetch` event is two of them, and the world's hosts have the others. */
const HTTP_COMPONENTIZER: Componentizer = {
  program: join(projectRoot(), 'runners/wasm/hosts/componentize.mjs'),
  witPath: join(projectRoot(), 'runners/wasm/hosts/http-workload.wit'),
  options: { worldName: 'http-workload' },
};

const FACTS_FILE = 'facts.json';

interface Facts {
  readonly componentBytes: Bytes;
  readonly componentSha256: string;
}

/** A component that exports wasi:http/incoming-handler: the same file for every host that serves such. */
export interface HttpComponent extends Facts {
  /** Absolute path of the component. */
  readonly path: string;
  /** Of what it is made from, since two builds of one input differ. */
  readonly sha256: string;
  readonly cached: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

export async function buildHttpComponent(
  workload: Workload,
  context: PackageContext,
): Promise<HttpComponent> {
  const [{ code }, wit, program, { componentizeJs, jco }] = await Promise.all([
    bundleModule(workload, 'http-export.ts'),
    readFile(HTTP_COMPONENTIZER.witPath),
    readFile(HTTP_COMPONENTIZER.program),
    toolVersions(),
  ]);
  const versions = { componentizeJs, jco };
  const sha256 = contentHash(code, wit, program, JSON.stringify([HTTP_COMPONENTIZER.options, versions]));
  const { folder, cached } = await cachedArtifact(context, 'wasm-http', sha256, async (temporary) => {
    await componentize(HTTP_COMPONENTIZER, code, temporary, context.signal);
    const component = await readFile(join(temporary, 'app.wasm'));
    const facts: Facts = {
      componentBytes: component.length,
      componentSha256: createHash('sha256').update(component).digest('hex'),
    };
    await writeFile(join(temporary, FACTS_FILE), JSON.stringify(facts));
  });
  const facts = JSON.parse(await readFile(join(folder, FACTS_FILE), 'utf8')) as Facts;
  return { path: join(folder, 'app.wasm'), sha256, cached, versions, ...facts };
}
