import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { float, integer } from './arithmetic.ts';
import { randomCycle } from './memory.ts';
import { programArch } from './system.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-kernels-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the arithmetic', () => {
  test('ends with what other programs compute too (the chain of doubles: CPython)', () => {
    expect(integer).not.toThrow();
    expect(float).not.toThrow();
  });
});

describe('the chase through memory', () => {
  test('visits every place once before it is back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (length) => {
        const next = randomCycle(length);
        const visited = new Set<number>();
        let at = 0;
        for (let step = 0; step < length; step++) {
          visited.add(at);
          at = next[at] ?? -1;
        }
        expect(visited.size).toBe(length);
        expect(at).toBe(0);
      }),
    );
  });
});

describe('what a program was compiled for', () => {
  const header = (machine: number, order: 1 | 2): string => {
    const bytes = Buffer.alloc(64);
    bytes.write('\x7fELF', 'latin1');
    bytes[5] = order;
    if (order === 1) bytes.writeUInt16LE(machine, 18);
    else bytes.writeUInt16BE(machine, 18);
    const path = join(folder, `${machine}-${order}`);
    writeFileSync(path, bytes);
    return path;
  };

  test.each([
    ['x64', 62, 1],
    ['arm64', 183, 1],
    ['s390x', 22, 2],
    [null, 4711, 1],
  ] as const)('%s', (arch, machine, order) => {
    expect(programArch(header(machine, order))).toBe(arch);
  });

  test.each(['#!/bin/sh\n', '#!/bin/sh\nexec something-else\n'])('is not told by %j', (text) => {
    const path = join(folder, 'script');
    writeFileSync(path, text);
    expect(programArch(path)).toBeNull();
  });
});
