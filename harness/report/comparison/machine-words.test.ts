import { describe, expect, test } from 'vitest';
import type { KernelRatio } from '../../compare/calibration.ts';
import { besideKernels } from './machine-words.ts';

const kernel = (name: string, ratio: number): KernelRatio => ({
  kernel: name,
  oldNs: 1,
  newNs: ratio,
  ratio,
  ratioInterval: { low: ratio - 0.02, high: ratio + 0.02 },
});
const KERNELS = [kernel('integer', 1.38), kernel('forkExec', 1.61), kernel('syscall', 1.2)];

const said = (value: number, half = 0.05): string =>
  besideKernels({ value, interval: { low: value - half, high: value + half } }, KERNELS);

describe('a cold start beside fixed work', () => {
  test.each([
    [1.42, 'within'],
    [1.65, 'within'],
    [1.15, 'within'],
    [2.4, 'more'],
    [1.0, 'less'],
  ])('that takes %sx as long is %s', (value, word) => {
    expect(said(value)).toContain(`That is ${word} `);
    expect(said(value)).toMatch(/from 1\.20x \(system call\) to 1\.61x \(fork and exec\)/);
  });

  test('is never more or less on what its interval leaves open', () => {
    expect(said(2.4, 1)).toContain('That is within ');
  });

  test('is read beside one kernel too', () => {
    const text = besideKernels({ value: 2, interval: null }, KERNELS.slice(0, 1));
    expect(text).toMatch(/That is more than any fixed work does: fixed work takes 1\.38x \(integer\)/);
  });
});
