import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { removeHomesOf } from './limits/home.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/**
 * What a run leaves on the machine while it lasts, written down before it exists, so that the next run can remove it
 * if this harness is killed: a folder per run in the temporary folder, with the harness's own identity, the identity
 * of every guest process, and the guests' scratch space.
 */
export class RunJournal {
  readonly runId: string;
  readonly #folder: string;

  constructor(runId: string, folder: string) {
    this.runId = runId;
    this.#folder = folder;
  }

  get scratchDir(): string {
    return join(this.#folder, 'scratch');
  }

  /** Called for each guest before its clock starts: one synchronous append, some 20 µs. */
  recordGuest(pid: number): void {
    const identity = identify(pid);
    if (identity) appendFileSync(join(this.#folder, 'guests'), `${JSON.stringify(identity)}\n`);
  }

  /** Called before the first container: a run that never had one needs no engine to be cleaned up after. */
  recordContainers(): void {
    writeFileSync(join(this.#folder, 'containers'), '');
  }

  /** Removes the run's folder; the guests are gone by then. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    removeIfEmpty(journalHome());
  }
}

/** One folder a user, so that users of one machine never touch each other's. */
export const journalHome = (): string => join(tmpdir(), `coldbench-${userInfo().uid}`);

export function openJournal(): RunJournal {
  const runId = `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`;
  const folder = join(journalHome(), runId);
  mkdirSync(join(folder, 'scratch'), { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, 'owner'), JSON.stringify(identify(process.pid)));
  return new RunJournal(runId, folder);
}

export interface Leftovers {
  /** The killed runs. */
  readonly runIds: readonly string[];
  /** Those of them that may have left containers. */
  readonly withContainers: readonly string[];
  readonly processes: number;
}

/**
 * Ends and removes what killed runs left: only processes that a journal names and whose start time still matches,
 * only folders and cgroups of runs whose harness is gone. Containers are removed by their label with the run ids returned.
 */
export function removeDeadRuns(): Leftovers {
  const dead = listFolder(journalHome()).filter((runId) => !ownerRuns(join(journalHome(), runId)));
  const processes = dead.reduce((sum, runId) => sum + endGuests(join(journalHome(), runId)), 0);
  for (const runId of dead) removeHomesOf(runId);
  const withContainers = dead.filter((runId) => existsSync(join(journalHome(), runId, 'containers')));
  return { runIds: dead, withContainers, processes };
}

/** The last step of a removal, once also the containers of the run are gone. */
export function forgetRuns(runIds: readonly string[]): void {
  for (const runId of runIds) rmSync(join(journalHome(), runId), { recursive: true, force: true });
  removeIfEmpty(journalHome());
}

function ownerRuns(folder: string): boolean {
  const [owner] = readIdentities(join(folder, 'owner'));
  return owner !== undefined && isRunning(owner);
}

function endGuests(folder: string): number {
  const running = readIdentities(join(folder, 'guests')).filter(isRunning);
  for (const { pid } of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return running.length;
}

/** A journal cut off by the kill itself reads up to its last whole line. */
function readIdentities(path: string): ProcessIdentity[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as ProcessIdentity] : []));
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
}
