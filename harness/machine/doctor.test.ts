import { expect, test } from 'vitest';
import { RUNNER_NAMES } from '../../runners/runner.ts';
import { answered, examine, formatDoctor } from './doctor.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { readToolVersions } from './installed-tools.ts';

test('examine() examines this machine: the process runner always works', async () => {
  const report = await examine();
  expect(report.measurable).toBe(true);
  const runners = report.sections.find(({ title }) => title === 'Runners')?.items ?? [];
  expect(runners.map(({ label }) => label)).toEqual([...RUNNER_NAMES]);
  expect(runners[0]).toMatchObject({ label: 'process', status: 'ok' });
  for (const { status, remedy, value } of report.sections.flatMap(({ items }) => items)) {
    expect(value).not.toBe('');
    if (status === 'missing') expect(remedy).not.toBeNull();
  }
  expect(formatDoctor(report, { color: false, width: 80, unicode: true })).toContain(
    'coldbench can measure here.',
  );
});

test('answered() gives the answer', async () => {
  expect(await answered(Promise.resolve(7))).toBe(7);
});

test('answered() does not wait for ever', async () => {
  const answer = await answered(new Promise<never>(() => undefined), 20);
  expect(answer).toMatchObject({ available: false, reason: 'No answer within 0.02 s.' });
});

test('answered() turns a module that does not load into a finding', async () => {
  const answer = await answered(Promise.reject(new Error("Cannot find package 'dockerode'")));
  expect(answer).toMatchObject({ available: false, reason: "Cannot find package 'dockerode'" });
});

test('readToolVersions() reads the installed versions, and null for what is not there', () => {
  expect([...readToolVersions().values()].every((version) => /^\d+\.\d+/.test(version ?? ''))).toBe(true);
  const files = memoryHost({ '/modules/esbuild/package.json': '{"version":"1.2.3"}' });
  expect(Object.fromEntries(readToolVersions('/modules', files))).toEqual({
    esbuild: '1.2.3',
    jco: null,
    'componentize-js': null,
    tinybench: null,
    undici: null,
  });
});
