import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { operationsOf } from '../kernels.ts';

/** One byte of /dev/zero, read again and again: into the kernel and out, with next to nothing in between. */
export function syscall(): () => void {
  const [file, byte] = [openSync('/dev/zero', 'r'), Buffer.alloc(1)];
  const calls = operationsOf('syscall');
  return () => {
    for (let call = calls; call > 0; call--) readSync(file, byte, 0, 1, 0);
  };
}

/** The smallest program that every system has: Linux keeps it in one folder, macOS in the other. */
export const TINY_PROGRAM = existsSync('/bin/true') ? '/bin/true' : '/usr/bin/true';

const LOOP = 'i=0; while [ $i -lt "$1" ]; do "$0" || exit 1; i=$((i+1)); done';

/** A shell starts a tiny program over and over: its own memory is small, so that the forks copy next to nothing. */
export function forkExec(): void {
  const programs = String(operationsOf('forkExec') - 1);
  const { status, error } = spawnSync('/bin/sh', ['-c', LOOP, TINY_PROGRAM, programs], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`/bin/sh ended with ${status}`, { cause: error });
}

/** Machines of ELF headers (elf.h), by Node's names of architectures. */
const ELF_MACHINES: Readonly<Record<number, string>> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** What the tiny program was compiled for: beside an emulated Node it may be the host's own. Null when it does not tell. */
export function programArch(path: string = TINY_PROGRAM): string | null {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header) < header.length) return null;
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return null;
  const machine = header[5] === 2 ? header.readUInt16BE(18) : header.readUInt16LE(18);
  return ELF_MACHINES[machine] ?? null;
}
