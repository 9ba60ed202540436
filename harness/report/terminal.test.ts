import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { formatRun, type NextCommand } from './terminal.ts';
import { SCENARIOS } from './testing/scenarios.ts';
import { BASE } from './testing/summaries.ts';
import { textWidth } from './text.ts';

const PLAIN = { color: false, unicode: true, width: 100 };
const WIDTHS = [60, 80, 100, 120, 160];

const golden = (name: string) => `golden/${name}.txt`;

describe('golden files', () => {
  test.each(Object.entries(SCENARIOS))('%s', async (name, summary) => {
    await expect(formatRun(summary, PLAIN)).toMatchFileSnapshot(golden(name));
  });

  test.each(WIDTHS.filter((width) => width !== PLAIN.width))('four runners at %d columns', async (width) => {
    await expect(formatRun(BASE, { ...PLAIN, width })).toMatchFileSnapshot(golden(`four-runners-${width}`));
  });

  test('four runners in colour', async () => {
    await expect(formatRun(BASE, { ...PLAIN, color: true })).toMatchFileSnapshot(
      golden('four-runners-color'),
    );
  });

  test('failures in ASCII', async () => {
    const text = formatRun(SCENARIOS.failures ?? BASE, { ...PLAIN, unicode: false, width: 80 });
    await expect(text).toMatchFileSnapshot(golden('failures-ascii-80'));
  });
});

describe.each(Object.entries(SCENARIOS))('%s', (_name, summary) => {
  test.each(WIDTHS)(
    'no line is wider than %d columns, but for paths and commands that are to be copied',
    (width) => {
      for (const unicode of [true, false]) {
        const lines = formatRun(summary, { color: false, unicode, width }).split('\n');
        const wide = lines.filter(
          (line) => textWidth(line) > width && !/^Every trial is in|^ {2}npx /.test(line),
        );
        expect(wide).toEqual([]);
      }
    },
  );

  test('has no control or invisible characters and no trailing spaces', () => {
    const text = formatRun(summary, PLAIN);
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/ $/m);
  });

  test('colour changes nothing but colour', () => {
    const colored = formatRun(summary, { ...PLAIN, color: true });
    expect(stripVTControlCharacters(colored)).toBe(formatRun(summary, PLAIN));
  });

  test('is pure ASCII for a terminal without UTF-8', () => {
    expect(formatRun(summary, { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
  });
});

test('nextCommands replace the default, and an empty list leaves only the path', () => {
  const lastLine = (nextCommands: readonly NextCommand[]) =>
    formatRun(BASE, { ...PLAIN, nextCommands })
      .trimEnd()
      .split('\n')
      .at(-1);
  expect(lastLine([{ command: 'npx coldbench doctor', purpose: 'why' }])).toBe('  npx coldbench doctor  why');
  expect(lastLine([])).toBe(`Every trial is in ${BASE.path}`);
});

test('does not change its input', () => {
  const before = JSON.stringify(BASE);
  formatRun(BASE, PLAIN);
  expect(JSON.stringify(BASE)).toBe(before);
});
