import { open, readFile, rename, rm } from 'node:fs/promises';
import { identify, isRunning, type ProcessIdentity } from '../../experiment/process-identity.ts';

/**
 * Runs `task` unless another process is at the same work; returns whether it did. The lock spares work and guards
 * nothing: two that merge at once each remove only what their own result holds. So a lock whose holder is gone is simply
 * taken over.
 */
export async function withLock(path: string, spare: string, task: () => Promise<void>): Promise<boolean> {
  if (!(await take(path)) && !((await isAbandoned(path)) && (await takeOver(path, spare)))) return false;
  try {
    await task();
  } finally {
    await rm(path, { force: true });
  }
  return true;
}

async function take(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(JSON.stringify(identify(process.pid))).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    const holder = JSON.parse(text) as ProcessIdentity | null;
    return holder === null || !isRunning(holder);
  } catch {
    // Its holder died before it had written its name, or is writing it just now: then it is not there the next time.
    return true;
  }
}

async function takeOver(path: string, spare: string): Promise<boolean> {
  await rename(path, spare).catch(() => null);
  await rm(spare, { force: true });
  return take(path);
}
