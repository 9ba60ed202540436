import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { builtInAnswer } from '../testing/built-in-answer.ts';

let hash: (event: { seed: number; bytes: number }) => Promise<{ hex: string }>;
beforeAll(async () => {
  hash = await builtInAnswer('hash');
});

/** xorshift32 again, in arithmetic that cannot overflow. */
function message(seed: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(Math.ceil(bytes / 4) * 4);
  let state = BigInt(seed);
  for (let offset = 0; offset < buffer.length; offset += 4) {
    state ^= BigInt.asUintN(32, state << 13n);
    state ^= state >> 17n;
    state ^= BigInt.asUintN(32, state << 5n);
    buffer.writeUInt32LE(Number(state), offset);
  }
  return buffer.subarray(0, bytes);
}

it('gives the digest of no bytes (FIPS 180-4)', async () => {
  const { hex } = await hash({ seed: 1, bytes: 0 });
  expect(hex).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it.each([1, 63, 64, 65, 100_003])('agrees with OpenSSL on %i bytes', async (bytes) => {
  const expected = createHash('sha256').update(message(20_240_229, bytes)).digest('hex');
  expect(await hash({ seed: 20_240_229, bytes })).toEqual({ algorithm: 'sha256', bytes, hex: expected });
});
