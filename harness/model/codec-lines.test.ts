import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './codec-lines.ts';

async function* from(chunks: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const linesOf = async (chunks: readonly Uint8Array[], maxBytes?: number) => {
  const lines: { number: number; text: string; terminated: boolean }[] = [];
  for await (const { number, bytes, terminated } of readLines(from(chunks), 'x.ndjson', maxBytes)) {
    lines.push({ number, text: bytes.toString('utf8'), terminated });
  }
  return lines;
};

const textsOf = async (text: string) => (await linesOf([Buffer.from(text)])).map((line) => line.text);

describe('readLines()', () => {
  it('gives the same lines wherever the chunks are cut', async () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'ä', '😀', '"', '\r', '\n') }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 5 }), async (parts, size) => {
        const bytes = Buffer.from(parts.join('\n'));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await linesOf(chunks)).toEqual(await linesOf([bytes]));
      }),
    );
  });

  it('numbers lines from 1 and marks what follows the last line break', async () => {
    expect(await linesOf([Buffer.from('a\n\nb')])).toEqual([
      { number: 1, text: 'a', terminated: true },
      { number: 2, text: '', terminated: true },
      { number: 3, text: 'b', terminated: false },
    ]);
  });

  it('accepts CRLF and a byte order mark', async () => {
    expect(await textsOf('\ufeffa\r\nb\r\n')).toEqual(['a', 'b']);
    expect(await textsOf('a\n\ufeffb')).toEqual(['a', '\ufeffb']);
  });

  it('reads nothing from nothing', async () => {
    expect(await linesOf([])).toEqual([]);
  });

  it('holds a line to its limit, across chunks', async () => {
    const chunks = [Buffer.from('ab\ncd'), Buffer.from('ef\ng')];
    expect(await linesOf(chunks, 4)).toHaveLength(3);
    await expect(linesOf(chunks, 3)).rejects.toThrow('x.ndjson line 2 is longer than 3 bytes');
  });

  it('never holds more than the limit of a line without an end', async () => {
    let produced = 0;
    const endless = async function* () {
      for (; ; produced += 1) yield Buffer.alloc(2 ** 20, 'a');
    };
    await expect(readLines(endless(), 'x.ndjson').next()).rejects.toMatchObject({ code: 'LINE_TOO_LONG' });
    expect(produced).toBe(64);
  });
});
