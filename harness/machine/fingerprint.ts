import type { Machine } from '../model/schema.ts';
import { cgroupVersion, readCpuQuota } from './cgroup.ts';
import { detectContainer } from './container.ts';
import { readGovernor, readTurbo } from './cpu-frequency.ts';
import { cpuModel, cpuSignature, parseCpuinfo } from './cpu-model.ts';
import { detectEmulation } from './emulation.ts';
import { type HostFiles, hostFiles, readLine } from './host-files.ts';
import { hashBoot, hashIdentity, readBootId, readMachineId } from './identity.ts';
import { macSwap, macVirtualization, readPlatformUuid, readSysctl, type Sysctl } from './macos.ts';
import { readMemory } from './memory-statistics.ts';
import { type NodeFacts, readNodeFacts } from './node-facts.ts';
import { detectVirtualization } from './virtualization.ts';

type Engine = Machine['containerEngine'];

/**
 * The fingerprint of where this process runs: enough to see whether two result sets may be compared, and nothing that
 * names the machine or its owner. `engine` is what the container runner says of its engine, or null. Facts that this
 * system does not tell are null.
 */
export async function readMachine(engine: Engine): Promise<Machine> {
  const facts = readNodeFacts();
  if (facts.platform !== 'darwin') return describeLinux(hostFiles, facts, engine);
  const [sysctl, uuid] = await Promise.all([readSysctl(), readPlatformUuid()]);
  return describeMac(sysctl, uuid, facts, engine);
}

/** Exported for tests, which describe machines that they do not run on. */
export function describeLinux(files: HostFiles, facts: NodeFacts, engine: Engine): Machine {
  const cpuinfo = parseCpuinfo(files.read('/proc/cpuinfo') ?? '');
  return {
    ...fromNode(facts, engine),
    cpuModel: cpuModel(cpuinfo, facts.reportedModel),
    cpuSignature: cpuSignature(cpuinfo),
    availableCpus: Math.min(facts.parallelism, readCpuQuota(files) ?? facts.parallelism),
    swapBytes: readMemory(files).swapTotalBytes,
    os: prettyName(files.read('/etc/os-release') ?? files.read('/usr/lib/os-release') ?? '') ?? 'Linux',
    hostnameHash: hashIdentity(facts.hostname, readMachineId(files)),
    bootHash: hashBoot(readBootId(files)),
    virtualization: detectVirtualization(files, facts.kernel, cpuinfo),
    container: detectContainer(files, facts.kernel),
    emulated: detectEmulation(files, facts.arch, cpuinfo),
    governor: readGovernor(files),
    turbo: readTurbo(files),
    clocksource: readLine(files, '/sys/devices/system/clocksource/clocksource0/current_clocksource'),
    cgroup: cgroupVersion(files),
    pressureStall: files.read('/proc/pressure/cpu') !== null,
  };
}

/** macOS has no /proc, no governors to choose, no cgroups and no pressure figures: those are null. */
export function describeMac(sysctl: Sysctl, uuid: string | null, facts: NodeFacts, engine: Engine): Machine {
  const translated = sysctl.get('sysctl.proc_translated');
  return {
    ...fromNode(facts, engine),
    cpuModel: sysctl.get('machdep.cpu.brand_string') ?? cpuModel([], facts.reportedModel),
    cpuSignature: sysctl.get('hw.model') ?? null,
    availableCpus: facts.parallelism,
    swapBytes: macSwap(sysctl)?.totalBytes ?? null,
    os: `macOS ${sysctl.get('kern.osproductversion') ?? ''}`.trim(),
    hostnameHash: hashIdentity(uuid === null ? facts.hostname : '', uuid),
    bootHash: hashBoot(sysctl.get('kern.bootsessionuuid') ?? null),
    virtualization: macVirtualization(sysctl),
    container: null,
    // Intel Macs do not know the name at all.
    emulated: translated === '1',
    governor: null,
    turbo: null,
    clocksource: null,
    cgroup: null,
    pressureStall: null,
  };
}

const fromNode = (facts: NodeFacts, engine: Engine) => ({
  arch: facts.arch,
  logicalCpus: facts.logicalCpus,
  memoryBytes: facts.memoryBytes,
  memoryLimitBytes: facts.memoryLimitBytes,
  platform: facts.platform,
  kernel: facts.kernel,
  containerEngine: engine,
});

/** PRETTY_NAME of os-release(5), which is shell syntax: quotes and backslashes. */
export function prettyName(osRelease: string): string | null {
  const value = osRelease.match(/^PRETTY_NAME=(.*)$/m)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1') || null;
}
