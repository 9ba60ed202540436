import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { readHyperfine } from './read.ts';
import { summarizeRun } from './summary.ts';
import { exportText, type SampleCommand, sampleExport } from './testing/exports.ts';
import { chunksOf, sampleRun } from './testing/scenarios.ts';

/** Written by hyperfine 1.15.0: `--ignore-failure --export-json`, with a parameter, a name, and a command that fails. */
const FIXTURE = join(projectRoot(), 'harness/hyperfine/fixtures/hyperfine-1.15.json');

const read = (content: string | Uint8Array) => readHyperfine(chunksOf(content), 'x.json');

/** An export of one command with some fields replaced. */
function changed(fields: Readonly<Record<string, unknown>>, command: SampleCommand = { n: 3 }): string {
  const [result] = sampleExport([command]).results;
  return JSON.stringify({ results: [{ ...result, ...fields }] });
}

describe('what hyperfine itself wrote', async () => {
  const text = await readFile(FIXTURE, 'utf8');
  const { results } = JSON.parse(text);

  test('is read whole, in its order, in nanoseconds', async () => {
    const { writer, commands } = await read(text);
    expect(writer).toBe('hyperfine');
    expect(commands.map(({ command }) => command)).toEqual(
      results.map(({ command }: { command: string }) => command),
    );
    for (const [index, { times, exit_codes }] of results.entries()) {
      const kept = times.filter((_: number, run: number) => exit_codes[run] === 0);
      expect(commands[index]?.timesNs).toEqual(kept.map((time: number) => Math.round(time * 1e9)));
    }
  });

  test('has the medians, least and largest times that hyperfine computed', async () => {
    const { commands } = summarizeRun(await read(text));
    const succeeded = results.filter(({ exit_codes }: { exit_codes: number[] }) => !exit_codes.some(Boolean));
    expect(succeeded.length).toBeGreaterThan(1);
    for (const { command, median, min, max } of succeeded) {
      const times = commands.find((one) => one.command === command)?.times;
      expect(times?.medianNs.value).toBeCloseTo(median * 1e9, -0.5);
      expect(times?.minNs).toBe(Math.round(min * 1e9));
      expect(times?.maxNs).toBe(Math.round(max * 1e9));
    }
  });

  test('names the runs that failed, and gives them no figure', async () => {
    const { commands } = summarizeRun(await read(text));
    const failing = commands.find(({ runs }) => runs.failed > 0);
    expect(failing).toMatchObject({ times: null, runs: { succeeded: 0 }, failures: [{ exitCode: 3 }] });
  });
});

test('any times come back as the nanoseconds that they are', async () => {
  const ns = fc.integer({ min: 0, max: 2 ** 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(ns, { minLength: 1, maxLength: 20 }), async (timesNs) => {
      const { commands } = await sampleRun([{ times: timesNs.map((time) => time / 1e9) }]);
      expect(commands[0]?.timesNs).toEqual(timesNs);
    }),
  );
});

test('an older file, without exit codes, median and deviation, is read; that nothing is known of failures is kept', async () => {
  const { median: _, exit_codes: _codes, ...old } = sampleExport([{ n: 4 }]).results[0] ?? {};
  const run = await read(JSON.stringify({ results: [{ ...old, stddev: null }] }));
  expect(run.commands[0]).toMatchObject({ withoutExitCode: 4, failures: [] });
  expect(run.commands[0]?.timesNs).toHaveLength(4);
});

test('fields that a later version adds are passed over', async () => {
  const run = await read(changed({ memory_usage_byte: [1, 2, 3], novel: { a: 1 } }));
  expect(run.commands[0]?.timesNs).toHaveLength(3);
});

test('a byte order mark and compact JSON are no obstacle', async () => {
  expect((await read(`\ufeff${JSON.stringify(sampleExport())}`)).commands).toHaveLength(1);
});

test.each([null, undefined])('a file whose user time is %s was not written by hyperfine', async (user) => {
  expect((await read(changed({ user }))).writer).toBe('unknown');
});

