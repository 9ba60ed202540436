import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '../../harness/model/units.ts';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';
import { pausedStart } from '../support/paused-start.ts';
import { requireTool, type ToolPackage } from './tool-package.ts';

const NAME = '@google-cloud/functions-framework';
const LOCK = '.package-lock.json';
/** What Node may read of a package; types and source maps are shipped only. */
const LOADABLE = /\.(?:[cm]?js|json)$/;

/**
 * The function's folder as the buildpack of Cloud Functions makes it: the code, and `node_modules` beside it, as npm
 * installed the framework. Only the folder is linked instead of copied; Node asks for a link's target once.
 */
export async function packageCloudFunction(
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const framework = await requireTool('functions-framework');
  const modules = modulesOf(framework);
  const bundle = await bundleGuest(workload, {
    entry: join(projectRoot(), 'runners/serverless/guest/cloud-function.ts'),
    platform: 'node',
    external: [NAME],
  });
  const manifest = `${JSON.stringify({ main: 'index.mjs', dependencies: { [NAME]: framework.version } })}\n`;
  const sha256 = contentHash(bundle.sha256, manifest, await readFile(join(modules, LOCK)));
  const { folder, cached } = await cachedArtifact(
    context,
    'serverless-functions-framework',
    contentHash(sha256, modules),
    async (temporary) => {
      await writeFile(join(temporary, 'index.mjs'), bundle.code);
      await writeFile(join(temporary, 'package.json'), manifest);
      await symlink(modules, join(temporary, 'node_modules'));
    },
  );
  const files = await filesIn(modules);
  const launch: Launch = (context) => launchGuestProcess(guestIn(folder, framework), context);
  return {
    sizeBytes: bundle.code.length + manifest.length + (await sizeOf(files)),
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version, functionsFramework: framework.version },
    limitedBy: 'harness',
    launch,
    warmerStarts: {
      precreated: { unavailable: 'nothing is created before the framework starts' },
      paused: pausedStart(launch),
      'warm-host': { unavailable: 'the framework serves the one function that it was started for' },
    },
    diskFiles: async () => ({
      paths: [join(folder, 'index.mjs'), ...files.filter((file) => LOADABLE.test(file))],
      runsNode: true,
    }),
  };
}

/** The folder in which npm installed the framework with what it depends on. */
export const modulesOf = ({ root }: ToolPackage): string => dirname(dirname(root));

const guestIn = (folder: string, { root }: ToolPackage) => ({
  program: join(root, 'build/src/main.js'),
  programArguments: ['--target=handler', `--source=${folder}`, '--port=0'],
  headers: { 'content-type': 'text/plain' },
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function sizeOf(files: readonly string[]): Promise<Bytes> {
  const sizes = await Promise.all(files.map((file) => stat(file)));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
