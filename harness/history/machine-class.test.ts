import { describe, expect, test } from 'vitest';
import { sampleManifest } from '../model/codec-sample.ts';
import type { Manifest } from '../model/schema.ts';
import { classDifferences, machineClassOf } from './machine-class.ts';

const { machine, tools } = sampleManifest;
const classOf = (fields: Partial<Manifest['machine']>, manifest: Partial<Manifest> = {}) =>
  machineClassOf({ ...sampleManifest, ...manifest, machine: { ...machine, ...fields } });
const ordinary = machineClassOf(sampleManifest);

test('has a name for people', () => {
  expect(ordinary.name).toBe('Intel Xeon @ 2.90GHz, 2 CPUs, x64, Linux 6, Node 20.20.2');
  expect(ordinary.id).toMatch(/^[0-9a-f]{12}$/);
});

test.each([
  [{ availableCpus: 0.5 }, 'Intel Xeon @ 2.90GHz, 0.5 of 2 CPUs, x64, Linux 6, Node 20.20.2'],
  [{ logicalCpus: 1, availableCpus: 1 }, 'Intel Xeon @ 2.90GHz, 1 CPU, x64, Linux 6, Node 20.20.2'],
  [{ emulated: true }, 'Intel Xeon @ 2.90GHz, 2 CPUs, x64 (emulated), Linux 6, Node 20.20.2'],
  [{ cpuModel: '' }, 'unknown CPU, 2 CPUs, x64, Linux 6, Node 20.20.2'],
  [
    { platform: 'darwin', kernel: '24.1.0', cpuModel: 'Apple M4' },
    'Apple M4, 2 CPUs, x64, Darwin 24, Node 20.20.2',
  ],
  [{ kernel: 'custom' }, 'Intel Xeon @ 2.90GHz, 2 CPUs, x64, Linux, Node 20.20.2'],
])('the name tells of %j', (fields, name) => {
  expect(classOf(fields).name).toBe(name);
});

describe('is another one with', () => {
  test.each<[string, Partial<Manifest['machine']>, Partial<Manifest>]>([
    ['CPU model', { cpuModel: 'AMD EPYC' }, {}],
    ['CPU stepping', { cpuSignature: '6/106/7' }, {}],
    ['architecture', { arch: 'arm64' }, {}],
    ['number of CPUs', { logicalCpus: 8 }, {}],
    ['CPU quota', { availableCpus: 0.5 }, {}],
    ['operating system', { platform: 'darwin' }, {}],
    ['major version of the kernel', { kernel: '7.0.1' }, {}],
    ['virtual machine', { virtualization: null }, {}],
    ['emulation', { emulated: null }, {}],
    ['version of the container engine', { containerEngine: { version: '29.0.0', apiVersion: '1.50' } }, {}],
    ['no container engine', { containerEngine: null }, {}],
    ['Node', {}, { tools: { ...tools, node: 'v22.1.0' } }],
    ['V8', {}, { tools: { ...tools, v8: '12.4' } }],
    ['coldbench', {}, { harnessVersion: '0.2.0' }],
  ])('another %s', (_what, fields, manifest) => {
    const other = classOf(fields, manifest);
    expect(other.id).not.toBe(ordinary.id);
    expect(classDifferences(ordinary, other).length).toBeGreaterThan(0);
  });
});

describe('is the same after', () => {
  test.each<[string, Partial<Manifest['machine']>, Partial<Manifest>]>([
    ['a reboot', { bootHash: 'f'.repeat(16) }, {}],
    ['a renaming', { hostnameHash: null }, {}],
    ['a boot with a few pages less', { memoryBytes: machine.memoryBytes - 4096, swapBytes: 1 }, {}],
    ['a kernel update', { kernel: '6.8.0-9-amd64' }, {}],
    ['a system update', { os: 'Debian GNU/Linux 12.9' }, {}],
    ['a change of governor', { governor: 'powersave', turbo: false, clocksource: 'tsc' }, {}],
    ['a new commit', {}, { gitCommit: 'f'.repeat(40), labels: {}, id: 'other', seed: 7 }],
    ['an update of another tool', {}, { tools: { ...tools, esbuild: '1.0.0' } }],
  ])('%s', (_what, fields, manifest) => {
    expect(classOf(fields, manifest)).toEqual(ordinary);
  });
});

test('does not depend on the order of the facts', () => {
  const { apiVersion, version } = machine.containerEngine ?? {};
  const engine = { apiVersion: apiVersion ?? null, version: version ?? null };
  expect(classOf({ containerEngine: engine }).id).toBe(ordinary.id);
});

test('differences name the field and both sides', () => {
  expect(classDifferences(ordinary, classOf({ emulated: null }))).toEqual(['emulated: false → unknown']);
  expect(classDifferences(ordinary, ordinary)).toEqual([]);
});
