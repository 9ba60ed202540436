import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { GatedProcess } from '../../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../../harness/model/errors.ts';

/** `Serving HTTP on http://127.0.0.1:43211/` of Wasmtime, `Serving http://127.0.0.1:43211` of Spin. */
const SERVING = /^Serving (?:HTTP on )?http:\/\/127\.0\.0\.1:(\d+)\/?$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what it looks for
const COLOURS = /\u001b\[[\d;]*m/g;

/** The port of a host that says that it listens; null for any other line. */
export function parseServing(line: string): number | null {
  const port = Number(SERVING.exec(line.replace(COLOURS, '').trim())?.[1]);
  return port > 0 && port < 65_536 ? port : null;
}

/**
 * Resolves with the port when a host says on `stream` that it serves; `onServing` is called at that very moment.
 * @throws ColdbenchError `GUEST_EXITED` with the end of its output when it ends first; the reason of `signal`.
 */
export function awaitServing(
  host: Pick<GatedProcess, 'exited' | 'outputTail'>,
  stream: Readable,
  signal: AbortSignal,
  onServing: () => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    createInterface({ input: stream }).on('line', (line) => {
      const port = parseServing(line);
      if (port === null) return;
      onServing();
      resolve(port);
    });
    host.exited.then(({ code, signal: by }) =>
      setImmediate(() => reject(endedEarly(by ?? `code ${code}`, host.outputTail))),
    );
  });
}

const endedEarly = (how: string, said: string): ColdbenchError =>
  new ColdbenchError(
    'GUEST_EXITED',
    `The host of the component ended with ${how} before it served. ${said === '' ? 'It printed nothing.' : `It printed: ${said}`}`,
    { remedy: 'Use a newer release of it; what it printed says what it does not know of the component.' },
  );
