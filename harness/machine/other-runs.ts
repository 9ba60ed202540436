import { join } from 'node:path';
import { journalHome } from '../experiment/journal.ts';
import { isRunning, type ProcessIdentity } from '../experiment/process-identity.ts';
import { type HostFiles, hostFiles } from './host-files.ts';

/**
 * The ids of this user's other coldbench runs that measure right now: two at once measure each other. Journals tell
 * exactly; a search of command lines would not know `bench` from `report`, nor a reused pid from a run.
 */
export function readOtherRuns(home: string = journalHome(), files: HostFiles = hostFiles): readonly string[] {
  return files.list(home).filter((runId) => {
    const owner = parseOwner(files.read(join(home, runId, 'owner')) ?? '');
    return owner !== null && owner.pid !== process.pid && isRunning(owner);
  });
}

/** A journal that is just being opened, or was cut off by a kill, has no owner. */
export function parseOwner(text: string): ProcessIdentity | null {
  const match = text.match(/"pid":(\d+),"started":"([^"]+)"/);
  return match ? { pid: Number(match[1]), started: match[2] ?? '' } : null;
}
