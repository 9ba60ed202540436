import { execFileSync, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { readMemory } from './reading.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A process with 60 MB of its own that stands still, so that two programs read the same. */
async function stoppedProcess(): Promise<number> {
  const child = spawn(process.execPath, [
    '-e',
    'globalThis.held = Buffer.alloc(60e6, 1); console.log("held"); setInterval(() => undefined, 1000);',
  ]);
  ends.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGSTOP');
  if (child.pid === undefined) throw new Error('it was not started');
  return child.pid;
}

const within2Percent = (value: number | null, other: number): void => {
  expect(Math.abs((value ?? Number.NaN) - other)).toBeLessThanOrEqual(other * 0.02);
};

describe.runIf(process.platform === 'linux')('readMemory()', () => {
  it('agrees within 2 % with what ps and awk read of the same process', async () => {
    const pid = await stoppedProcess();
    const { rssBytes, pssBytes, ussBytes, anonymousBytes, fileBytes } = await readMemory(pid);
    const run = (command: string, ...args: string[]): number =>
      Number(execFileSync(command, args).toString().trim()) * 1024;
    within2Percent(rssBytes, run('ps', '-o', 'rss=', '-p', String(pid)));
    const sum = (key: string): number =>
      run('awk', `/^${key}:/ { sum += $2 } END { print sum }`, `/proc/${pid}/smaps`);
    within2Percent(pssBytes, sum('Pss'));
    within2Percent(ussBytes, sum('Private_Clean') + sum('Private_Dirty'));
    within2Percent(anonymousBytes, sum('Anonymous'));
    expect(fileBytes).toBe((rssBytes ?? 0) - (anonymousBytes ?? 0));
    expect(anonymousBytes).toBeGreaterThan(60e6);
  });

  it('counts CPU time, switches and faults of all threads', async () => {
    const { cpuNs, userNs, voluntarySwitches, minorFaults } = await readMemory(process.pid);
    expect(cpuNs).toBeGreaterThan(0);
    expect(userNs).toBeGreaterThan(0);
    expect(voluntarySwitches).toBeGreaterThan(0);
    expect(minorFaults).toBeGreaterThan(0);
  });

  it('has no figure of a process that is gone', async () => {
    const reading = await readMemory(2 ** 22 + 1);
    const { source: _source, ...figures } = reading;
    expect(new Set(Object.values(figures))).toEqual(new Set([null]));
  });
});
