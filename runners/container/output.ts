import type Docker from 'dockerode';
import { OutputTail } from '../../harness/experiment/output-tail.ts';
import { messageOf } from '../../harness/model/errors.ts';
import { ask, type Engine } from './engine.ts';

/** The end of what a dead guest printed, for an error message; why it cannot be had, if so. Never rejects. */
export async function outputTail(engine: Engine, container: Docker.Container): Promise<string> {
  try {
    const options = { stdout: true, stderr: true, tail: 50 } as const;
    const log = await ask(engine, 'show the output of a container', container.logs(options));
    const tail = new OutputTail();
    for (const text of frames(Buffer.from(log))) tail.add(text);
    return tail.text;
  } catch (error) {
    return `(unknown) ${messageOf(error)}`;
  }
}

/** Splits the multiplexed output: each frame has 8 bytes of head, the last four of them its length. */
function* frames(log: Buffer): Generator<string> {
  for (let at = 0; at + 8 <= log.length; ) {
    const end = at + 8 + log.readUInt32BE(at + 4);
    yield log.toString('utf8', at + 8, end);
    at = end;
  }
}
