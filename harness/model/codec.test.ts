import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords } from './codec.ts';
import { bodyArbitrary } from './codec-arbitraries.ts';
import { sampleManifest, sampleRecords } from './codec-sample.ts';
import { fileOf, readBytes, sampleEnd, sampleFile } from './codec-testing.ts';
import type { ResultRecord } from './schema.ts';

const file = sampleFile();
const text = file.toString('utf8');
const manifestEnd = file.indexOf('\n');
const recordsOf = async (bytes: Buffer): Promise<ResultRecord[]> =>
  (await readBytes(bytes)).lines.map(({ record }) => record);
const edited = (from: string | RegExp, to: string): Buffer => Buffer.from(text.replace(from, to));
const codeOf = (bytes: Buffer) =>
  readBytes(bytes).then(
    () => null,
    (error: { code?: string }) => error.code,
  );

describe('readResultSet()', () => {
  it('gives every record and its line, and says that the run ended', async () => {
    const { lines, outcome } = await readBytes(file);
    expect(lines.map(({ record }) => record)).toEqual([...sampleRecords, expect.objectContaining(sampleEnd)]);
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(outcome).toEqual({
      complete: true,
      truncated: false,
      lines: 11,
      digestOk: true,
      unknownKinds: {},
    });
  });

  it('reads a run that was cut short, and says so', async () => {
    const { lines, outcome } = await readBytes(fileOf(sampleRecords, null));
    expect(lines).toHaveLength(sampleRecords.length);
    expect(outcome).toMatchObject({ complete: false, truncated: false, digestOk: null });
  });

  it('gives back any records, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bodyArbitrary, { maxLength: 5 }), async (body) => {
        const records = [sampleManifest, ...body];
        expect((await recordsOf(fileOf(records, sampleEnd))).slice(0, -1)).toEqual(records);
      }),
    );
  });

  it('keeps unknown fields and passes over unknown kinds', async () => {
    const future = { kind: 'novelty', spinNs: 12 } as unknown as ResultRecord;
    const bytes = Buffer.from(
      `${JSON.stringify({ ...sampleManifest, novel: { a: 1 } })}\n${JSON.stringify(future)}\n`,
    );
    const { lines, outcome } = await readBytes(bytes);
    expect(lines).toEqual([{ line: 1, record: { ...sampleManifest, novel: { a: 1 } } }]);
    expect(outcome).toMatchObject({ lines: 2, unknownKinds: { novelty: 1 } });
  });

  it('takes CRLF line ends and a byte order mark for the same content', async () => {
    const { lines, outcome } = await readBytes(Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`));
    expect(lines).toEqual((await readBytes(file)).lines);
    expect(outcome).toMatchObject({ complete: true, digestOk: true });
  });

  it('stops reading when its consumer does', async () => {
    let closed = false;
    const chunks = (async function* () {
      try {
        for (;;) yield file.subarray(0, manifestEnd + 1);
      } finally {
        closed = true;
      }
    })();
    for await (const { line } of readRecords(chunks, 'x.ndjson')) if (line === 1) break;
    expect(closed).toBe(true);
  });
});

describe('readResultSet() of a file that was cut', () => {
  /** Where the lines of the file end, without their line breaks. */
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => Buffer.byteLength(text.slice(0, index)));

  it('gives exactly the whole lines, wherever the cut is, and never throws after the first line', async () => {
    const whole = (await readBytes(file)).lines;
    for (let cut = manifestEnd; cut < file.length; cut += 1) {
      const { lines, outcome } = await readBytes(file.subarray(0, cut));
      const expected = ends.filter((end) => end <= cut).length;
      expect(lines.length, `cut at byte ${cut}`).toBe(expected);
      expect(lines.at(-1), `cut at byte ${cut}`).toEqual(whole[expected - 1]);
      const atBorder = ends.includes(cut) || ends.includes(cut - 1);
      const complete = cut >= file.length - 1;
      expect(outcome, `cut at byte ${cut}`).toMatchObject({
        complete,
        truncated: !atBorder,
        lines: expected,
      });
    }
  });

  it('says what is missing when the cut is in the first line', async () => {
    for (let cut = 0; cut < manifestEnd; cut += 1) {
      expect(await codeOf(file.subarray(0, cut)), `cut at byte ${cut}`).toBe('NOT_A_RESULT_SET');
    }
  });

  it('ignores a tail of zeros, which a power failure may leave', async () => {
    const { outcome } = await readBytes(
      Buffer.concat([file.subarray(0, manifestEnd + 1), Buffer.alloc(500)]),
    );
    expect(outcome).toMatchObject({ complete: false, truncated: true, lines: 1 });
  });
});

describe('readResultSet() of a file that was changed', () => {
  it.each([
    ['a broken line', edited('{"kind":"artifact"', '"kind":"artifact"'), /^x\.ndjson line 3: is not JSON/],
    [
      'a blank line',
      edited('}\n{"kind":"artifact"', '}\n\n{"kind":"artifact"'),
      /^x\.ndjson line 3: is empty/,
    ],
    [
      'a bad value',
      edited('"readyNs":', '"readyNs":-'),
      /^x\.ndjson line 7: readyNs must be at least 0, is -41903442/,
    ],
    ['a missing field', edited('"readyNs"', '"ready"'), /^x\.ndjson line 7: readyNs is missing/],
    ['a second manifest', edited(/^(.*\n)/, '$1$1'), /^x\.ndjson line 2: kind must not be manifest/],
    [
      'a line after the end',
      Buffer.concat([file, file]),
      /^x\.ndjson line 12: kind must not come after the end/,
    ],
    [
      'half a line after the end',
      Buffer.from(`${text}{"kind"`),
      /^x\.ndjson line 12: kind must not come after/,
    ],
    ['a broken last line', Buffer.from(`${text.slice(0, -3)}\n`), /^x\.ndjson line 11: is not JSON/],
  ])('names the line and the field: %s', async (_, bytes, message) => {
    const remedy = expect.stringMatching(/restore it\. `head -n \d+`/);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'SCHEMA_INVALID', message, remedy });
  });

  it('refuses numbers that are not those that were written', async () => {
    expect(await codeOf(edited('"firstResponseNs":46551983', '"firstResponseNs":46551984'))).toBe(
      'RESULT_ALTERED',
    );
    expect(await codeOf(edited('"measuringNs":1', '"measuringNs":2'))).toBe('RESULT_ALTERED');
    expect(await codeOf(edited(/,"precedingSha256":"(.*)"\}\n/, ',"precedingSha256":"$1","x":1}\n'))).toBe(
      'RESULT_ALTERED',
    );
  });

  it('gives them all the same to whoever asks for that', async () => {
    const bytes = edited('"firstResponseNs":46551983', '"firstResponseNs":46551984');
    const { lines, outcome } = await readBytes(bytes, { altered: 'report' });
    expect(lines).toHaveLength(11);
    expect(outcome).toMatchObject({ complete: true, digestOk: false });
  });

  /** A reader that accepts damaged bytes must give what was written, up to where it says that the file ends. */
  async function expectHonest(bytes: Buffer, what: string): Promise<void> {
    const read = await readBytes(bytes).catch((error: { code?: string }) => error.code ?? error);
    if (typeof read === 'string') return;
    expect(read, what).toHaveProperty('outcome');
    const { lines, outcome } = read as Awaited<ReturnType<typeof readBytes>>;
    const records = lines.map(({ record }) => record);
    const all = await recordsOf(file);
    expect(records, what).toEqual(outcome.complete ? all : all.slice(0, -1));
  }

  it('never gives a wrong number, whichever byte is damaged', async () => {
    for (let at = 0; at < file.length; at += 1) {
      const bytes = Buffer.from(file);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      await expectHonest(bytes, `byte ${at}`);
    }
  });

  it('never gives a wrong number, whatever a byte becomes', async () => {
    const damage = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(damage, async ([at, mask]) => {
        const bytes = Buffer.from(file);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        await expectHonest(bytes, `byte ${at} ^ ${mask}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('notices lines that were lost, doubled or swapped', async () => {
    const lines = text.trimEnd().split('\n');
    const last = lines.length - 1;
    for (let at = 0; at < last; at += 1) {
      const [line = '', next = ''] = lines.slice(at);
      const doubled = lines.toSpliced(at, 0, line);
      const swapped = lines.toSpliced(at, 2, next, line);
      for (const changed of [lines.toSpliced(at, 1), doubled, swapped]) {
        const code = await codeOf(Buffer.from(`${changed.join('\n')}\n`));
        expect(code).toMatch(/^(RESULT_ALTERED|SCHEMA_INVALID|NOT_A_RESULT_SET)$/);
      }
    }
  });
});
