import { stat, statfs } from 'node:fs/promises';
import type { NoSuchStart, PackagedWorkload } from '../../../runners/runner.ts';
import { messageOf } from '../../model/errors.ts';
import type { Start, StartContext } from '../starts.ts';
import { evict, readBack } from './evict.ts';
import { nodeCopy } from './node-copy.ts';

/**
 * A cold start whose files are evicted from the page cache right before its launch. Tried once beforehand: where it
 * cannot be done, or not be proven, there is no such start.
 */
export async function diskColdStart(
  packaged: PackagedWorkload,
  context: StartContext,
): Promise<Start | NoSuchStart> {
  if (process.platform !== 'linux') return { unavailable: 'only Linux tells which pages it keeps' };
  const files = (await packaged.diskFiles?.()) ?? { unavailable: 'its files are not known' };
  if ('unavailable' in files) return files;
  try {
    const nodePath = files.runsNode ? await nodeCopy(context.cacheDir, context.signal) : process.execPath;
    const paths = await withContent([...files.paths, ...(files.runsNode ? [nodePath] : [])]);
    const inMemory = await whyInMemory(paths);
    if (inMemory !== null) return { unavailable: inMemory };
    // Only disk-cold guests run from the copy of Node; the rest is everybody's.
    const restore = (): Promise<void> => readBack(files.paths);
    await evict(paths).finally(restore);
    return { launch: (launch) => packaged.launch(launch), nodePath, evict: () => evict(paths), restore };
  } catch (error) {
    context.signal.throwIfAborted();
    return { unavailable: messageOf(error) };
  }
}

/** An empty file has no page. */
async function withContent(paths: readonly string[]): Promise<string[]> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return paths.filter((_path, index) => (sizes[index] ?? 0) > 0);
}

/** The `f_type` of statfs(2) where files have no other place than memory. */
const MEMORY_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
]);

async function whyInMemory(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const name = MEMORY_FILE_SYSTEMS.get((await statfs(path)).type);
    if (name) return `${path} is on a ${name}, which is memory: there is no disk to read it from`;
  }
  return null;
}
