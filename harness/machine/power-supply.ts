import { type HostFiles, readLine } from './host-files.ts';

const SUPPLIES = '/sys/class/power_supply';

/**
 * Whether this machine runs from its battery. A mains supply that is online decides; without any mains (some tablets
 * and ARM laptops) a discharging battery does. Batteries of mice and headsets have the scope "Device" and do not count.
 * Null on a machine without either: a desktop, a server, a virtual machine. Kernel: ABI/testing/sysfs-class-power.
 */
export function readOnBattery(files: HostFiles): boolean | null {
  const supplies = files.list(SUPPLIES).map((name) => ({
    type: readLine(files, `${SUPPLIES}/${name}/type`),
    scope: readLine(files, `${SUPPLIES}/${name}/scope`),
    online: readLine(files, `${SUPPLIES}/${name}/online`),
    status: readLine(files, `${SUPPLIES}/${name}/status`),
  }));
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  if (batteries.length === 0) return null;
  const mains = supplies.filter(({ type }) => type === 'Mains' || type?.startsWith('USB'));
  if (mains.some(({ online }) => online === '1')) return false;
  return (
    mains.some(({ type }) => type === 'Mains') || batteries.some(({ status }) => status === 'Discharging')
  );
}
