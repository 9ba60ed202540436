import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';
import { pausedStart } from '../support/paused-start.ts';
import { versionOf } from '../support/versions.ts';
import { probeVariant, programOf, VARIANTS, variantOf } from './variants.ts';

/** The bundle that `process` and `container` share: the workload behind Node's HTTP server. */
export function bundleHttpGuest(workload: Workload): Promise<Bundle> {
  return bundleGuest(workload, {
    entry: join(projectRoot(), 'runners/support/guest/http.ts'),
    platform: 'node',
  });
}

async function packageProcess(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const { code, sha256 } = await bundleHttpGuest(workload);
  const { folder, cached } = await cachedArtifact(context, 'process', sha256, (temporary) =>
    writeFile(join(temporary, 'app.mjs'), code),
  );
  const program = join(folder, 'app.mjs');
  const launch: Launch = (context) => launchGuestProcess({ program }, context);
  return {
    sizeBytes: code.length,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version },
    limitedBy: 'harness',
    launch,
    warmerStarts: {
      precreated: { unavailable: 'nothing is created before a process starts' },
      paused: pausedStart(launch),
      'warm-host': { unavailable: 'a plain process has no host that could know its code' },
    },
    diskFiles: async () => ({ paths: [program], runsNode: true }),
  };
}

async function packageVariant(
  workload: Workload,
  name: string,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const variant = variantOf(name);
  const program = programOf(variant.tool);
  const version = program === null ? process.version : await versionOf(program);
  const { code, sha256: bundleSha256 } = await bundleGuest(workload, variant.bundle);
  const sha256 = contentHash(bundleSha256, name, version);
  const { folder, cached } = await cachedArtifact(context, `process-${name}`, sha256, async (temporary) => {
    await writeFile(join(temporary, variant.file), code);
    await variant.prepare?.(temporary, program ?? process.execPath, context);
  });
  return {
    sizeBytes: await sizeOf(folder),
    sha256,
    cached,
    details: {
      minified: variant.bundle.minify ?? BUNDLE_DETAILS.minified,
      moduleFormat: variant.bundle.format ?? BUNDLE_DETAILS.moduleFormat,
      [variant.tool?.replace(/\d+$/, '') ?? 'node']: version,
    },
    limitedBy: 'harness',
    launch: (launch) =>
      launchGuestProcess({ ...(program !== null && { command: program }), ...variant.guest(folder) }, launch),
  };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

/** A fresh Node process that serves the bundle over HTTP on loopback: the baseline of every overhead. */
export const runner: Runner = {
  name: 'process',
  isolation: 'none',
  engine: 'V8',
  summary: 'esbuild bundle; a fresh Node process; HTTP on loopback',
  variants: VARIANTS,
  probe: async (variant) =>
    variant === undefined
      ? { available: true, variant: 'node', versions: { node: process.version } }
      : probeVariant(variant),
  package: (workload, context) =>
    context.variant === undefined || context.variant === 'node'
      ? packageProcess(workload, context)
      : packageVariant(workload, context.variant, context),
};
