import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { unresolvedBuiltin } from '../../support/builtins.ts';
import { type Bundle, bundleGuest } from '../../support/bundle.ts';
import { BUNDLE_FILE } from './machines.ts';

/** A script as the content of a block device, beside an image that is the same for all. */
export interface ScriptArtifact {
  readonly folder: string;
  /** Of image and block device; what runs them is not counted, as Node is not for a process. */
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly cached: boolean;
}

export async function buildScript(
  workload: Workload,
  imagePath: string,
  context: PackageContext,
): Promise<ScriptArtifact> {
  const device = onDevice((await bundleScript(workload)).code);
  const image = await readFile(imagePath);
  const imageSha256 = createHash('sha256').update(image).digest('hex');
  const { folder, cached } = await cachedArtifact(context, 'solo5', contentHash(device), (temporary) =>
    writeFile(join(temporary, BUNDLE_FILE), device),
  );
  return {
    folder,
    sizeBytes: image.length + device.length,
    sha256: contentHash(device, imageSha256),
    cached,
  };
}

const SECTOR_BYTES = 512;

/** A device has whole sectors; an engine leaves the zeros at the end out. */
export function onDevice(code: Uint8Array): Uint8Array {
  const device = new Uint8Array(Math.max(1, Math.ceil(code.length / SECTOR_BYTES)) * SECTOR_BYTES);
  device.set(code);
  return device;
}

async function bundleScript(workload: Workload): Promise<Bundle> {
  const entry = join(projectRoot(), 'runners/unikernel/solo5/guest/main.ts');
  try {
    return await bundleGuest(workload, { entry, platform: 'neutral', format: 'iife' });
  } catch (error) {
    const name = unresolvedBuiltin(error);
    if (name === null) throw error;
    throw new ColdbenchError(
      'NO_NODE_BUILTINS',
      `An engine on Solo5 has no Node builtins, and the module imports ${name}.`,
      { remedy: `Do without ${name} in this workload, or leave unikernel out of this run.`, cause: error },
    );
  }
}
