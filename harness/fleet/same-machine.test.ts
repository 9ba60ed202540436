import { describe, expect, it } from 'vitest';
import { numberMachines, type Stay, sharing } from './same-machine.ts';

const stay = (host: string | null, boot: string | null, from: number, until: number): Stay => ({
  startedAt: `2026-01-01T10:${from}:00.000Z`,
  endedAt: `2026-01-01T10:${until}:00.000Z`,
  machine: { hostnameHash: host, bootHash: boot },
});

describe('numberMachines()', () => {
  it.each<[string, [Stay, Stay], number[]]>([
    ['two hosts', [stay('a', 'x', 10, 20), stay('b', 'y', 10, 20)], [1, 2]],
    ['one host, one after the other', [stay('a', 'x', 10, 20), stay('a', 'x', 20, 30)], [1, 1]],
    [
      'containers of one kernel with names of their own',
      [stay('a', 'x', 10, 20), stay('b', 'x', 10, 20)],
      [1, 1],
    ],
    ['one host before and after a reboot', [stay('a', 'x', 10, 20), stay('a', 'y', 30, 40)], [1, 1]],
    ['clones of one name at the same time', [stay('a', 'x', 10, 20), stay('a', 'y', 15, 25)], [1, 2]],
    ['hosts of which nothing is known', [stay(null, null, 10, 20), stay(null, null, 10, 20)], [1, 2]],
  ])('tells %s', (_, stays, numbers) => {
    expect(numberMachines(stays)).toEqual(numbers);
  });
});

describe('sharing()', () => {
  it('names those that ran on one machine at the same time, and nobody else', () => {
    const together = [stay('a', 'x', 10, 20), stay('b', 'x', 15, 25)];
    const later = stay('a', 'x', 25, 30);
    const elsewhere = stay('c', 'z', 10, 30);
    expect(sharing([...together, later, elsewhere])).toEqual([together]);
    expect(sharing([later, elsewhere])).toEqual([]);
  });
});
