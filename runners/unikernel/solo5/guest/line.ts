// The guest's end of the wire. It waits in the tender, and never spins but for a device that is full.
import { WINDOW_BYTES } from '../../../support/guest-line/protocol.ts';
import { encodeFrame, FRAMES_PER_RECEIPT, FrameReader, payloadsOf, WINDOW_FRAMES } from '../frames.ts';
import { encodeUtf8 } from './utf8.ts';

const LONG_NS = 60_000_000_000n;
const A_MOMENT_NS = 100_000n;
const NEWLINE = 0x0a;

const reader = new FrameReader();
const arrived: Uint8Array[] = [];
let withoutReceipt = 0;

const waitFor = (ns: bigint): boolean => solo5.yield(solo5.clockMonotonic() + ns);

function receive(): void {
  const frame = solo5.netRead();
  if (frame === null) {
    waitFor(LONG_NS);
    return;
  }
  // The harness is gone.
  if (frame.byteLength === 0) solo5.exit(1);
  for (const payload of reader.read(new Uint8Array(frame))) {
    if (payload.length === 0) withoutReceipt -= FRAMES_PER_RECEIPT;
    else arrived.push(payload);
  }
}

function send(payload: Uint8Array): void {
  while (withoutReceipt >= WINDOW_FRAMES) receive();
  const frame = encodeFrame(payload, 'guest');
  while (!solo5.netWrite(frame)) waitFor(A_MOMENT_NS);
  withoutReceipt += 1;
}

/** One message is one line: a word, and a JSON text, which never has a newline in it. */
export function tell(word: string, text = ''): void {
  for (const payload of payloadsOf(encodeUtf8(`${word} ${text}\n`))) send(payload);
}

/** At least one byte, and no more than so many. */
function take(bytes: number): Uint8Array {
  while (arrived.length === 0) receive();
  const [first = new Uint8Array()] = arrived;
  if (first.length <= bytes) arrived.shift();
  else arrived[0] = first.subarray(bytes);
  return first.subarray(0, bytes);
}

function readLength(): number {
  let digits = '';
  for (let byte = take(1)[0]; byte !== NEWLINE; byte = take(1)[0]) digits += String.fromCharCode(byte ?? 0);
  return Number(digits);
}

/** Waits for the host's next event, and asks for each further window of it. */
export function readEvent(): Uint8Array {
  const event = new Uint8Array(readLength());
  let unanswered = 0;
  for (let at = 0; at < event.length; ) {
    const part = take(event.length - at);
    event.set(part, at);
    at += part.length;
    unanswered += part.length;
    if (unanswered < WINDOW_BYTES || at === event.length) continue;
    unanswered -= WINDOW_BYTES;
    tell('more');
  }
  return event;
}
