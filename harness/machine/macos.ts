import { execa } from 'execa';
import type { Bytes } from '../model/units.ts';

const COMMAND_TIMEOUT_MS = 5000;

export type Sysctl = ReadonlyMap<string, string>;

/** Everything coldbench asks of macOS's sysctl(8), in one call. */
const NAMES = [
  'machdep.cpu.brand_string',
  'kern.osproductversion',
  'kern.bootsessionuuid',
  'kern.hv_vmm_present',
  'hw.model',
  'sysctl.proc_translated',
  'vm.swapusage',
  'kern.memorystatus_level',
];

/** Names that this macOS does not know are absent from the map: sysctl complains about them and prints the rest. */
export async function readSysctl(): Promise<Sysctl> {
  return parseSysctl(await output('sysctl', NAMES));
}

export function parseSysctl(text: string): Sysctl {
  const pairs = [...text.matchAll(/^(\w+\.[\w.]+): (.*)$/gm)];
  return new Map(pairs.map(([, name = '', value = '']) => [name, value.trim()]));
}

/** `apple`, `vmware`, `vm-other`, or `none` on hardware; null on a macOS before kern.hv_vmm_present (11). */
export function macVirtualization(sysctl: Sysctl): string | null {
  const model = sysctl.get('hw.model') ?? '';
  if (model.startsWith('VirtualMac')) return 'apple';
  if (model.startsWith('VMware')) return 'vmware';
  const present = sysctl.get('kern.hv_vmm_present');
  return present === undefined ? null : present === '1' ? 'vm-other' : 'none';
}

/** From "total = 2048.00M  used = 320.50M  free = 1727.50M  (encrypted)". */
export function macSwap(sysctl: Sysctl): { readonly totalBytes: Bytes; readonly usedBytes: Bytes } | null {
  const match = sysctl.get('vm.swapusage')?.match(/total = ([\d.]+)M\s+used = ([\d.]+)M/);
  if (!match) return null;
  return { totalBytes: mebibytes(match[1]), usedBytes: mebibytes(match[2]) };
}

const mebibytes = (text: string | undefined): Bytes => Math.round(Number(text) * 1024 * 1024);

/** The hardware's own UUID, which stays when the host name follows the network; null when ioreg(8) does not tell. */
export async function readPlatformUuid(): Promise<string | null> {
  return parsePlatformUuid(await output('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']));
}

export const parsePlatformUuid = (text: string): string | null =>
  text.match(/"IOPlatformUUID" = "([0-9A-F-]{36})"/)?.[1] ?? null;

/** Whether the Mac runs from its battery, by pmset(1); null without an answer. */
export async function readMacBattery(): Promise<boolean | null> {
  return parsePmset(await output('pmset', ['-g', 'batt']));
}

export function parsePmset(text: string): boolean | null {
  const source = text.match(/Now drawing from '(.+?)'/)?.[1];
  return source === undefined ? null : source === 'Battery Power';
}

/** What a command printed; empty when it cannot be run, for then it told nothing. */
async function output(command: string, args: readonly string[]): Promise<string> {
  const result = await execa(command, args, { reject: false, timeout: COMMAND_TIMEOUT_MS, stdin: 'ignore' });
  return result.stdout;
}
