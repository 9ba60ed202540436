import type { GuestMilestone } from '../../harness/model/milestones.ts';
import type { GuestReport, Launch, PackagedWorkload, ResourceReading } from '../runner.ts';
import { pausedStart } from './paused-start.ts';
import { readProcess } from './process-resources.ts';

// What packagings have in common whose guest is a machine of its own, run by one process of this one.

const OWN_CLOCK = "the machine's clock begins with its start, and is not the host's";
const UNKNOWN: Readonly<Partial<Record<GuestMilestone, string>>> = {
  processStart: OWN_CLOCK,
  runtimeReady: OWN_CLOCK,
  workloadLoaded: OWN_CLOCK,
};

/** All that the guest can say of its start. */
export const MACHINE_REPORT: GuestReport = { nowNs: null, milestonesNs: {}, unknown: UNKNOWN };

/** What of a machine's memory its guest calls used cannot be told from outside. */
export async function readMachine(pid: number): Promise<ResourceReading> {
  const reading = await readProcess(pid);
  return { ...reading, source: `QEMU, the whole machine with its kernel: ${reading.source}` };
}

export const machineStarts = (launch: Launch): NonNullable<PackagedWorkload['warmerStarts']> => ({
  precreated: { unavailable: 'a machine is not created before it starts' },
  paused: pausedStart(launch),
  'warm-host': { unavailable: 'each machine is its own host' },
});
