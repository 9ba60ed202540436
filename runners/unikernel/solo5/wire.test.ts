import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FrameChannel } from './channel.ts';
import {
  encodeFrame,
  FRAMES_PER_RECEIPT,
  FrameReader,
  PAYLOAD_BYTES,
  payloadsOf,
  QEMU_PREFIX_BYTES,
  WINDOW_FRAMES,
  withPrefix,
} from './frames.ts';
import { bytesOf, decodeUtf8, encodeUtf8 } from './guest/utf8.ts';

const payload = fc.uint8Array({ maxLength: PAYLOAD_BYTES });

describe('frames', () => {
  it.each([0, QEMU_PREFIX_BYTES])(
    'are read as they were sent, however they arrive; prefix of %d bytes',
    (prefixBytes) => {
      fc.assert(
        fc.property(
          fc.array(payload, { maxLength: 8 }),
          fc.infiniteStream(fc.integer({ min: 1, max: 2000 })),
          (payloads, sizes) => {
            const frames = payloads.map((one) => encodeFrame(one, 'guest'));
            const wire = Buffer.concat(prefixBytes === 0 ? frames : frames.map(withPrefix));
            const reader = new FrameReader(prefixBytes);
            const read: Uint8Array[] = [];
            for (let at = 0, size = 0; at < wire.length; at += size) {
              size = sizes.next().value;
              read.push(...reader.read(wire.subarray(at, at + size)).map((one) => Uint8Array.from(one)));
            }
            expect(read).toEqual(payloads);
          },
        ),
      );
    },
  );

  it('are told by their length, also where a device made a short one longer', () => {
    const padded = Buffer.concat([encodeFrame(Buffer.from('ab'), 'guest'), Buffer.alloc(46)]);
    const [first, second] = new FrameReader(QEMU_PREFIX_BYTES).read(
      Buffer.concat([padded, padded].map(withPrefix)),
    );
    expect([first, second].map((one) => Buffer.from(one ?? []).toString())).toEqual(['ab', 'ab']);
  });

  it('are Ethernet frames of IEEE 802.3: two addresses, a length', () => {
    expect(Buffer.from(encodeFrame(Buffer.from('hi'), 'host')).toString('hex')).toBe(
      '020000000002' + '020000000001' + '0002' + '6869',
    );
  });
});

describe('FrameChannel', () => {
  it('is a stream of bytes to those who use it, and gives a receipt for so many frames', async () => {
    const sent: Buffer[] = [];
    const line = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        sent.push(bytes);
        done();
      },
    });
    const channel = new FrameChannel(line, 'prefixed');
    const bytes = Buffer.alloc(FRAMES_PER_RECEIPT * PAYLOAD_BYTES, 'ä');
    for (const one of payloadsOf(bytes)) line.push(withPrefix(encodeFrame(one, 'guest')));
    line.push(null);
    expect(Buffer.concat(await channel.toArray())).toEqual(bytes);
    expect(sent.map((one) => one.length)).toEqual([QEMU_PREFIX_BYTES + 14]);
  });
});

describe("the guest's line", () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has no more frames under way than a driver keeps, and sends again what a device did not take', async () => {
    const taken: Uint8Array[] = [];
    let underWay = 0;
    let most = 0;
    let refusals = 0;
    vi.stubGlobal('solo5', {
      clockMonotonic: () => 0n,
      yield: () => true,
      netRead: () => {
        underWay -= FRAMES_PER_RECEIPT;
        return encodeFrame(new Uint8Array(), 'host').buffer;
      },
      netWrite: (frame: Uint8Array) => {
        refusals += 1;
        if (refusals % 3 === 0) return false;
        underWay += 1;
        most = Math.max(most, underWay);
        taken.push(frame);
        return true;
      },
    });
    const { tell } = await import('./guest/line.ts');
    const text = 'ü'.repeat(200_000);
    tell('answer', text);
    const reader = new FrameReader();
    const read = taken.flatMap((frame) => reader.read(frame));
    expect(Buffer.concat(read).toString()).toBe(`answer ${text}\n`);
    expect(most).toBe(WINDOW_FRAMES);
  });
});

describe('encodeUtf8() and decodeUtf8()', () => {
  const text = fc.string({ unit: 'binary', maxLength: 50 });

  it('are what the encoders of the web are', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 5000 }), (some, more) => {
        const whole = `${some}${'x'.repeat(more)}${some}`;
        expect(Buffer.from(encodeUtf8(whole)).equals(Buffer.from(whole))).toBe(true);
        expect(decodeUtf8(Buffer.from(whole))).toBe(whole);
      }),
    );
  });

  it('also make bytes where an engine has no base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOf(Buffer.from(bytes).toString('latin1'))).toEqual(bytes);
      }),
    );
  });

  it('refuse what is not UTF-8', () => {
    expect(() => decodeUtf8(Uint8Array.of(0x41, 0xff))).toThrow(URIError);
  });
});
