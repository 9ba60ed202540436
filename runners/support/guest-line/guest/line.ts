// The guest's end of a serial line. It is loaded before the workload, so that a workload that ends the guest while it
// loads is told of.
import { openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { EventReader } from './event-reader.ts';

// What a kernel hands to the first process besides its environment; no other packaging has it.
for (const name of ['TERM', 'mem', 'uml_dir']) delete process.env[name];

const [, , device = '/dev/ttyS1', window] = process.argv;
const output = openSync(device, 'w');
const input = new ReadStream(openSync(device, 'r'));
// Neither echo nor translation: an event may be any bytes.
input.setRawMode(true);

/** Long enough for some kilobytes on the slowest line. */
const LAST_WORDS_MS = 500;

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
process.on('exit', (code) => {
  tell('exit', JSON.stringify({ code, last }));
  // A kernel that panics sends nothing any more, not even what it has taken to send.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WORDS_MS);
});

/** Calls back with every event that the host sends. */
export function onEvent(receive: (event: Buffer) => void): void {
  const listener = { event: receive, more: () => tell('more') };
  const reader = new EventReader(listener, window === undefined ? undefined : Number(window));
  input.on('data', (bytes: Buffer) => reader.read(bytes));
}
