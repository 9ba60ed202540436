import { execFile } from 'node:child_process';
import { GUEST_ENVIRONMENT } from '../../../harness/experiment/guest-environment.ts';
import { attachChannel, BLOCK_DEVICE, CONTRACT } from './machines.ts';

interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

/** It is a socket, as the channel will be. What an image prints goes to the standard output, what the tender says does not. */
const STANDARD_INPUT = 0;
const DEADLINE_MS = 5000;

/**
 * Whether a tender runs an image with the devices that it will get, in its own words; null if it does. It is given the
 * network device alone: then it says that the block device is what is missing, and starts nothing.
 */
export function tenderRefuses(tender: string, image: string): Promise<Refusal | null> {
  return new Promise((resolve) => {
    const args = [attachChannel(STANDARD_INPUT), '--', image];
    const options = { env: { ...GUEST_ENVIRONMENT }, timeout: DEADLINE_MS, killSignal: 'SIGKILL' } as const;
    execFile(tender, args, options, (_failure, _stdout, stderr) => resolve(judge(image, stderr)));
  });
}

function judge(image: string, words: string): Refusal | null {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const unattached = lines.filter((line) => line.includes('declared but not attached'));
  const [only = ''] = unattached;
  if (unattached.length === 1 && only.includes(`'${BLOCK_DEVICE}' of type BLOCK`)) return null;
  const said = unattached.find((line) => !line.includes(`'${BLOCK_DEVICE}'`)) ?? lines[0];
  const reason = said
    ? `The tender does not take ${image}: ${said}`
    : `The tender starts ${image} without a block device.`;
  return { reason, remedy: remedyFor(words) };
}

const remedyFor = (words: string): string =>
  words.includes('Could not attach interface')
    ? 'Use the tender of Solo5 0.9.3 or of a release before it: those of 0.10.0 to 0.12.1 take no descriptor for a network device, though their help names it.'
    : `Make the image as it has to be: ${CONTRACT}.`;
