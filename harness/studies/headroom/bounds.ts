import type { Bytes } from '../../model/units.ts';
import { formatBytes, formatCounted } from '../../report/format.ts';
import type { Room } from './room.ts';

/** What a machine keeps for itself whatever is measured: a quarter of its memory, and not more than this. */
const MOST_KEPT: Bytes = 2 ** 30;
const KEPT_SHARE = 0.25;
/** Of a first guest nothing is known yet. */
export const UNKNOWN_GUEST: Bytes = 256e6;
/** Threads of a guest with all that its packaging brings along: Node has 11, a container's shim and proxies 26 more. */
const TASKS_PER_GUEST = 40;
/** The guest's own port, the connection to it, and both again where a proxy stands between. */
const PORTS_PER_GUEST = 4;

export interface Refusal {
  readonly by: 'memory' | 'pids' | 'ports';
  readonly reason: string;
}

/** `share`: what the user wants to be kept of the machine's memory; null for the default. */
export function keptBytes({ totalBytes }: Room, share: number | null): Bytes {
  if (totalBytes === null) return 0;
  return Math.round(share === null ? Math.min(KEPT_SHARE * totalBytes, MOST_KEPT) : share * totalBytes);
}

/** Why so many further guests are not started; null when there is room for them, or nobody knows. */
export function refusalOf(
  room: Room,
  further: { readonly guests: number; readonly bytesEach: Bytes; readonly keptBytes: Bytes },
): Refusal | null {
  const { guests, bytesEach, keptBytes: kept } = further;
  const what = formatCounted(guests, 'further guest');
  const needed = guests * bytesEach;
  if (room.availableBytes !== null && room.availableBytes - needed < kept) {
    const reason = `${what} of about ${formatBytes(bytesEach)} would leave less than ${formatBytes(kept)} of the ${formatBytes(room.availableBytes)} of memory that are available`;
    return { by: 'memory', reason };
  }
  if (room.tasks !== null && room.tasks < guests * TASKS_PER_GUEST) {
    return { by: 'pids', reason: `${what} need more than the ${room.tasks} processes and threads left` };
  }
  if (room.ports !== null && room.ports < guests * PORTS_PER_GUEST) {
    return { by: 'ports', reason: `${what} need more than the ${room.ports} ports left` };
  }
  return null;
}
