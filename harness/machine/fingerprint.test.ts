import { expect, test } from 'vitest';
import { machineSchema } from '../model/schema.ts';
import { describeLinux, describeMac, prettyName, readMachine } from './fingerprint.ts';
import { RASPBERRY_PI } from './fixtures/arm.ts';
import { FACTS } from './fixtures/facts.ts';
import { DOCKER, FIRECRACKER } from './fixtures/firecracker.ts';
import { IOREG, MACBOOK_SYSCTL, ROSETTA_SYSCTL } from './fixtures/macos.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { parsePlatformUuid, parseSysctl } from './macos.ts';
import { readNodeFacts } from './node-facts.ts';

test('describeLinux() fingerprints a virtual machine', () => {
  expect(describeLinux(memoryHost(FIRECRACKER), FACTS, null)).toMatchObject({
    cpuModel: 'Intel(R) Xeon(R) Processor',
    availableCpus: 2,
    swapBytes: 0,
    os: 'Debian GNU/Linux 12 (bookworm)',
    virtualization: 'kvm',
    container: 'none',
    emulated: false,
    governor: null,
    turbo: null,
    clocksource: 'tsc',
    cgroup: 'hybrid',
    pressureStall: true,
    containerEngine: null,
  });
});

test('describeLinux() counts only the CPUs that a container may use', () => {
  const machine = describeLinux(memoryHost(DOCKER), FACTS, { version: '28.2.2' });
  expect(machine).toMatchObject({ logicalCpus: 2, availableCpus: 1.5, container: 'docker' });
  expect(machine.containerEngine).toEqual({ version: '28.2.2' });
});

test('describeLinux() fingerprints a Raspberry Pi', () => {
  const machine = describeLinux(memoryHost(RASPBERRY_PI), { ...FACTS, arch: 'arm64' }, null);
  expect(machine).toMatchObject({
    cpuModel: 'ARM Cortex-A76',
    virtualization: 'none',
    governor: 'ondemand',
    turbo: false,
    emulated: false,
    cgroup: 'v2',
  });
});

test('describeMac() leaves null what macOS does not tell', () => {
  const facts = { ...FACTS, arch: 'arm64', platform: 'darwin', kernel: '23.5.0' };
  const uuid = parsePlatformUuid(IOREG);
  const machine = describeMac(parseSysctl(MACBOOK_SYSCTL), uuid, facts, null);
  expect(machine).toMatchObject({
    cpuModel: 'Apple M2 Pro',
    os: 'macOS 14.5',
    virtualization: 'none',
    emulated: false,
  });
  expect(machine).toMatchObject({
    governor: null,
    turbo: null,
    cgroup: null,
    pressureStall: null,
    container: null,
  });
  const renamed = describeMac(parseSysctl(ROSETTA_SYSCTL), uuid, { ...facts, hostname: 'other' }, null);
  expect(renamed).toMatchObject({ emulated: true, hostnameHash: machine.hostnameHash });
});

test('every fingerprint fits the schema, that of an empty host too', () => {
  for (const contents of [FIRECRACKER, DOCKER, RASPBERRY_PI, {}]) {
    machineSchema.parse(describeLinux(memoryHost(contents), FACTS, null));
  }
  machineSchema.parse(describeMac(new Map(), null, FACTS, null));
});

test('readMachine() fingerprints this machine, twice alike, without its name', async () => {
  const machine = machineSchema.parse(await readMachine(null));
  expect(machine.cpuModel).not.toBe('');
  expect(machine.availableCpus).toBeGreaterThan(0);
  expect(machine.availableCpus).toBeLessThanOrEqual(machine.logicalCpus);
  expect(machine.hostnameHash).toMatch(/^[0-9a-f]{16}$/);
  expect(await readMachine(null)).toEqual(machine);
  const { hostname } = readNodeFacts();
  // A host called "vm" or "linux" would be found in any text.
  if (hostname.length > 6) expect(JSON.stringify(machine)).not.toContain(hostname);
});

test('prettyName() undoes the quoting of os-release', () => {
  expect(prettyName('PRETTY_NAME="Arch Linux"\n')).toBe('Arch Linux');
  expect(prettyName("NAME=x\nPRETTY_NAME='A \\$5 system'\n")).toBe('A $5 system');
  expect(prettyName('PRETTY_NAME=Void\n')).toBe('Void');
  expect(prettyName('NAME=x\n')).toBeNull();
});
