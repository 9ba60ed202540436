import type { Machine } from '../model/schema.ts';

/** When and where something ran. */
export interface Stay {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly machine: Pick<Machine, 'bootHash' | 'hostnameHash'>;
}

const overlap = (one: Stay, other: Stay): boolean =>
  one.startedAt < other.endedAt && other.startedAt < one.endedAt;

/**
 * Whether two ran on one machine. The same boot is the same kernel, also where containers hide the host's name. After a
 * reboot the name tells, but not for two at the same time: those are clones that share a name.
 */
function isSameMachine(one: Stay, other: Stay): boolean {
  const [a, b] = [one.machine, other.machine];
  if (a.bootHash !== null && a.bootHash === b.bootHash) return true;
  if (a.hostnameHash === null || a.hostnameHash !== b.hostnameHash) return false;
  const bootsKnown = a.bootHash !== null && b.bootHash !== null;
  return !(bootsKnown && overlap(one, other));
}

/** The number of the machine of each, counted from 1 in their order. */
export function numberMachines(stays: readonly Stay[]): number[] {
  const numbers: number[] = [];
  let machines = 0;
  for (const [index, stay] of stays.entries()) {
    const before = stays.slice(0, index).findIndex((other) => isSameMachine(stay, other));
    numbers.push(before === -1 ? ++machines : (numbers[before] ?? 0));
  }
  return numbers;
}

/** Groups of those that ran on one machine at the same time. */
export function sharing<T extends Stay>(stays: readonly T[]): T[][] {
  const numbers = numberMachines(stays);
  const byMachine = [...new Set(numbers)].map((number) =>
    stays.filter((_, index) => numbers[index] === number),
  );
  return byMachine.flatMap((group) => {
    const together = group.filter((stay) => group.some((other) => other !== stay && overlap(stay, other)));
    return together.length === 0 ? [] : [together];
  });
}
