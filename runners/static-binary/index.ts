import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload, Probe, Runner, VariantInfo } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { type BundleOptions, bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';
import { runProgram } from '../support/run-program.ts';
import { findTool, type ToolName, toolRemedy } from '../support/tools.ts';
import { versionOf } from '../support/versions.ts';
import type { Build } from './build.ts';
import { compileWithDeno, DENORT_REMEDY, findDenort } from './deno.ts';
import { injectIntoNode } from './sea.ts';

/** One file that holds the runtime and the bundle. */
interface BinaryKind extends VariantInfo {
  /** What makes it. */
  readonly tool: ToolName;
  readonly bundle: BundleOptions;
  make(build: Build): Promise<void>;
  /** Where the runtime that it puts into the file is, when that is not the tool itself; null when it is nowhere. */
  runtime?(version: string): string | null;
}

const guestEntry = (name: string): string => join(projectRoot(), 'runners/support/guest', name);
const http = (format: 'esm' | 'cjs'): BundleOptions => ({
  entry: guestEntry('http.ts'),
  platform: 'node',
  format,
});

const DEFAULT_KIND = 'sea';
const KINDS: Readonly<Record<string, BinaryKind>> = {
  [DEFAULT_KIND]: {
    summary: "Node's single executable application",
    tool: 'postject',
    bundle: http('cjs'),
    make: injectIntoNode,
  },
  'sea-code-cache': {
    summary: 'the same with the code that V8 compiled',
    tool: 'postject',
    bundle: http('cjs'),
    make: (build) => injectIntoNode(build, { useCodeCache: true }),
  },
  'sea-snapshot': {
    summary: 'the same with a startup snapshot that holds the loaded workload',
    tool: 'postject',
    bundle: { entry: guestEntry('snapshot.ts'), platform: 'node', format: 'cjs' },
    make: (build) => injectIntoNode(build, { useSnapshot: true }),
  },
  bun: {
    summary: 'bun build --compile',
    engine: 'JavaScriptCore',
    tool: 'bun',
    bundle: http('esm'),
    make: ({ folder: cwd, tool: command, from, to, signal }) => {
      const args = ['build', '--compile', from, '--outfile', to];
      return runProgram({ command, args, cwd, signal, remedy: 'See what bun printed.' });
    },
  },
  deno: {
    summary: 'deno compile, all permissions given; with the denort that you have',
    tool: 'deno',
    bundle: http('esm'),
    make: compileWithDeno,
    runtime: (version) => findDenort(version)?.path ?? null,
  },
};
const { [DEFAULT_KIND]: _default, ...VARIANTS } = KINDS;

function kindOf(name: string): BinaryKind {
  const kind = KINDS[name];
  if (!kind) throw new Error(`static-binary has no variant ${name}`);
  return kind;
}

/** What runs the bundle: postject only puts it into this Node. */
const runtimeName = (tool: ToolName): string => (tool === 'postject' ? 'node' : tool);
const runtimeVersion = async (tool: ToolName, path: string): Promise<string> =>
  tool === 'postject' ? process.version : versionOf(path);

async function probe(name = DEFAULT_KIND): Promise<Probe> {
  const kind = kindOf(name);
  const found = findTool(kind.tool);
  if (!found)
    return { available: false, reason: `${kind.tool} is not installed.`, remedy: toolRemedy(kind.tool) };
  const version = await runtimeVersion(kind.tool, found.path);
  if (kind.runtime?.(version) === null)
    return { available: false, reason: 'There is no denort to put into the file.', remedy: DENORT_REMEDY };
  return { available: true, variant: name, versions: { [runtimeName(kind.tool)]: version } };
}

const BINARY = 'app';

async function packageBinary(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const name = context.variant ?? DEFAULT_KIND;
  const kind = kindOf(name);
  const tool = findTool(kind.tool)?.path ?? kind.tool;
  const version = await runtimeVersion(kind.tool, tool);
  const { code, sha256: bundleSha256 } = await bundleGuest(workload, kind.bundle);
  const runtime = kind.runtime?.(version) ?? null;
  const sha256 = contentHash(
    bundleSha256,
    name,
    version,
    ...(runtime === null ? [] : [await digest(runtime)]),
  );
  const { folder, cached } = await cachedArtifact(context, 'static-binary', sha256, async (temporary) => {
    const from = kind.bundle.format === 'cjs' ? 'app.cjs' : 'app.mjs';
    await writeFile(join(temporary, from), code);
    await kind.make({ folder: temporary, tool, version, from, to: BINARY, signal: context.signal });
    await rm(join(temporary, from));
  });
  const command = join(folder, BINARY);
  return {
    sizeBytes: (await stat(command)).size,
    sha256,
    cached,
    details: {
      minified: true,
      moduleFormat: kind.bundle.format ?? 'esm',
      [runtimeName(kind.tool)]: version,
    },
    limitedBy: 'harness',
    launch: (launch) => launchGuestProcess({ command, program: null }, launch),
  };
}

const digest = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** The bundle and its runtime in one executable file; started like any program, called by HTTP on loopback. */
export const runner: Runner = {
  name: 'static-binary',
  isolation: 'none',
  engine: 'V8',
  summary: 'one executable file with runtime and bundle; HTTP on loopback',
  variants: VARIANTS,
  probe,
  package: packageBinary,
};
