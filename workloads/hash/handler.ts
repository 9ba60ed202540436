// Pure computation over 32-bit integers: one tight loop, so that the engine's compiler (or its absence) shows.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

interface HashEvent {
  readonly seed: number;
  readonly bytes: number;
}

interface HashResult {
  readonly algorithm: 'sha256';
  readonly bytes: number;
  readonly hex: string;
}

export function handler({ seed, bytes }: HashEvent): HashResult {
  return { algorithm: 'sha256', bytes, hex: bytesToHex(sha256(generate(seed, bytes))) };
}

/**
 * The message: 32-bit words of xorshift32 (Marsaglia 2003, doi:10.18637/jss.v008.i14), least significant byte first.
 * Generated here, because a megabyte of input would measure the transport instead of the computation.
 * Every machine that runs this is little-endian, WebAssembly by its specification.
 */
function generate(seed: number, bytes: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = seed >>> 0 || 1;
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, bytes);
}
