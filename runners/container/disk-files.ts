import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../harness/model/errors.ts';
import type { DiskFiles, NoSuchStart } from '../runner.ts';
import { findImage } from './build.ts';
import type { Engine } from './engine.ts';
import type { GuestImage } from './image.ts';
import { factsOf } from './inspection.ts';

/** An image of the own Node has a dozen; one that stands on a distribution has thousands, which take seconds to evict. */
const MOST_FILES = 2000;

/**
 * The files of all layers of an image, where the engine keeps them on this machine. Only overlay2 names folders in
 * which they lie as files; to look into them takes root.
 */
export async function layerFiles(engine: Engine, image: GuestImage): Promise<DiskFiles | NoSuchStart> {
  const { sameKernel, storageDriver } = await factsOf(engine);
  if (!sameKernel) return { unavailable: "the engine's files are on another machine, or in a virtual one" };
  const { Data } = (await findImage(engine, image.id))?.GraphDriver ?? {};
  const folders = layerFolders(Data);
  if (folders.length === 0)
    return {
      unavailable: `the engine's storage (${storageDriver}) does not tell where an image's layers are`,
    };
  try {
    const paths = (await Promise.all(folders.map(filesIn))).flat();
    return paths.length > MOST_FILES
      ? { unavailable: `the image has ${paths.length} files, too many to evict before each start` }
      : { paths, runsNode: false };
  } catch (error) {
    return { unavailable: `the image's layers cannot be read: ${messageOf(error)}` };
  }
}

/** The image's own layer is its upper folder; those below are listed from the top down. */
function layerFolders(data: unknown): string[] {
  const { UpperDir, LowerDir } = (data ?? {}) as { UpperDir?: string; LowerDir?: string };
  return [...(UpperDir ? [UpperDir] : []), ...(LowerDir?.split(':') ?? [])];
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
