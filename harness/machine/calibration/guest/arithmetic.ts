import { spin } from '../../canary.ts';
import { operationsOf } from '../kernels.ts';

/** What the chains end with after their fixed number of steps, computed once: proof that the work was done. */
const LAST_STATE = 1_719_427_203;
const LAST_VALUE = 0.136_526_812_048_092_64;

/** A chain of dependent shifts: the canary's work, which waits for nothing but the CPU's integer unit. */
export function integer(): void {
  expectResult('integer', LAST_STATE, spin(operationsOf('integer')));
}

/**
 * A chain of dependent multiplications and a subtraction (the logistic map at 3.9). It is chaotic: one rounding that is not
 * IEEE 754's, such as that of a fused multiply-add, and the end is another.
 */
export function float(): void {
  let value = 0.5;
  for (let step = operationsOf('float'); step > 0; step--) value = 3.9 * value * (1 - value);
  expectResult('float', LAST_VALUE, value);
}

function expectResult(kernel: string, expected: number, computed: number): void {
  if (computed !== expected) throw new Error(`The kernel ${kernel} computed ${computed}, not ${expected}.`);
}
