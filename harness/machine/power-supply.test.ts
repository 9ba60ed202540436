import { expect, test } from 'vitest';
import { memoryHost } from './fixtures/memory-host.ts';
import { readOnBattery } from './power-supply.ts';

const supply = (name: string, facts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [`/sys/class/power_supply/${name}/${key}`, `${value}\n`]),
  );
const BATTERY = supply('BAT0', { type: 'Battery', status: 'Discharging' });
const MOUSE = supply('hidpp_battery_0', { type: 'Battery', scope: 'Device', status: 'Discharging' });

test('a laptop runs from its battery when its mains are off', () => {
  const mains = (online: string) => supply('AC', { type: 'Mains', online });
  expect(readOnBattery(memoryHost({ ...BATTERY, ...mains('0') }))).toBe(true);
  expect(readOnBattery(memoryHost({ ...BATTERY, ...mains('1') }))).toBe(false);
});

test('power over USB-C counts as mains', () => {
  const usb = (online: string) => supply('ucsi', { type: 'USB', online });
  expect(readOnBattery(memoryHost({ ...BATTERY, ...usb('1') }))).toBe(false);
  expect(readOnBattery(memoryHost({ ...BATTERY, ...usb('0') }))).toBe(true);
});

test('without mains the battery’s own status decides', () => {
  expect(readOnBattery(memoryHost(BATTERY))).toBe(true);
  expect(readOnBattery(memoryHost(supply('BAT0', { type: 'Battery', status: 'Full' })))).toBe(false);
});

test('a desktop with a wireless mouse has no battery', () => {
  expect(readOnBattery(memoryHost(MOUSE))).toBeNull();
  expect(readOnBattery(memoryHost({}))).toBeNull();
});
