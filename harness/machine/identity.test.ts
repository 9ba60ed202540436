import { expect, test } from 'vitest';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { hashBoot, hashIdentity, readBootId, readMachineId } from './identity.ts';

const ID = '3d1219c7c4c5404aaa1f6d2a48adfda4';

test('hashIdentity() is 16 hex digits, the same for the same machine and no other', () => {
  const hashes = [
    hashIdentity('bench', ID),
    hashIdentity('other', ID),
    hashIdentity('bench', null),
    hashIdentity('bench', ID.replace('3', '4')),
  ];
  expect(hashes.every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashIdentity('bench', ID)).toBe(hashes[0]);
});

test('readMachineId() takes a machine id only, not an empty file nor systemd’s "uninitialized"', () => {
  expect(readMachineId(memoryHost(FIRECRACKER))).toBe(ID);
  expect(readMachineId(memoryHost({ '/etc/machine-id': 'uninitialized\n' }))).toBeNull();
  expect(readMachineId(memoryHost({ '/etc/machine-id': '', '/var/lib/dbus/machine-id': `${ID}\n` }))).toBe(
    ID,
  );
});

test('hashBoot() hides the boot id, and is null without one', () => {
  expect(hashBoot(readBootId(memoryHost(FIRECRACKER)))).toMatch(/^[0-9a-f]{16}$/);
  expect(hashBoot(readBootId(memoryHost({})))).toBeNull();
});
