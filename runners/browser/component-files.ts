import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { buildComponent } from '../wasm/component.ts';
import { BINDINGS_PATH } from './scripts.ts';
import type { SiteFile } from './site.ts';

export interface ComponentFiles {
  readonly sha256: string;
  readonly details: PackagedWorkload['details'];
  readonly files: ReadonlyMap<string, SiteFile>;
}

/** The component that the `wasm` runner builds, as what a JavaScript host reads of it: the bindings and the core modules. */
export async function componentFiles(workload: Workload, context: PackageContext): Promise<ComponentFiles> {
  const { variant: _browsers, ...others } = context;
  const { folder, sha256, details } = await buildComponent(workload, others);
  const cores = (await readdir(folder)).filter((name) => /^component\.core\d*\.wasm$/.test(name));
  const files = new Map<string, SiteFile>([
    [BINDINGS_PATH, { type: 'text/javascript', content: await readFile(join(folder, 'component.mjs')) }],
  ]);
  for (const name of cores.sort()) {
    files.set(`/${name}`, { type: 'application/wasm', content: await readFile(join(folder, name)) });
  }
  const { node: _host, hostBytes: _bytes, ...facts } = details;
  return { sha256, details: facts, files };
}
