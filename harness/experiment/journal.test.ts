import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../testing/launching.ts';
import { forgetRuns, journalHome, openJournal, removeDeadRuns } from './journal.ts';
import { identify } from './process-identity.ts';

let folder: string;
const formerTmpdir = process.env.TMPDIR;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-journal-'));
  process.env.TMPDIR = folder;
});
afterEach(() => {
  if (formerTmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = formerTmpdir;
  rmSync(folder, { recursive: true, force: true });
});

const runFolder = (runId: string): string => join(journalHome(), runId);

/** A process group of its own, as guests are. */
async function startSleeper() {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  if (child.pid === undefined) throw new Error('sleep did not start');
  return { pid: child.pid, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Makes the journal that of a harness that has been killed. */
function killOwner(runId: string): void {
  writeFileSync(
    join(runFolder(runId), 'owner'),
    JSON.stringify({ pid: process.pid, started: 'another time' }),
  );
}

describe('a journal', () => {
  it('is gone, with the folder of the user, when its run is over', () => {
    const journal = openJournal();
    expect(existsSync(journal.scratchDir)).toBe(true);
    journal.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names each guest before it runs', async () => {
    const journal = openJournal();
    const guest = await startSleeper();
    journal.recordGuest(guest.pid);
    const recorded = JSON.parse(readFileSync(join(dirname(journal.scratchDir), 'guests'), 'utf8'));
    expect(recorded).toEqual(identify(guest.pid));
    process.kill(guest.pid, 'SIGKILL');
    await guest.ended;
  });
});

describe('removeDeadRuns()', () => {
  it('ends the guests of a killed run and removes its folder', async () => {
    const journal = openJournal();
    const guest = await startSleeper();
    journal.recordGuest(guest.pid);
    killOwner(journal.runId);
    expect(removeDeadRuns()).toEqual({ runIds: [journal.runId], withContainers: [], processes: 1 });
    await guest.ended;
    expect(isAlive(guest.pid)).toBe(false);
    forgetRuns([journal.runId]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('asks for an engine only after runs that had containers', () => {
    const journal = openJournal();
    journal.recordContainers();
    killOwner(journal.runId);
    expect(removeDeadRuns()).toMatchObject({ withContainers: [journal.runId] });
  });

  it('leaves a run alone whose harness is alive', async () => {
    const journal = openJournal();
    const guest = await startSleeper();
    journal.recordGuest(guest.pid);
    expect(removeDeadRuns()).toEqual({ runIds: [], withContainers: [], processes: 0 });
    expect(isAlive(guest.pid)).toBe(true);
    process.kill(guest.pid, 'SIGKILL');
    await guest.ended;
  });

  it('leaves a process alone that has got the pid of a former guest', async () => {
    const journal = openJournal();
    const stranger = await startSleeper();
    appendFileSync(
      join(runFolder(journal.runId), 'guests'),
      `${JSON.stringify({ pid: stranger.pid, started: 'long ago' })}\n`,
    );
    killOwner(journal.runId);
    expect(removeDeadRuns().processes).toBe(0);
    expect(isAlive(stranger.pid)).toBe(true);
    process.kill(stranger.pid, 'SIGKILL');
    await stranger.ended;
  });

  it('reads a journal that the kill cut in the middle of a line', () => {
    const journal = openJournal();
    appendFileSync(join(runFolder(journal.runId), 'guests'), '{"pid": 12');
    killOwner(journal.runId);
    expect(removeDeadRuns()).toEqual({ runIds: [journal.runId], withContainers: [], processes: 0 });
  });
});
