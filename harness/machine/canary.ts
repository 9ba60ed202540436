import type { Ns } from '../model/units.ts';

/**
 * Work that takes about 5 ms on a CPU of the 2020s, and is the same on every machine and in every run, so that canaries
 * compare across result sets too. A chain of dependent shifts needs no memory and no floating point: its time moves
 * only with the CPU's clock and with being interrupted.
 */
const STEPS = 2_500_000;

/** What the generator holds after STEPS steps from 1, computed once: proof that the work was done, every time. */
const LAST_STATE = 1_272_348_962;

/** V8 needs some 5 ms of the loop to compile it to its final form; a tenth of the work each keeps the warm-up at 15 ms. */
const WARM_UP_SPINS = 25;

let warm = false;

/** Marsaglia's xorshift32 (Journal of Statistical Software 8(14), 2003). */
export function spin(steps: number): number {
  let state = 1;
  for (let step = 0; step < steps; step++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

/** Compiles the spin before it counts; the first canary() does this itself. */
export function warmCanary(): void {
  for (let count = 0; count < WARM_UP_SPINS; count++) spin(STEPS / 10);
  warm = true;
}

/**
 * How long the fixed work takes now. Slower than at other block borders: the machine is busy, throttled or stolen from.
 * @throws Error when the work was not done, which would make its time a fiction.
 */
export function canary(): Ns {
  if (!warm) warmCanary();
  const begin = process.hrtime.bigint();
  const state = spin(STEPS);
  const end = process.hrtime.bigint();
  if (state !== LAST_STATE) throw new Error(`The canary computed ${state} instead of ${LAST_STATE}.`);
  return Number(end - begin);
}
