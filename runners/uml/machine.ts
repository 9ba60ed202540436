import { type FirstProcess, firstProcessArguments } from '../support/guest-line/kernel-arguments.ts';

const MEMORY_MIB = 512;
/** The machine's first serial port is the line to the harness, which is the gate's channel. */
export const LINE_DEVICE = '/dev/ttyS0';
const LINE_DESCRIPTOR = 3;
/**
 * Half of what a terminal keeps. A sender that it has to hold back is never heard again: events of 4 kB came through
 * once, and the next one did not.
 */
export const LINE_WINDOW_BYTES = 2048;

/**
 * What Linux is given that is a program of this machine: no disk, no network, one console for its words. The end of the
 * first process is a panic, and so its own end. `folder`: where it keeps the socket of its management console.
 */
export const umlArguments = (initramfs: string, folder: string, first: FirstProcess): string[] => [
  `mem=${MEMORY_MIB}M`,
  `initrd=${initramfs}`,
  `uml_dir=${folder}`,
  ...['con=null', 'con0=null,fd:1', 'ssl=null', `ssl0=fd:${LINE_DESCRIPTOR}`, 'quiet'],
  ...firstProcessArguments(first),
];
