import { expect, test } from 'vitest';
import { formatJson, toJsonSummary } from './json-summary.ts';
import { SCENARIOS } from './testing/scenarios.ts';
import { BASE } from './testing/summaries.ts';

test('leads with its schema, and leaves raw samples to the file', () => {
  const json = toJsonSummary(BASE);
  expect(Object.keys(json)[0]).toBe('schema');
  expect(json.schema).toBe('coldbench-summary/1');
  expect(JSON.stringify(json)).not.toContain('samplesNs');
  expect(json.subjects[0]?.coldStart?.medianNs.value).toBe(52.13e6);
});

test('keys stay as they are', async () => {
  await expect(`${formatJson(toJsonSummary(BASE))}\n`).toMatchFileSnapshot('golden/four-runners.json.txt');
});

test.each(Object.entries(SCENARIOS))(
  '%s: the printed form is harmless, and parses to the same data',
  (_name, run) => {
    const json = toJsonSummary(run);
    const text = formatJson(json);
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
  },
);
