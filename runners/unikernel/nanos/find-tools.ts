import { constants } from 'node:fs';
import { join } from 'node:path';
import { findQemu, QEMU_REMEDY } from '../../microvm/find-machine.ts';
import type { Accelerator } from '../../microvm/machine.ts';
import { may } from '../../support/programs.ts';
import { versionOf } from '../../support/versions.ts';
import { acceleratorOf } from '../accelerator.ts';

export const NANOS_VARIABLE = 'COLDBENCH_NANOS';

/** What a user has of Nanos: the maker of disk images, and what an image begins with. */
export interface Nanos {
  readonly mkfs: string;
  readonly kernel: string;
  readonly bootLoader: string;
}

interface Machine {
  readonly nanos: Nanos;
  readonly qemu: string;
  readonly qemuVersion: string;
  readonly accelerator: Accelerator;
}

interface Missing {
  readonly nanos: null;
  readonly reason: string;
  readonly remedy: string;
}

export type FoundNanos = Machine | Missing;

const REMEDY = `Name a folder that has mkfs, kernel.img and boot.img of Nanos in ${NANOS_VARIABLE}; a release of Nanos has the last two, its tools the first.`;
const missing = (reason: string, remedy: string): Missing => ({ nanos: null, reason, remedy });

/** What it takes to make and boot an image here, or what of it is missing. */
export async function findNanos(env: NodeJS.ProcessEnv = process.env): Promise<FoundNanos> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return missing(
      `The machine is an x86 one, and its disk is made of this system's files (${process.platform} ${process.arch}).`,
      'Leave unikernel out of this run, or run it on x64 Linux.',
    );
  }
  const folder = env[NANOS_VARIABLE];
  if (!folder) return missing('There is no Nanos: it is not part of this project.', REMEDY);
  const nanos = {
    mkfs: join(folder, 'mkfs'),
    kernel: join(folder, 'kernel.img'),
    bootLoader: join(folder, 'boot.img'),
  };
  const absent = [nanos.kernel, nanos.bootLoader].find((path) => !may(path, constants.R_OK));
  if (absent !== undefined) return missing(`${absent} cannot be read.`, REMEDY);
  if (!may(nanos.mkfs, constants.X_OK))
    return missing(`${nanos.mkfs} is not a program that can be run.`, REMEDY);
  const qemu = findQemu(env);
  if (qemu === null) return missing('There is no QEMU that can be run.', QEMU_REMEDY);
  const qemuVersion = (await versionOf(qemu)).replace(/^QEMU emulator version /, '');
  return { nanos, qemu, qemuVersion, accelerator: await acceleratorOf(qemu, env) };
}
