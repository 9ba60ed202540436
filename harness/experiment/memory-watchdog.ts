import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { ColdbenchError } from '../model/errors.ts';
import type { Bytes } from '../model/units.ts';

/** Late enough that an ordinary trial is over before the first look. */
const FIRST_LOOK_MS = 1000;
const INTERVAL_MS = 100;
const PAGE_BYTES = 4096;

export interface MemoryWatchdog {
  /** Set once a guest was ended. */
  readonly exceeded: ColdbenchError | null;
  stop(): void;
}

/** A guest may take half of the memory that is free when it starts; a handler that allocates without end must not take the machine down. */
export const memoryGuardBytes = (): Bytes => Math.floor(freemem() / 2);

/** Ends guests that outgrow the guard. Only where /proc tells their size; elsewhere the timeout ends them. */
export function watchMemory(
  pids: () => readonly number[],
  limitBytes: Bytes = memoryGuardBytes(),
): MemoryWatchdog {
  let exceeded: ColdbenchError | null = null;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    for (const pid of pids()) {
      const bytes = residentBytes(pid);
      if (bytes <= limitBytes) continue;
      exceeded = new ColdbenchError(
        'MEMORY_EXCEEDED',
        `The guest was ended at ${Math.round(bytes / 1e6)} MB of memory.`,
        {
          remedy: `It may take ${Math.round(limitBytes / 1e6)} MB, half of what was free; look for an allocation without end.`,
        },
      );
      endGroup(pid);
    }
    timer = setTimeout(look, INTERVAL_MS);
  };
  timer = setTimeout(look, FIRST_LOOK_MS);
  return {
    get exceeded() {
      return exceeded;
    },
    stop: () => clearTimeout(timer),
  };
}

function residentBytes(pid: number): Bytes {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0; // gone, or a system without /proc
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
