import { accessSync } from 'node:fs';
import { accelerator } from '../microvm/acceleration.ts';
import { findKernel } from '../microvm/kernel.ts';
import type { Accelerator } from '../microvm/machine.ts';

// What all kinds ask of the files and programs that a user names.

/** KVM is tried with a Linux kernel; without one it is not trusted. */
export async function acceleratorOf(qemu: string, env: NodeJS.ProcessEnv): Promise<Accelerator> {
  const kernel = await findKernel(env);
  return kernel.path === null ? 'tcg' : accelerator(qemu, kernel.path);
}

/** `how`: one of fs.constants. */
export function may(path: string, how: number): boolean {
  try {
    accessSync(path, how);
    return true;
  } catch {
    return false;
  }
}
