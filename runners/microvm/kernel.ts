import { constants, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { may } from '../support/programs.ts';

export type FoundKernel =
  | { readonly path: string; readonly version: string }
  | { readonly path: null; readonly reason: string; readonly remedy: string };

export const KERNEL_VARIABLE = 'COLDBENCH_MICROVM_KERNEL';
const INSTALLED = '/boot';

const REMEDY = `Install one that can be read, on Debian linux-image-cloud-amd64, or unpack its package and name the file in ${KERNEL_VARIABLE}; runners/microvm/README.md has the commands.`;

/**
 * The Linux kernel that machines boot: the one that COLDBENCH_MICROVM_KERNEL names, or the newest in /boot, those made for
 * virtual machines first.
 */
export async function findKernel(env: NodeJS.ProcessEnv = process.env): Promise<FoundKernel> {
  const named = env[KERNEL_VARIABLE];
  const path = named || newest(installedKernels(INSTALLED));
  if (path === undefined) {
    return {
      path: null,
      reason: `There is no Linux kernel to boot: none in ${INSTALLED} that can be read.`,
      remedy: REMEDY,
    };
  }
  const version = await kernelVersion(path).catch(() => null);
  if (version !== null) return { path, version };
  const reason = `${path} is not a Linux kernel for x86 that can be read.`;
  return { path: null, reason, remedy: named ? `Correct ${KERNEL_VARIABLE}. ${REMEDY}` : REMEDY };
}

function installedKernels(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^vmlinu[xz]-\d/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => may(path, constants.R_OK));
  } catch {
    return [];
  }
}

const forMachines = (path: string): number => Number(/cloud|kvm|virt|firecracker/.test(path));

/** Version numbers compare as numbers: 6.1.0-9 comes before 6.1.0-56. */
export const newest = (paths: readonly string[]): string | undefined =>
  [...paths].sort(
    (a, b) =>
      forMachines(b) - forMachines(a) || b.localeCompare(a, 'en', { numeric: true, sensitivity: 'base' }),
  )[0];

/** Of the boot protocol (Documentation/arch/x86/boot.rst): the magic number, and where the version text is. */
const SETUP_MAGIC_AT = 0x202;
const SETUP_MAGIC = 'HdrS';
const VERSION_AT = 0x20e;
const VERSION_BASE = 0x200;
const ELF_MAGIC = '\x7fELF';
const LONGEST_VERSION = 200;

/** What a bzImage calls itself, or of an uncompressed kernel that it is one; null when it is neither. */
async function kernelVersion(path: string): Promise<string | null> {
  const file = await open(path);
  try {
    const { buffer: head } = await file.read(Buffer.alloc(0x210), 0, 0x210, 0);
    if (head.toString('latin1', 0, 4) === ELF_MAGIC) return 'of unknown version';
    if (head.toString('latin1', SETUP_MAGIC_AT, SETUP_MAGIC_AT + 4) !== SETUP_MAGIC) return null;
    const at = head.readUInt16LE(VERSION_AT) + VERSION_BASE;
    const { buffer: text } = await file.read(Buffer.alloc(LONGEST_VERSION), 0, LONGEST_VERSION, at);
    return text.toString('latin1').split(/[\0 ]/)[0] ?? '';
  } finally {
    await file.close();
  }
}
