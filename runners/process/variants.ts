import { join } from 'node:path';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import { projectRoot } from '../../harness/project-root.ts';
import type { PackageContext, Probe, VariantInfo } from '../runner.ts';
import type { BundleOptions } from '../support/bundle.ts';
import type { GuestProgram } from '../support/guest-process.ts';
import { runProgram } from '../support/run-program.ts';
import { findTool, type ToolName, toolRemedy } from '../support/tools.ts';
import { versionOf } from '../support/versions.ts';

/** Another runtime, or another way to load the same bundle: what differs from the default is all that differs. */
export interface ProcessVariant extends VariantInfo {
  /** The program that runs the guest; null for the harness's own Node. */
  readonly tool: ToolName | null;
  readonly bundle: BundleOptions;
  readonly file: string;
  /** How the bundle in `folder` is started. */
  guest(folder: string): GuestProgram;
  /** What is made of the bundle beside it; untimed, and part of the artifact. */
  prepare?(folder: string, node: string, context: PackageContext): Promise<void>;
}

const guestEntry = (name: string): string => join(projectRoot(), 'runners/support/guest', name);

const ESM: BundleOptions = { entry: guestEntry('http.ts'), platform: 'node' };

const plain = (folder: string): GuestProgram => ({ program: join(folder, 'app.mjs') });

/** A variant that runs the default bundle on another runtime. */
const onRuntime = (tool: ToolName, summary: string, more: Partial<ProcessVariant> = {}): ProcessVariant => ({
  summary,
  tool,
  bundle: ESM,
  file: 'app.mjs',
  guest: plain,
  ...more,
});

/** A variant of the default runtime. */
const onOwnNode = (
  summary: string,
  bundle: Partial<BundleOptions>,
  more: Partial<ProcessVariant> = {},
): ProcessVariant => ({
  summary,
  tool: null,
  bundle: { ...ESM, ...bundle },
  file: 'app.mjs',
  guest: plain,
  ...more,
});

const CACHE = 'compile-cache';
const SNAPSHOT = 'snapshot.blob';

export const VARIANTS = {
  node22: onRuntime('node22', 'the same bundle on Node 22'),
  node24: onRuntime('node24', 'the same bundle on Node 24'),
  'node24-compile-cache': onRuntime('node24', 'Node 24 that finds its compiled code in NODE_COMPILE_CACHE', {
    guest: (folder) => ({ ...plain(folder), environment: { NODE_COMPILE_CACHE: join(folder, CACHE) } }),
    prepare: fillCompileCache,
  }),
  bun: onRuntime('bun', 'the same bundle on Bun', { engine: 'JavaScriptCore' }),
  deno: onRuntime('deno', 'the same bundle on Deno, all permissions given', {
    guest: (folder) => ({ ...plain(folder), commandArguments: ['run', '--allow-all'], channel: 'socket:3' }),
  }),
  commonjs: onOwnNode(
    'the bundle as CommonJS',
    { format: 'cjs' },
    { file: 'app.cjs', guest: (folder) => ({ program: join(folder, 'app.cjs') }) },
  ),
  unminified: onOwnNode('the bundle not minified', { minify: false }),
  snapshot: onOwnNode(
    'the workload loaded before, in a startup snapshot (node --build-snapshot)',
    { entry: guestEntry('snapshot.ts'), format: 'cjs' },
    {
      file: 'app.cjs',
      guest: (folder) => ({
        commandArguments: ['--snapshot-blob', join(folder, SNAPSHOT)],
        program: join(folder, 'app.cjs'),
      }),
      prepare: buildSnapshot,
    },
  ),
} satisfies Readonly<Record<string, ProcessVariant>>;

export type ProcessVariantName = keyof typeof VARIANTS;

export const variantOf = (name: string): ProcessVariant => {
  const variant = (VARIANTS as Readonly<Record<string, ProcessVariant>>)[name];
  if (!variant) throw new Error(`process has no variant ${name}`);
  return variant;
};

export async function probeVariant(name: string): Promise<Probe> {
  const { tool } = variantOf(name);
  const path = programOf(tool);
  if (path === null && tool !== null) {
    return { available: false, reason: `${tool} is not installed.`, remedy: toolRemedy(tool) };
  }
  try {
    const version = path === null ? process.version : await versionOf(path);
    return { available: true, variant: name, versions: { [tool?.replace(/\d+$/, '') ?? 'node']: version } };
  } catch (error) {
    const remedy = error instanceof ColdbenchError && error.remedy ? error.remedy : 'Install it again.';
    return { available: false, reason: messageOf(error), remedy };
  }
}

/** The runtime's program; null for the harness's own Node, and for a tool that is nowhere. */
export const programOf = (tool: ToolName | null): string | null =>
  tool === null ? null : (findTool(tool)?.path ?? null);

const UNPREPARED =
  'A workload that opens files, sockets or native code while it loads cannot be prepared so.';

/** One run of the guest that is told to end at once: Node writes its cache when it exits. */
async function fillCompileCache(folder: string, node: string, { signal }: PackageContext): Promise<void> {
  const fill = `const { createServer } = require('node:http'); require('node:module').enableCompileCache(process.argv[1]);
    import(process.argv[2]).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });`;
  const args = ['-e', fill, join(folder, CACHE), join(folder, 'app.mjs')];
  await runProgram({ command: node, args, cwd: folder, signal, remedy: UNPREPARED });
}

async function buildSnapshot(folder: string, node: string, { signal }: PackageContext): Promise<void> {
  const args = ['--snapshot-blob', join(folder, SNAPSHOT), '--build-snapshot', join(folder, 'app.cjs')];
  await runProgram({ command: node, args, cwd: folder, signal, remedy: UNPREPARED });
}
