import { accelerator } from '../microvm/acceleration.ts';
import { findKernel } from '../microvm/kernel.ts';
import type { Accelerator } from '../microvm/machine.ts';

/** KVM is tried with a Linux kernel; without one it is not trusted. */
export async function acceleratorOf(qemu: string, env: NodeJS.ProcessEnv): Promise<Accelerator> {
  const kernel = await findKernel(env);
  return kernel.path === null ? 'tcg' : accelerator(qemu, kernel.path);
}
