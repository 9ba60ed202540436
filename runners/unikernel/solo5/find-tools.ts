import { constants } from 'node:fs';
import { join } from 'node:path';
import { findQemu, QEMU_REMEDY } from '../../microvm/find-machine.ts';
import type { Accelerator } from '../../microvm/machine.ts';
import { may } from '../../support/programs.ts';
import { versionOf } from '../../support/versions.ts';
import { acceleratorOf } from '../accelerator.ts';
import { CONTRACT, type Solo5Machine, sptMachine, virtioMachine } from './machines.ts';
import { tenderRefuses } from './tender.ts';

export const SOLO5_VARIABLE = 'COLDBENCH_SOLO5';

export type Solo5Kind = 'spt' | 'virtio';

/** All that it takes to run an image here, but for the bundle. */
interface Found {
  readonly machine: Solo5Machine;
  readonly image: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Null for a tender, which runs the image's instructions as a process does. */
  readonly accelerator: Accelerator | null;
}

interface Missing {
  readonly machine: null;
  readonly reason: string;
  readonly remedy: string;
}

export type FoundSolo5 = Found | Missing;

const missing = (reason: string, remedy: string): Missing => ({ machine: null, reason, remedy });
const TENDER = 'solo5-spt';
const imageOf = (kind: Solo5Kind): string => `javascript.${kind}`;

/** What runs an image of a kind here, or what of it is missing. */
export async function findSolo5(kind: Solo5Kind, env: NodeJS.ProcessEnv = process.env): Promise<FoundSolo5> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return missing(
      `Tender and images are tried on x64 Linux only (${process.platform} ${process.arch}).`,
      `Leave unikernel:solo5-${kind} out of this run, or run it on x64 Linux.`,
    );
  }
  const tools = kind === 'spt' ? `${TENDER} and ${imageOf(kind)}` : imageOf(kind);
  const remedy = `Name a folder that has ${tools} in ${SOLO5_VARIABLE}. The image is ${CONTRACT}.`;
  const folder = env[SOLO5_VARIABLE];
  if (!folder) return missing('There is no Solo5: it is not part of this project.', remedy);
  const image = join(folder, imageOf(kind));
  if (!may(image, constants.R_OK)) return missing(`${image} cannot be read.`, remedy);
  return kind === 'spt' ? findSpt(join(folder, TENDER), image, remedy) : findVirtio(image, env);
}

async function findSpt(tender: string, image: string, remedy: string): Promise<FoundSolo5> {
  if (!may(tender, constants.X_OK)) return missing(`${tender} is not a program that can be run.`, remedy);
  const refusal = await tenderRefuses(tender, image);
  if (refusal !== null) return missing(refusal.reason, refusal.remedy);
  const version = (await versionOf(tender)).replace(/^.* version /, '');
  return { machine: sptMachine(tender, image), image, versions: { solo5Spt: version }, accelerator: null };
}

async function findVirtio(image: string, env: NodeJS.ProcessEnv): Promise<FoundSolo5> {
  const qemu = findQemu(env);
  if (qemu === null) return missing('There is no QEMU that can be run.', QEMU_REMEDY);
  const version = (await versionOf(qemu)).replace(/^QEMU emulator version /, '');
  const accelerator = await acceleratorOf(qemu, env);
  return {
    machine: virtioMachine(qemu, accelerator, image),
    image,
    versions: { qemu: version },
    accelerator,
  };
}
