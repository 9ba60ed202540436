import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openChunks } from '../../model/codec-open.ts';
import { describeProblem } from '../../model/codec-problems.ts';
import { ColdbenchError } from '../../model/errors.ts';
import { syncFolder } from '../../model/store-file.ts';
import { formatCounted } from '../../report/format.ts';
import { futureProblem } from './clock.ts';
import { keyOf } from './hashes.ts';
import type { Added, AddOptions } from './history-types.ts';
import type { IndexFolder } from './index-files.ts';
import { type ReadRun, readRun } from './read-run.ts';
import type { RunEntry } from './run-entry.ts';
import { runPath } from './run-files.ts';

/**
 * Keeps a copy of a result set under a name that says what is in it, and writes its rows into the index. The file is
 * read once: what is kept is what was validated, whatever becomes of the original meanwhile. The copy is made out of
 * sight and then given its name, so that there is all of it or nothing.
 */
export async function addRun(
  history: string,
  index: IndexFolder,
  file: string,
  { allowIncomplete = false }: AddOptions,
): Promise<Added> {
  const copy = index.newPath();
  try {
    const entry = requireSound(file, await readAndCopy(file, copy), allowIncomplete);
    const path = runPath(entry.startedAt, entry.key);
    const outcome = await place(copy, join(history, path), entry.key);
    if (outcome !== 'known') await index.addPending(entry);
    return { run: entry.run, path, isNew: outcome === 'new', notes: notesOf(entry, outcome) };
  } finally {
    await rm(copy, { force: true });
  }
}

async function readAndCopy(file: string, copy: string): Promise<ReadRun> {
  const handle = await open(copy, 'wx');
  try {
    const read = await readRun(file, copying(openChunks(file), handle));
    await handle.datasync();
    return read;
  } finally {
    await handle.close();
  }
}

async function* copying(chunks: AsyncIterable<Buffer>, handle: FileHandle): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    await handle.writeFile(chunk);
    yield chunk;
  }
}

function requireSound(file: string, { report, fault, entry }: ReadRun, allowIncomplete: boolean): RunEntry {
  if (fault) throw fault;
  const [first, ...more] = report.problems;
  if (first || !entry) {
    const { line, ...problem } = first ?? { line: 1, field: '', message: 'is not a manifest' };
    const where = line === null ? '' : ` line ${line}:`;
    const others = more.length > 0 ? ` (and ${formatCounted(more.length, 'more problem')})` : '';
    throw new ColdbenchError('RUN_NOT_VALID', `${file}${where} ${describeProblem(problem)}${others}.`, {
      remedy:
        'Restore the file, or measure again; `coldbench validate` lists everything that is wrong with it.',
    });
  }
  if (report.complete || allowIncomplete) return entry;
  const how = report.truncated ? 'it ends in the middle of a line' : 'it has no end record';
  throw new ColdbenchError('RUN_INCOMPLETE', `${file} is a run that was cut off: ${how}.`, {
    remedy: 'Add it with --allow-incomplete if what it holds is enough, or measure again.',
  });
}

type Outcome = 'new' | 'known' | 'restored';

/** Gives the copy its name; of several processes that add the same file, one is told that it is new. */
async function place(copy: string, path: string, key: string): Promise<Outcome> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await link(copy, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return restore(copy, path, key);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'EMLINK') throw error;
    // A file system without hard links: the same content, should two do so at once.
    await rename(copy, path);
  }
  await syncFolder(dirname(path));
  return 'new';
}

/** A kept file that was damaged since is replaced by the sound one that happens to be at hand. */
async function restore(copy: string, path: string, key: string): Promise<Outcome> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  if (keyOf(hash.digest('hex')) === key) return 'known';
  await rename(copy, path);
  await syncFolder(dirname(path));
  return 'restored';
}

function notesOf({ startedMs, clock, complete, figures }: RunEntry, outcome: Outcome): string[] {
  const wrongTime = clock ?? futureProblem(startedMs, Date.now());
  return [
    ...(outcome === 'restored' ? ['The file that was kept of it was damaged, and is restored.'] : []),
    ...(complete ? [] : ['It is incomplete.']),
    ...(figures.some(({ metric }) => metric === 'coldStart') ? [] : ['No trial of it was completed.']),
    ...(wrongTime === null ? [] : [`Its time is doubtful: ${wrongTime}.`]),
  ];
}
