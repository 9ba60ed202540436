import type { Accelerator } from '../../microvm/machine.ts';
import type { ResourceReading } from '../../runner.ts';
import { readProcess } from '../../support/process-resources.ts';
import { readMachine } from '../../support/whole-machine.ts';
import type { Wire } from './channel.ts';

/** A program that runs an image, and how the gate's channel becomes the image's network device. */
export interface Solo5Machine {
  readonly command: string;
  readonly args: readonly string[];
  readonly wire: Wire;
  /** Whether the guest's monotonic clock is the host's. */
  readonly sharesClock: boolean;
  readResources(pid: number): Promise<ResourceReading>;
}

/** What an image declares in its manifest, and nothing else. */
export const BLOCK_DEVICE = 'bundle';
export const NET_DEVICE = 'service';

/** What an image is, in a line; the whole of it is in ../README.md. */
export const CONTRACT = `an engine that evaluates the script on the block device \`${BLOCK_DEVICE}\` with Solo5's interface as the global \`solo5\`, whose frames are those of the net device \`${NET_DEVICE}\`, and no other device (runners/unikernel/README.md)`;

/** Relative to where the machine starts: a tender takes no path with a space in it, and QEMU none with a comma. */
export const BUNDLE_FILE = 'bundle.img';

const CHANNEL_DESCRIPTOR = 3;
const MEMORY_MIB = 512;
/** What the bindings say of themselves would cost a machine more than a tender, character by character. */
const GUEST_ARGUMENT = '--solo5:quiet';

export const attachChannel = (descriptor: number): string => `--net:${NET_DEVICE}=@${descriptor}`;

/** A tender: a process that loads the image, and then may make nine system calls, on what was attached before. */
export const sptMachine = (tender: string, image: string): Solo5Machine => ({
  command: tender,
  args: [
    `--mem=${MEMORY_MIB}`,
    `--block:${BLOCK_DEVICE}=${BUNDLE_FILE}`,
    attachChannel(CHANNEL_DESCRIPTOR),
    '--',
    image,
    GUEST_ARGUMENT,
  ],
  wire: 'bare',
  sharesClock: true,
  async readResources(pid) {
    const reading = await readProcess(pid);
    return { ...reading, source: `the tender with its guest: ${reading.source}` };
  },
});

/** QEMU's PC, without firmware tables; devices are matched by their kind. */
export const virtioMachine = (qemu: string, accelerator: Accelerator, image: string): Solo5Machine => ({
  command: qemu,
  args: [
    ...['-machine', 'pc,acpi=off', '-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : 'max'],
    ...['-m', `${MEMORY_MIB}`, '-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-serial', 'stdio', '-device', 'isa-debug-exit'],
    ...['-drive', `if=none,id=${BLOCK_DEVICE},format=raw,readonly=on,file=${BUNDLE_FILE}`],
    ...['-device', `virtio-blk-pci,drive=${BLOCK_DEVICE}`],
    ...['-netdev', `socket,id=${NET_DEVICE},fd=${CHANNEL_DESCRIPTOR}`],
    ...['-device', `virtio-net-pci,netdev=${NET_DEVICE}`],
    ...['-kernel', image, '-append', GUEST_ARGUMENT],
  ],
  wire: 'prefixed',
  sharesClock: false,
  readResources: readMachine,
});
