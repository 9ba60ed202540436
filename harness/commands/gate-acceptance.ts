import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Acceptance } from '../gate/accepted/accept.ts';
import { readAccepted } from '../gate/accepted/file.ts';
import type { AcceptedList } from '../gate/gate.ts';
import { UsageError } from '../model/errors.ts';
import type { GateFlags } from './gate-options.ts';
import { historyFolder } from './history-folder.ts';
import type { Io } from './io.ts';

const FILE = 'accepted.json';

/** The file of accepted changes: the one that is named, the history's, or the current folder's. */
export function acceptedPath(flags: GateFlags, io: Io): string {
  const history = historyFolder(flags, io);
  return flags.accepted ?? (existsSync(history) ? join(history, FILE) : FILE);
}

/** @throws UsageError for a file that is not valid, and for a named one that is not there. */
export async function acceptedList(flags: GateFlags, io: Io): Promise<AcceptedList> {
  const path = acceptedPath(flags, io);
  const entries = await readAccepted(path);
  if (entries === null && flags.accepted !== undefined && !flags.accept)
    throw new UsageError('ACCEPTED_NOT_FOUND', `There is no file ${path}.`, {
      remedy: 'Check the path; `coldbench gate --accept` begins one.',
    });
  const today = new Date().toISOString().slice(0, 10);
  return { path: entries === null ? null : path, entries: entries ?? [], today };
}

/**
 * Who accepts what will be confirmed, and why; null without `--accept`.
 * @throws UsageError for flags that lack each other.
 */
export async function acceptanceOf(flags: GateFlags, io: Io): Promise<Acceptance | null> {
  const { accept, reason, expires, by } = flags;
  if (!accept) {
    if (reason === undefined && expires === undefined && by === undefined) return null;
    throw new UsageError('NOTHING_ACCEPTED', '--reason, --expires and --by belong to --accept.', {
      remedy: 'Add --accept, or leave them out.',
    });
  }
  if (!reason?.trim() || expires === undefined)
    throw new UsageError('ACCEPTED_WITHOUT_REASON', '--accept needs a reason and a day on which it ends.', {
      remedy: 'Write --reason "why" --expires 2027-03-31.',
    });
  if (expires < new Date().toISOString().slice(0, 10))
    throw new UsageError('ACCEPTED_TOO_LATE', `--expires ${expires} is over already.`, {
      remedy: 'Name a day to come.',
    });
  return { reason: reason.trim(), expires, by: by?.trim() || (await userName(io)) };
}

async function userName({ env }: Io): Promise<string> {
  const name = await promisify(execFile)('git', ['config', 'user.name']).then(
    ({ stdout }) => stdout.trim(),
    // Without git, or without a name there, the system's will do.
    () => '',
  );
  const found = name || env.USER;
  if (found) return found;
  throw new UsageError('ACCEPTED_BY_NOBODY', 'Neither git nor the environment tells who accepts this.', {
    remedy: 'Name yourself with --by.',
  });
}
