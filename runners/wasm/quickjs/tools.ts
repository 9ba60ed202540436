import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../../harness/model/errors.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import toolVersions from '../../support/tools.json' with { type: 'json' };
import { findTool, type ToolName, toolRemedy } from '../../support/tools.ts';
import type { Componentizer } from '../componentize.ts';

/** What builds and runs a component with QuickJS in it. */
export interface QuickjsTools {
  readonly componentizer: Componentizer;
  /** The Node that runs it: the component needs WebAssembly's promise integration, which older ones lack. */
  readonly nodePath: string;
  readonly node: string;
  readonly componentizeQjs: string;
}

export type FoundTools = QuickjsTools | { readonly reason: string; readonly remedy: string };

export async function findQuickjsTools(): Promise<FoundTools> {
  const missing = (['quickjs', 'node24'] satisfies ToolName[]).find((name) => findTool(name) === null);
  const program = findTool('quickjs')?.path;
  const nodePath = findTool('node24')?.path;
  if (missing || !program || !nodePath) {
    const what = missing === 'node24' ? 'Node 24, which runs the component,' : 'componentize-qjs';
    return { reason: `${what} is not installed.`, remedy: toolRemedy(missing ?? 'quickjs') };
  }
  try {
    const { stdout } = await promisify(execFile)(nodePath, ['--version']);
    const toolPath = join(dirname(dirname(await realpath(program))), 'index.js');
    return {
      componentizer: componentizerWith(toolPath),
      nodePath,
      node: stdout.trim(),
      componentizeQjs: toolVersions.quickjs.version,
    };
  } catch (error) {
    const reason = `${nodePath} does not run: ${messageOf(error).split('\n')[0]}`;
    return { reason, remedy: toolRemedy('node24') };
  }
}

const componentizerWith = (toolPath: string): Componentizer => ({
  program: join(projectRoot(), 'runners/wasm/quickjs/componentize.mjs'),
  witPath: join(projectRoot(), 'runners/wasm/quickjs/workload.wit'),
  options: { worldName: 'workload', toolPath },
});
