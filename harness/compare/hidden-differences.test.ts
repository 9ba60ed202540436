import { describe, expect, test } from 'vitest';
import { sampleManifest } from '../model/codec-sample.ts';
import type { Manifest } from '../model/schema.ts';
import { hiddenDifferences } from './hidden-differences.ts';

const { machine, plan, quietness } = sampleManifest;
const withMachine = (fields: Partial<Manifest['machine']>): Partial<Manifest> => ({
  machine: { ...machine, ...fields },
});
const differences = (fields: Partial<Manifest>) =>
  hiddenDifferences(sampleManifest, { ...sampleManifest, ...fields });

describe('named, with both sides', () => {
  test.each<[string, Partial<Manifest>, string, string, unknown, boolean]>([
    ['CPU model', withMachine({ cpuModel: 'AMD EPYC' }), 'machine', 'cpuModel', 'AMD EPYC', true],
    ['CPU stepping', withMachine({ cpuSignature: '6/106/7' }), 'machine', 'cpuSignature', '6/106/7', true],
    ['architecture', withMachine({ arch: 'arm64' }), 'machine', 'arch', 'arm64', true],
    ['number of CPUs', withMachine({ logicalCpus: 8 }), 'machine', 'logicalCpus', 8, true],
    ['CPU quota', withMachine({ availableCpus: 0.5 }), 'machine', 'availableCpus', 0.5, true],
    ['virtual machine', withMachine({ virtualization: 'none' }), 'machine', 'virtualization', 'none', true],
    ['emulation', withMachine({ emulated: true }), 'machine', 'emulated', true, true],
    ['memory', withMachine({ memoryBytes: 16e9 }), 'machine', 'memoryBytes', 16e9, false],
    ['kernel', withMachine({ kernel: '6.8.0' }), 'machine', 'kernel', '6.8.0', false],
    ['operating system', withMachine({ os: 'Ubuntu' }), 'machine', 'os', 'Ubuntu', false],
    ['governor', withMachine({ governor: 'powersave' }), 'machine', 'governor', 'powersave', false],
    ['turbo', withMachine({ turbo: false }), 'machine', 'turbo', false, false],
    ['container around it', withMachine({ container: 'docker' }), 'machine', 'container', 'docker', false],
    ['boot', withMachine({ bootHash: 'f'.repeat(16) }), 'machine', 'bootHash', 'f'.repeat(16), false],
    [
      'Docker',
      withMachine({ containerEngine: { ...machine.containerEngine, version: '29.0.0' } }),
      'machine containerEngine',
      'version',
      '29.0.0',
      false,
    ],
    ['Node', { tools: { ...sampleManifest.tools, node: 'v22.1.0' } }, 'tool', 'node', 'v22.1.0', false],
    ['a new tool', { tools: { ...sampleManifest.tools, jco: '1.0.0' } }, 'tool', 'jco', '1.0.0', false],
    ['harness', { harnessVersion: '0.2.0' }, 'harness', 'harnessVersion', '0.2.0', false],
    ['commit', { gitCommit: null }, 'harness', 'gitCommit', null, false],
    ['condition', { condition: 'warm' as 'cold' }, 'harness', 'condition', 'warm', false],
    ['warm calls', { plan: { ...plan, warmCalls: 9 } }, 'plan', 'warmCalls', 9, false],
    ['quietness', { quietness: { ...quietness, score: 20 } }, 'quietness', 'score', 20, false],
    ['environment', { guestEnvironment: { LANG: 'C' } }, 'guest environment', 'LANG', 'C', false],
    ['label', { labels: { branch: 'feature' } }, 'label', 'branch', 'feature', false],
  ])('%s', (_what, fields, group, field, value, decisive) => {
    const found = differences(fields);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ group, field, new: value, decisive });
    expect(found[0]?.old).not.toBe(value);
  });
});

test('equal manifests have none, and neither has what a run decides or what it cost', () => {
  expect(differences({})).toEqual([]);
  expect(
    differences({
      id: 'other',
      seed: 9,
      startedAt: '2027-01-01T00:00:00.000Z',
      plan: { ...plan, blocks: 99 },
    }),
  ).toEqual([]);
});

test.each([
  ['a few pages of memory', withMachine({ memoryBytes: machine.memoryBytes - 400_000 })],
  ['a slightly quieter moment', { quietness: { ...quietness, score: quietness.score + 5 } }],
])('%s are no difference', (_what, fields) => {
  expect(differences(fields)).toEqual([]);
});

test('what one side does not know is told as unknown', () => {
  expect(differences(withMachine({ governor: 'performance' }))).toMatchObject([
    { old: null, new: 'performance' },
  ]);
  expect(differences(withMachine({ containerEngine: null }))).toMatchObject([
    { group: 'machine', field: 'containerEngine', old: JSON.stringify(machine.containerEngine), new: null },
  ]);
});

test('the most telling come first: the machine, what makes it another one before the rest, and hashes last', () => {
  const fields = differences({
    ...withMachine({ bootHash: null, kernel: 'k', arch: 'arm64', os: 'o', cpuModel: 'c' }),
    labels: {},
    harnessVersion: '9',
  }).map(({ field }) => field);
  expect(fields).toEqual(['cpuModel', 'arch', 'kernel', 'os', 'harnessVersion', 'branch', 'bootHash']);
});
