import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalHome, openJournal } from '../experiment/journal.ts';
import { identify } from '../experiment/process-identity.ts';
import { parseOwner, readOtherRuns } from './other-runs.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'other-runs-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function leaveJournal(runId: string, owner: unknown): void {
  mkdirSync(join(home, runId));
  writeFileSync(join(home, runId, 'owner'), JSON.stringify(owner));
}

test('readOtherRuns() finds a run whose process lives', () => {
  const child = spawn('sleep', ['60']);
  try {
    leaveJournal('20261123-aaaaaaaa', identify(child.pid ?? 0));
    expect(readOtherRuns(home)).toEqual(['20261123-aaaaaaaa']);
  } finally {
    child.kill('SIGKILL');
  }
});

test('readOtherRuns() ignores dead runs, reused pids, broken journals and this process', () => {
  leaveJournal('dead', { pid: 4_194_305, started: '1@x' });
  leaveJournal('reused', { pid: process.ppid, started: '1@x' });
  leaveJournal('broken', null);
  leaveJournal('own', identify(process.pid));
  expect(readOtherRuns(home)).toEqual([]);
});

test('readOtherRuns() reads journals as openJournal() writes them', () => {
  const journal = openJournal();
  try {
    const text = readFileSync(join(journalHome(), journal.runId, 'owner'), 'utf8');
    expect(parseOwner(text)).toEqual(identify(process.pid));
  } finally {
    journal.close();
  }
  expect(readOtherRuns(join(home, 'absent'))).toEqual([]);
});
