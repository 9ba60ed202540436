// A fresh process of the run's own Node, which does the fixed work of every kernel and tells how long each took.

import { writeSync } from 'node:fs';
import { KERNELS, type KernelName, ROUNDS } from '../kernels.ts';
import { float, integer } from './arithmetic.ts';
import { memoryCopy, memoryLatency } from './memory.ts';
import { forkExec, programArch, syscall } from './system.ts';

/** Rounds that are not kept: V8 compiles the loops to their final form, pages and files are found where they stay. */
const WARM_UP_ROUNDS = 2;

const samplesNs = new Map<KernelName, number[]>(KERNELS.map(({ name }) => [name, []]));

function time(name: KernelName, work: () => void): void {
  const begin = process.hrtime.bigint();
  work();
  samplesNs.get(name)?.push(Number(process.hrtime.bigint() - begin));
}

// First of all: a fork copies the page tables of this process, and is to find them small.
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  if (round < 0) forkExec();
  else time('forkExec', forkExec);
}

// The others take turns, so that what disturbs a moment does not disturb one kernel alone.
const others: readonly (readonly [KernelName, () => void])[] = [
  ['integer', integer],
  ['float', float],
  ['memoryLatency', memoryLatency()],
  ['memoryCopy', memoryCopy()],
  ['syscall', syscall()],
];
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  for (const [name, work] of others) {
    if (round < 0) work();
    else time(name, work);
  }
}

const kernels = KERNELS.map(({ name, operations }) => ({
  kernel: name,
  operations,
  samplesNs: samplesNs.get(name) ?? [],
}));
writeSync(3, `${JSON.stringify({ kernels, programArch: programArch() })}\n`);