describe('of a file that is wrong', () => {
  const cut = exportText().slice(0, 300);
  test.each<[string, string | Uint8Array, RegExp]>([
    ['no results', '{"results": []}', /^x\.json: results must not be empty/],
    ['results that are no list', '{"results": {}}', /^x\.json: results must be a list, is \{\}/],
    ['a result that is no object', '{"results": [7]}', /^x\.json: results\[0\] must be an object, is 7/],
    ['no command', changed({ command: undefined }), /results\[0\]\.command is missing/],
    ['a command that is no text', changed({ command: 1 }), /results\[0\]\.command must be text, is 1/],
    ['no times', changed({ times: undefined }), /results\[0\]\.times is missing/],
    ['an empty list of times', changed({ times: [] }), /results\[0\]\.times must not be empty/],
    ['a time that is NaN', exportText().replace('0.', 'NaN, 0.'), /^x\.json is not JSON \(.*NaN/],
    [
      'a time that is null',
      changed({ times: [0.1, null] }),
      /results\[0\]\.times\[1\] must be a number, is null/,
    ],
    ['a time below 0', changed({ times: [0.1, -1] }), /results\[0\]\.times\[1\] must be at least 0, is -1/],
    [
      'a time beyond all measure',
      changed({ times: [1e300] }),
      /results\[0\]\.times\[0\] must be at most 900719/,
    ],
    [
      'a time that is infinite',
      changed({}).replace(/"times":\[/, '$&1e999,'),
      /results\[0\]\.times\[0\] must be/,
    ],
    ['a time as text', changed({ times: ['0.1'] }), /times\[0\] must be a number, is "0\.1"/],
    [
      'too few exit codes',
      changed({ exit_codes: [0] }),
      /exit_codes must have one entry for each of the 3 times, has 1/,
    ],
    ['an exit code as text', changed({ exit_codes: ['0', 0, 0] }), /exit_codes\[0\] must be a/],
    [
      'a median of other times',
      changed({ median: 0.2 }),
      /results\[0\]\.median is 0\.2, but that of its times is 0\.05/,
    ],
    ['a mean of other times', changed({ mean: 0.2 }), /results\[0\]\.mean is 0\.2/],
    ['a minimum of other times', changed({ min: 0 }), /results\[0\]\.min is 0,/],
    ['a maximum of other times', changed({ max: 1 }), /results\[0\]\.max is 1,/],
    ['parameters that are no texts', changed({ parameters: { n: 1 } }), /parameters\.n must be text, is 1/],
    [
      'more results than anybody reads',
      JSON.stringify({ results: Array(1001).fill(sampleExport([{ n: 1 }]).results[0]) }),
      /^x\.json: results must have at most 1000 entries/,
    ],
    ['an end that is missing', cut, /^x\.json is not JSON/],
    ['bytes that are no text', Buffer.from('{"results": "\xff"}', 'latin1'), /^x\.json is not UTF-8 text/],
    [
      'much that is wrong',
      changed({ times: Array(50).fill(-1) }),
      /times\[0\] must be at least 0, is -1 \(and \d+ more\)/,
    ],
    [
      'many results, the last of them',
      JSON.stringify({ results: [...sampleExport().results, {}] }),
      /results\[1\]\./,
    ],
  ])('%s is named, with the field and what to do', async (_what, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'HYPERFINE_INVALID',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/--export-json/),
    });
  });

  test('a message is harmless and short, whatever the file holds', async () => {
    const command = `\u001b[2J\u202e${'x'.repeat(10_000)}`;
    for (const fields of [{ command: [command] }, { parameters: { [command]: 1 } }, { times: [command] }]) {
      const error = await read(changed(fields)).catch((thrown: Error) => thrown);
      if (!(error instanceof Error)) throw new Error('it was read');
      expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(error.message.length).toBeLessThan(600);
    }
  });

  test('one without end is not read into memory', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"results": [');
      for (; ; given += 1) yield Buffer.alloc(2 ** 20, ' ');
    }
    await expect(readHyperfine(endless(), 'x.json')).rejects.toMatchObject({ code: 'HYPERFINE_TOO_LARGE' });
    expect(given).toBeLessThan(70);
  });

  test('no JSON whatever makes the reader fail in any other way', async () => {
    const field = fc.oneof(fc.jsonValue(), fc.array(fc.double()), fc.array(fc.integer()));
    const keys = ['command', 'times', 'exit_codes', 'parameters', 'median', 'user', 'system'];
    const result = fc.dictionary(fc.constantFrom(...keys), field);
    await fc.assert(
      fc.asyncProperty(fc.array(result), async (results) => {
        const outcome = await read(JSON.stringify({ results })).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'HYPERFINE_INVALID' });
        else expect(outcome).toMatchObject({ path: 'x.json' });
      }),
    );
  });
});
