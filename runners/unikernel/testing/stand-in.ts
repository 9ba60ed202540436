import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';

/** What takes the place of a user's tools and of QEMU, as programs in one folder. */
export interface StandIn {
  readonly folder: string;
  readonly qemu: string;
}

/**
 * How the program begins that is called like QEMU: it tells its version; `after(flag, pattern)` is the first group of the
 * argument that follows a flag in this form, without which it ends.
 */
export const QEMU_BEGINNING = `#!${process.execPath}
const args = process.argv.slice(2);
if (args.includes('--version')) {
  console.log('QEMU emulator version 0.0.0 (a stand-in)');
  process.exit(0);
}
const after = (flag, pattern) => {
  const found = args.map((arg, index) => (args[index - 1] === flag ? pattern.exec(arg) : null)).find(Boolean);
  if (found) return found[1];
  console.error('no ' + flag + ' like ' + pattern);
  process.exit(1);
};
`;

/** Has a group of tests find stand-ins, by `variable`, and no KVM. The folder is there from its first test on. */
export function useStandIn(variable: string, make: () => Promise<StandIn>): { readonly folder: string } {
  const former = { ...process.env };
  const used = { folder: '' };
  beforeAll(async () => {
    const { folder, qemu } = await make();
    used.folder = folder;
    process.env[variable] = folder;
    process.env.COLDBENCH_TOOL_QEMU = qemu;
    process.env.COLDBENCH_MICROVM_KERNEL = '/nowhere/vmlinuz';
  });
  afterAll(async () => {
    process.env = former;
    await rm(used.folder, { recursive: true, force: true });
  });
  return used;
}
