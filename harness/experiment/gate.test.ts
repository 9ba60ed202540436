import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../testing/launching.ts';
import { type GatedProcess, prepareGate } from './gate.ts';

const gate = (script: string, signal = new AbortController().signal): Promise<GatedProcess> =>
  prepareGate({
    command: '/bin/sh',
    args: ['-c', script],
    cwd: tmpdir(),
    environment: { ONLY: 'this' },
    signal,
  });

async function readAll(guest: GatedProcess): Promise<string> {
  let text = '';
  for await (const chunk of guest.channel) text += String(chunk);
  return text;
}

describe.runIf(process.platform === 'linux')('the guest is the very process that waited at the gate', () => {
  // Trap 1: whatever the fork of a large harness costs is paid before the clock starts; opening the gate only execs.
  it('has the pid of a shell that exists, and waits, before the gate is opened', async () => {
    const guest = await gate('echo $$ >&3');
    expect(readFileSync(`/proc/${guest.pid}/cmdline`, 'utf8')).toContain('read -r _ && exec');
    expect(readFileSync(`/proc/${guest.pid}/stat`, 'utf8')).toMatch(/\) S /);
    guest.open();
    expect((await readAll(guest)).trim()).toBe(String(guest.pid));
    await guest.stop();
  });
});

describe('prepareGate()', () => {
  it('starts nothing before the gate is opened', async () => {
    const guest = await gate('echo started >&3');
    const first = await Promise.race([
      readAll(guest),
      new Promise((resolve) => setTimeout(resolve, 100, 'silence')),
    ]);
    expect(first).toBe('silence');
    await guest.stop();
  });

  it('gives the guest the explicit environment and nothing of ours', async () => {
    const guest = await gate('env >&3');
    guest.open();
    const names = (await readAll(guest))
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0] ?? '');
    // The guest here is a shell, which sets these itself.
    expect(names.filter((name) => !['PWD', '_', 'OLDPWD', 'SHLVL'].includes(name))).toEqual(['ONLY']);
    await guest.stop();
  });

  it('keeps the end of what the guest prints, and is never blocked by how much that is', async () => {
    const guest = await gate(
      'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done; echo the end >&2',
    );
    guest.open();
    expect(await guest.exited).toEqual({ code: 0, signal: null });
    await expect.poll(() => guest.outputTail).toMatch(/(?=[\s\S]*line 19999)(?=[\s\S]*the end)/);
    expect(guest.outputTail.length).toBeLessThanOrEqual(2000);
    await guest.stop();
  });

  it('ends the whole process group, children of the guest too', async () => {
    const guest = await gate('sleep 1000 & echo $! >&3; wait');
    guest.open();
    const child = await new Promise<number>((resolve) =>
      guest.channel.once('data', (data) => resolve(Number(data))),
    );
    expect(isAlive(child)).toBe(true);
    await guest.stop();
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it('may be stopped before it is opened, twice, and after it has ended', async () => {
    const guest = await gate('true');
    await Promise.all([guest.stop(), guest.stop()]);
    await guest.stop();
    expect(isAlive(guest.pid)).toBe(false);
  });

  it('rejects with the reason when it is aborted, and leaves no shell behind', async () => {
    await expect(gate('true', AbortSignal.abort(new Error('no more')))).rejects.toThrow('no more');
  });
});
