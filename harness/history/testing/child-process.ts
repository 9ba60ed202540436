import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { bundleProgram } from '../../model/store-child-process.ts';
import { projectRoot } from '../../project-root.ts';

/**
 * The command that runs a program of history-child.ts. Its bundle lies within the project, from where it finds DuckDB.
 */
export async function historyChild(): Promise<
  (program: string, folder: string, files?: readonly string[]) => string[]
> {
  const place = mkdtempSync(join(projectRoot(), 'node_modules/.history-child-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const child = await bundleProgram('harness/history/testing/history-child.ts', join(place, 'child.mjs'), [
    '@duckdb/node-api',
  ]);
  return (program, folder, files = []) => [process.execPath, child, program, folder, ...files];
}
