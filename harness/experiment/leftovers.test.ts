import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { journalHome, openJournal } from './journal.ts';
import { removeLeftovers } from './leftovers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-leftovers-'));
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('DOCKER_HOST', `unix://${folder}/no-engine.sock`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function killedRun(containers: boolean): string {
  const journal = openJournal();
  if (containers) journal.recordContainers();
  writeFileSync(
    join(journalHome(), journal.runId, 'owner'),
    JSON.stringify({ pid: process.pid, started: 'then' }),
  );
  return journal.runId;
}

it('has nothing to say when nothing was left', async () => {
  expect(await removeLeftovers()).toBeNull();
});

it('needs no engine for a run that had no containers', async () => {
  const runId = killedRun(false);
  expect(await removeLeftovers()).toMatch(
    /^Removed what 1 killed run\(s\) had left: 0 process\(es\), 0 container\(s\)\.$/,
  );
  expect(existsSync(join(journalHome(), runId))).toBe(false);
});

it('keeps a run with containers written down while its engine does not answer, and says so', async () => {
  const runId = killedRun(true);
  expect(await removeLeftovers()).toMatch(/Containers of 1 run\(s\) may be left: .*no-engine\.sock/);
  expect(existsSync(join(journalHome(), runId))).toBe(true);
});
