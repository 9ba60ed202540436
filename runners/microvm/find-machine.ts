import { ColdbenchError } from '../../harness/model/errors.ts';
import { findProgram } from '../support/programs.ts';
import { versionOf } from '../support/versions.ts';
import { accelerator } from './acceleration.ts';
import { findKernel } from './kernel.ts';
import type { Accelerator } from './machine.ts';

interface Missing {
  readonly qemu: null;
  readonly reason: string;
  readonly remedy: string;
}

interface Machine {
  readonly qemu: string;
  readonly qemuVersion: string;
  readonly kernel: string;
  readonly kernelVersion: string;
  readonly accelerator: Accelerator;
}

export type FoundMachine = Machine | Missing;

export const QEMU_REMEDY =
  'Install QEMU, on Debian with `apt-get install --no-install-recommends qemu-system-x86`, or name the program in COLDBENCH_TOOL_QEMU.';

const PROGRAM = 'qemu-system-x86_64';
const missing = (reason: string, remedy: string): Missing => ({ qemu: null, reason, remedy });

/** What it takes to boot a machine here, or what of it is missing. */
export async function findMachine(env: NodeJS.ProcessEnv = process.env): Promise<FoundMachine> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} ${process.arch}`;
    return missing(
      `The machine is QEMU's microvm, which is x86, and its root is made of this system's files (${here}).`,
      'Leave microvm out of this run, or run it on x64 Linux.',
    );
  }
  const qemu = findQemu(env);
  if (qemu === null) {
    return missing(`${env.COLDBENCH_TOOL_QEMU || PROGRAM} is not a program that can be run.`, QEMU_REMEDY);
  }
  const kernel = await findKernel(env);
  if (kernel.path === null) return missing(kernel.reason, kernel.remedy);
  try {
    return {
      qemu,
      qemuVersion: (await versionOf(qemu)).replace(/^QEMU emulator version /, ''),
      kernel: kernel.path,
      kernelVersion: kernel.version,
      accelerator: await accelerator(qemu, kernel.path),
    };
  } catch (error) {
    if (!(error instanceof ColdbenchError)) throw error;
    return missing(error.message, error.remedy ?? '');
  }
}

export const findQemu = (env: NodeJS.ProcessEnv): string | null =>
  findProgram(env.COLDBENCH_TOOL_QEMU, [PROGRAM], env);
