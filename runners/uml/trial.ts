import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { writeCpio } from '../support/guest-line/cpio.ts';
import { umlArguments } from './machine.ts';

/** A boot takes a second; what takes longer than this hangs. */
const DEADLINE_MS = 30_000;
const CODE = 42;
const PROGRAM = '/first';

/** x86-64: exit_group(42). */
const INSTRUCTIONS = [0xb8, 231, 0, 0, 0, 0xbf, CODE, 0, 0, 0, 0x0f, 0x05];
const HEADERS_BYTES = 64 + 56;
const LOADED_AT = 0x400000;

/** The smallest ELF program that can be run: one segment, which is the whole file (System V ABI, chapter 4). */
export function exitingProgram(): Buffer {
  const file = Buffer.alloc(HEADERS_BYTES + INSTRUCTIONS.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16); // executable
  file.writeUInt16LE(62, 18); // x86-64
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(LOADED_AT + HEADERS_BYTES), 24); // entry
  file.writeBigUInt64LE(64n, 32); // program headers
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(1, 64); // to be loaded
  file.writeUInt32LE(5, 68); // readable, executable
  file.writeBigUInt64LE(BigInt(LOADED_AT), 80);
  file.writeBigUInt64LE(BigInt(LOADED_AT), 88);
  file.writeBigUInt64LE(BigInt(file.length), 96);
  file.writeBigUInt64LE(BigInt(file.length), 104);
  file.writeBigUInt64LE(0x1000n, 112);
  file.set(INSTRUCTIONS, HEADERS_BYTES);
  return file;
}

const known = new Map<string, Promise<string | null>>();

/**
 * Why a kernel that is a program cannot run programs here, in its own words; null when it can. That it starts does not
 * tell: kernels of today cannot restore the registers of every processor. So it is tried, once per harness.
 */
export function whyNotHere(uml: string): Promise<string | null> {
  const asked = known.get(uml) ?? tryToRun(uml);
  known.set(uml, asked);
  return asked;
}

async function tryToRun(uml: string): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-uml-'));
  try {
    const initramfs = join(folder, 'root.cpio');
    await writeCpio(initramfs, [{ path: PROGRAM, kind: 'file', mode: 0o755, content: exitingProgram() }]);
    const first = { program: PROGRAM, args: [], environment: {} };
    const said = await wordsOf(uml, umlArguments(initramfs, folder, first), folder);
    // As wait(2) has it: the code is in the second byte.
    if (said.includes(`exitcode=0x${(CODE << 8).toString(16).padStart(8, '0')}`)) return null;
    return reasonIn(said);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that it prints until its end. */
function wordsOf(uml: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(uml, args, {
      cwd,
      env: { ...GUEST_ENVIRONMENT, TMPDIR: cwd },
      stdio: ['ignore', 'pipe', 'pipe', 'ignore'],
      detached: true,
    });
    const late = setTimeout(() => endGroup(child.pid), DEADLINE_MS);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.once('error', (error) => {
      said += error.message;
    });
    child.once('close', () => {
      clearTimeout(late);
      endGroup(child.pid);
      resolve(said);
    });
  });
}

/** Its first process is a process of this machine, which outlives a kernel that is killed. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What a kernel says right before it panics is why. */
export function reasonIn(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const panic = lines.findIndex((line) => line.includes('Kernel panic'));
  const told = lines.slice(0, panic < 0 ? undefined : panic).filter((line) => line !== '');
  return told.at(-1) ?? 'it ended without a word';
}
