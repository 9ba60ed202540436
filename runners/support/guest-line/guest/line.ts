// The guest's end of a serial line. It is loaded before the workload, so that a workload that ends the guest while it
// loads is told of.
import { openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { WINDOW_BYTES } from '../protocol.ts';

// The kernel's own gift to the first process; no other packaging has it.
delete process.env.TERM;

const [, , device = '/dev/ttyS1'] = process.argv;
const output = openSync(device, 'w');
const input = new ReadStream(openSync(device, 'r'));
// Neither echo nor translation: an event may be any bytes.
input.setRawMode(true);

/** One message is one line: a word, and a JSON text, which never has a newline in it. */
export function tell(word: string, text = ''): void {
  const bytes = Buffer.from(`${word} ${text}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(output, bytes, sent);
}

/** The first process may not end: the kernel stops the machine then, and prints more than anyone keeps of it. */
let last = '';
process.on('uncaughtExceptionMonitor', (error) => {
  last = error instanceof Error ? (error.stack ?? error.message) : String(error);
});
process.on('exit', (code) => tell('exit', JSON.stringify({ code, last })));

/** Calls back with every event: its length in decimal digits, a newline, its bytes. */
export function onEvent(receive: (event: Buffer) => void): void {
  let header = '';
  let chunks: Buffer[] = [];
  /** Of the event that is being read; null in front of one. */
  let missing: number | null = null;
  let unacknowledged = 0;
  const take = (bytes: Buffer): number => {
    const part = bytes.subarray(0, missing ?? 0);
    chunks.push(part);
    missing = (missing ?? 0) - part.length;
    unacknowledged += part.length;
    if (missing > 0 && unacknowledged >= WINDOW_BYTES) {
      unacknowledged -= WINDOW_BYTES;
      tell('more');
    }
    return part.length;
  };
  const readHeader = (bytes: Buffer): number => {
    const end = bytes.indexOf('\n');
    header += bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
    if (end < 0) return bytes.length;
    missing = Number(header);
    unacknowledged = 0;
    header = '';
    return end + 1;
  };
  input.on('data', (bytes: Buffer) => {
    for (let at = 0; at < bytes.length || missing === 0; ) {
      const rest = bytes.subarray(at);
      at += missing === null ? readHeader(rest) : take(rest);
      if (missing !== 0) continue;
      const event = Buffer.concat(chunks);
      chunks = [];
      missing = null;
      receive(event);
    }
  });
}
