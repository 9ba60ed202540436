import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Exit } from '../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { GuestReport } from '../runner.ts';

const stamp = z.string().regex(/^\d+$/).transform(BigInt);
const readySchema = z.object({
  port: z.int().positive().optional(),
  nowNs: stamp,
  milestonesNs: z.record(z.string(), stamp),
});

export interface ReadyMessage extends GuestReport {
  readonly nowNs: bigint;
  /** Where the guest listens, if it chose the port itself. */
  readonly port?: number;
}

/** @throws ColdbenchError `READY_GARBLED` when the line is not a ready message. */
export function parseReady(line: string): ReadyMessage {
  try {
    const { port, ...report } = readySchema.parse(JSON.parse(line));
    return port === undefined ? report : { ...report, port };
  } catch (cause) {
    throw new ColdbenchError(
      'READY_GARBLED',
      `The guest sent a ready message that cannot be read: ${line.slice(0, 200)}`,
      {
        cause,
      },
    );
  }
}

/** What a guest's launch waits for. */
export interface Starting {
  /** The stream on which the guest announces itself. */
  readonly channel: Readable;
  readonly exited: Promise<Exit>;
  readonly outputTail: string;
}

/** Resolves with the guest's ready message, as `awaitLine` does. */
export async function awaitReady(
  guest: Starting,
  signal: AbortSignal,
  onLine: () => void,
): Promise<ReadyMessage> {
  return parseReady(await awaitLine(guest, signal, onLine));
}

/**
 * Resolves with the guest's first line on its ready channel; `onLine` is called at the very moment it arrives.
 * @throws ColdbenchError `GUEST_EXITED` with the end of its output when it dies first; the reason of `signal`.
 */
export function awaitLine(guest: Starting, signal: AbortSignal, onLine: () => void): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    createInterface({ input: guest.channel }).once('line', (first) => {
      onLine();
      resolve(first);
    });
    guest.exited.then((exit) => setImmediate(() => reject(exitedEarly(exit, guest.outputTail))));
  });
}

export function exitedEarly({ code, signal }: Exit, outputTail: string): ColdbenchError {
  const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
  const said = outputTail === '' ? 'It printed nothing.' : `It printed: ${outputTail}`;
  return new ColdbenchError('GUEST_EXITED', `The guest ${how} before it was ready. ${said}`, {
    remedy: 'Check that the module loads without side effects and exports `handler(event)`.',
  });
}
