import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { may } from '../support/programs.ts';
import { type Accelerator, qemuArguments } from './machine.ts';

/** Said of a row whose guests the processor does not run itself. */
export const EMULATED = "QEMU's translator (TCG) ran the guest's instructions: KVM does not work here";

const KVM_DEVICE = '/dev/kvm';

/**
 * How long a kernel without a root may take to give up. With hardware that works it takes a few tenths of a second; QEMU's
 * translator takes one second. What takes longer than this is not worth the name, and no figure of it would be of hardware.
 */
const SLOWEST_MS = 4000;

const known = new Map<string, Promise<Accelerator>>();

/**
 * Whether the processor itself runs guests here. That /dev/kvm can be opened does not tell: inside of a virtual machine it
 * may be there, and guests may crawl or stand still. So a guest is tried, once per harness.
 */
export function accelerator(qemu: string, kernel: string): Promise<Accelerator> {
  const key = `${qemu}\n${kernel}`;
  const asked = known.get(key) ?? tryKvm(qemu, kernel);
  known.set(key, asked);
  return asked;
}

async function tryKvm(qemu: string, kernel: string): Promise<Accelerator> {
  if (!may(KVM_DEVICE, constants.R_OK | constants.W_OK)) return 'tcg';
  return (await bootsWithin(qemu, kernel, 'kvm', SLOWEST_MS)) ? 'kvm' : 'tcg';
}

/** What the kernel says when it has started, and has found no root. */
const GAVE_UP = 'Unable to mount root fs';

/** Whether a kernel without a root comes to its end in time, under an accelerator; nothing is left of it then. */
export function bootsWithin(
  qemu: string,
  kernel: string,
  how: Accelerator,
  deadlineMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(qemu, qemuArguments(how, { kernel }), {
      env: { ...GUEST_ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', () => resolve(false));
    child.once('close', () => resolve(said.includes(GAVE_UP)));
  });
}
