import { operationsOf } from '../kernels.ts';

const LINE_BYTES = 64;
/** Larger than the caches of a core, so that nearly every load leaves them, and finds no page in the first-level TLB. */
const CHASED_BYTES = 32 * 2 ** 20;
const WORDS_A_LINE = LINE_BYTES / Int32Array.BYTES_PER_ELEMENT;

/** Each load's address is what the load before found, in an order that no prefetcher can guess. */
export function memoryLatency(): () => void {
  const lines = CHASED_BYTES / LINE_BYTES;
  const next = new Int32Array(lines * WORDS_A_LINE);
  const order = randomCycle(lines);
  for (let line = 0; line < lines; line++) next[line * WORDS_A_LINE] = (order[line] ?? 0) * WORDS_A_LINE;
  const loads = operationsOf('memoryLatency');
  let place = 0;
  // A round goes on where the one before stopped: the lines that it would find in a cache are behind it.
  return () => {
    let at = place;
    for (let load = loads; load > 0; load--) at = next[at] ?? 0;
    place = at;
  };
}

/** Sattolo's algorithm (Information Processing Letters 22(6), 1986), which makes one cycle of all places. */
export function randomCycle(length: number): Int32Array {
  const order = Int32Array.from({ length }, (_, place) => place);
  let state = 1;
  for (let place = length - 1; place > 0; place--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % place;
    const kept = order[place] ?? 0;
    order[place] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** The C library's memmove, from memory to memory. */
export function memoryCopy(): () => void {
  const bytes = operationsOf('memoryCopy') * 2 ** 20;
  const [from, to] = [new Uint8Array(bytes).fill(1), new Uint8Array(bytes).fill(2)];
  return () => to.set(from);
}
