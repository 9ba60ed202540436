import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import type { Exit, GatedProcess } from '../../harness/experiment/gate.ts';
import type { Starting } from '../support/ready.ts';

const READY_LINE = /^\{.*"nowNs":"\d+"\}$/;
/** What a program says of its end to a kernel that goes on without it. */
const LAST_WORDS = /^exit (\{.*\})$/;
const LONGEST_TAIL = 2000;
const lastWordsSchema = z.object({ code: z.int(), last: z.string() });

/** The console has the kernel's words and the program's; one line of them is the guest's announcement. */
export class MachineConsole implements Starting {
  readonly channel = new PassThrough();
  readonly exited: Starting['exited'];
  #said = '';
  readonly #gated: GatedProcess;

  constructor(gated: GatedProcess) {
    this.#gated = gated;
    const lastWords = new Promise<Exit>((resolve) => {
      createInterface({ input: gated.channel }).on('line', (text) => {
        const line = text.trimEnd();
        const [, words] = LAST_WORDS.exec(line) ?? [];
        if (words !== undefined) resolve(this.#ended(words));
        else if (READY_LINE.test(line)) this.channel.write(`${line}\n`);
        else this.#say(line);
      });
    });
    this.exited = Promise.race([gated.exited, lastWords]);
  }

  /** A machine without its program is of no use: whoever still waits for an answer of it is told at once. */
  #ended(words: string): Exit {
    const { code, last } = lastWordsSchema.parse(JSON.parse(words));
    this.#say(last);
    void this.#gated.stop();
    return { code, signal: null };
  }

  #say(line: string): void {
    this.#said = `${this.#said}${line}\n`.slice(-LONGEST_TAIL);
  }

  /** What QEMU itself printed comes first. */
  get outputTail(): string {
    return `${this.#gated.outputTail}${this.#said}`.trim();
  }
}
