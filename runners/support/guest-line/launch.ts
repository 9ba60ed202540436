import { type GatedProcess, prepareGate } from '../../../harness/experiment/gate.ts';
import type { GuestReport, Instance, LaunchContext, ResourceReading } from '../../runner.ts';
import { MACHINE_REPORT } from '../whole-machine.ts';
import { GuestLine } from './line.ts';

/** A program of this machine that runs a guest which is called over a line. */
export interface LineMachine {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The harness's end of the line; without it the line is the gate's channel as it is. */
  openLine?(gated: GatedProcess): GuestLine;
  /** What the guest's first line tells of its start; without it nothing. */
  reportOf?(said: Uint8Array): GuestReport;
  readResources(pid: number): Promise<ResourceReading>;
}

/** One cold start, from the machine's `exec` to the guest's word that it can be called. */
export async function launchOnLine(machine: LineMachine, context: LaunchContext): Promise<Instance> {
  const { command, args, cwd } = machine;
  const { environment, signal } = context;
  const gated = await prepareGate({ command, args, cwd, environment, signal });
  context.journal(gated.pid);
  try {
    const line = machine.openLine?.(gated) ?? new GuestLine(gated);
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    const said = await line.awaitReady(signal, () => context.mark('ready'));
    context.report(machine.reportOf?.(said) ?? MACHINE_REPORT);
    return {
      invoke: (input) => line.call(input),
      endpoint: null,
      readResources: () => machine.readResources(gated.pid),
      stop: () => gated.stop(),
    };
  } catch (error) {
    await gated.stop();
    throw error;
  }
}
