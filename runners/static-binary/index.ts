import { chmod, copyFile, rm, stat, writeFile } from 'node:fs/promises';
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

/** One file that holds the runtime and the bundle. */
interface BinaryKind extends VariantInfo {
  /** What makes it. */
  readonly tool: ToolName;
  readonly bundle: BundleOptions;
  /** Of Node's own kind: what the configuration adds. */
  readonly sea?: Readonly<Record<string, boolean>>;
}

const guestEntry = (name: string): string => join(projectRoot(), 'runners/support/guest', name);
const http = (format: 'esm' | 'cjs'): BundleOptions => ({
  entry: guestEntry('http.ts'),
  platform: 'node',
  format,
});

const DEFAULT_KIND = 'sea';
const KINDS: Readonly<Record<string, BinaryKind>> = {
  [DEFAULT_KIND]: { summary: "Node's single executable application", tool: 'postject', bundle: http('cjs') },
  'sea-code-cache': {
    summary: 'the same with the code that V8 compiled',
    tool: 'postject',
    bundle: http('cjs'),
    sea: { useCodeCache: true },
  },
  'sea-snapshot': {
    summary: 'the same with a startup snapshot that holds the loaded workload',
    tool: 'postject',
    bundle: { entry: guestEntry('snapshot.ts'), platform: 'node', format: 'cjs' },
    sea: { useSnapshot: true },
  },
  bun: { summary: 'bun build --compile', engine: 'JavaScriptCore', tool: 'bun', bundle: http('esm') },
};
const { [DEFAULT_KIND]: _default, ...VARIANTS } = KINDS;

function kindOf(name: string): BinaryKind {
  const kind = KINDS[name];
  if (!kind) throw new Error(`static-binary has no variant ${name}`);
  return kind;
}

async function probe(name = DEFAULT_KIND): Promise<Probe> {
  const { tool } = kindOf(name);
  const found = findTool(tool);
  if (!found) return { available: false, reason: `${tool} is not installed.`, remedy: toolRemedy(tool) };
  if (tool !== 'postject')
    return { available: true, variant: name, versions: { [tool]: await versionOf(found.path) } };
  return { available: true, variant: name, versions: { node: process.version } };
}

async function packageBinary(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const name = context.variant ?? DEFAULT_KIND;
  const kind = kindOf(name);
  const tool = findTool(kind.tool)?.path ?? kind.tool;
  const version = kind.tool === 'postject' ? process.version : await versionOf(tool);
  const { code, sha256: bundleSha256 } = await bundleGuest(workload, kind.bundle);
  const sha256 = contentHash(bundleSha256, name, version);
  const { folder, cached } = await cachedArtifact(context, 'static-binary', sha256, async (temporary) => {
    const file = kind.bundle.format === 'cjs' ? 'app.cjs' : 'app.mjs';
    await writeFile(join(temporary, file), code);
    if (kind.tool === 'postject') await injectIntoNode(temporary, tool, { ...kind.sea, main: file }, context);
    else await compileWithBun(temporary, tool, file, context);
    await rm(join(temporary, file));
  });
  const command = join(folder, BINARY);
  return {
    sizeBytes: (await stat(command)).size,
    sha256,
    cached,
    details: {
      minified: true,
      moduleFormat: kind.bundle.format ?? 'esm',
      [kind.tool === 'postject' ? 'node' : kind.tool]: version,
    },
    limitedBy: 'harness',
    launch: (launch) => launchGuestProcess({ command, program: null }, launch),
  };
}

const BINARY = 'app';
const BLOB = 'app.blob';
const CONFIGURATION = 'sea.json';
/** What Node looks for in its own binary: https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

async function injectIntoNode(
  folder: string,
  postject: string,
  settings: Readonly<Record<string, unknown>>,
  { signal }: PackageContext,
): Promise<void> {
  const remedy =
    'A workload that opens files, sockets or native code while it loads cannot be in a snapshot.';
  const configuration = { output: BLOB, disableExperimentalSEAWarning: true, ...settings };
  await writeFile(join(folder, CONFIGURATION), JSON.stringify(configuration));
  const runNode = (...args: string[]): Promise<void> =>
    runProgram({ command: process.execPath, args, cwd: folder, signal, remedy });
  await runNode('--experimental-sea-config', CONFIGURATION);
  await copyFile(process.execPath, join(folder, BINARY));
  await chmod(join(folder, BINARY), 0o755);
  const macho = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  await runNode(postject, BINARY, 'NODE_SEA_BLOB', BLOB, '--sentinel-fuse', FUSE, ...macho);
  for (const name of [BLOB, CONFIGURATION]) await rm(join(folder, name));
}

function compileWithBun(
  folder: string,
  bun: string,
  file: string,
  { signal }: PackageContext,
): Promise<void> {
  const args = ['build', '--compile', file, '--outfile', BINARY];
  return runProgram({ command: bun, args, cwd: folder, signal, remedy: 'See what bun printed.' });
}

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
