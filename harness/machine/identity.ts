import { createHash, createHmac } from 'node:crypto';
import { type HostFiles, readLine } from './host-files.ts';

const HEX_DIGITS = 16;

/**
 * Tells "the same machine" without telling its name. machine-id(5) asks programs never to publish the id itself but a
 * keyed hash of it, made for one application: so the id is the HMAC's key. Without an id (most containers) it is a
 * plain hash of the host name; Docker's host names are random.
 */
export function hashIdentity(hostname: string, machineId: string | null): string {
  const hash = machineId === null ? createHash('sha256') : createHmac('sha256', machineId);
  return hash.update(`coldbench machine ${hostname}`).digest('hex').slice(0, HEX_DIGITS);
}

/** systemd's machine id, also where only D-Bus keeps it; null where it is absent or not yet set up. */
export function readMachineId(files: HostFiles): string | null {
  const ids = ['/etc/machine-id', '/var/lib/dbus/machine-id'].map((path) => readLine(files, path));
  return ids.find((id) => id !== null && /^[0-9a-f]{32}$/.test(id)) ?? null;
}

/** Tells "since the same boot": caches, frequencies and a host migration rarely survive a reboot unchanged. */
export function hashBoot(bootId: string | null): string | null {
  if (bootId === null) return null;
  return createHash('sha256').update(`coldbench boot ${bootId}`).digest('hex').slice(0, HEX_DIGITS);
}

/** /proc/sys/kernel/random/boot_id; see random(4). */
export const readBootId = (files: HostFiles): string | null =>
  readLine(files, '/proc/sys/kernel/random/boot_id');
