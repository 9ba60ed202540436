import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { GatedProcess } from '../../harness/experiment/gate.ts';
import type { Starting } from '../support/ready.ts';

const READY_LINE = /^\{.*"nowNs":"\d+"\}$/;
const LONGEST_TAIL = 2000;

/** The console has the kernel's words and the program's; one line of them is the guest's announcement. */
export class MachineConsole implements Starting {
  readonly channel = new PassThrough();
  readonly exited: Starting['exited'];
  #said = '';
  readonly #gated: GatedProcess;

  constructor(gated: GatedProcess) {
    this.#gated = gated;
    this.exited = gated.exited;
    createInterface({ input: gated.channel }).on('line', (text) => {
      const line = text.trimEnd();
      if (READY_LINE.test(line)) this.channel.write(`${line}\n`);
      else this.#said = `${this.#said}${line}\n`.slice(-LONGEST_TAIL);
    });
  }

  /** What QEMU itself printed comes first. */
  get outputTail(): string {
    return `${this.#gated.outputTail}${this.#said}`.trim();
  }
}
