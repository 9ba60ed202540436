import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import { type Ms, msFromNs, type Ns } from '../model/units.ts';

/** The two names of one and the same workload. */
export const BASE = 'base';
export const AGAIN = 'again';

/** What is injected unless the user says otherwise, as shares of the base's cold start. */
export const DEFAULT_SHARES: readonly number[] = [0.01, 0.02, 0.05];

/** The base with a known delay. */
export interface Probe {
  readonly share: number;
  readonly delayNs: Ns;
  readonly workload: Workload;
}

/**
 * One workload twice, from one module: every runner names an artifact by its content, so that both names start the
 * very same file.
 */
export async function makeTwins(
  source: Workload,
  folder: string,
): Promise<{ base: Workload; again: Workload }> {
  const base = await delayed(source, BASE, 0, folder);
  return { base, again: { ...base, name: AGAIN } };
}

/** One probe a share: the base, slower by that share of `coldStartNs`. */
export function makeProbes(
  source: Workload,
  shares: readonly number[],
  coldStartNs: Ns,
  folder: string,
): Promise<Probe[]> {
  return Promise.all(
    shares.map(async (share) => {
      const delayNs = Math.round(share * coldStartNs);
      return { share, delayNs, workload: await delayed(source, probeName(share), msFromNs(delayNs), folder) };
    }),
  );
}

/** 'plus2' for 2 %. */
export const probeName = (share: number): string => `plus${Number((share * 100).toPrecision(6))}`;

/** Also the base goes through such a module, with a delay of 0: whatever differs is the delay. */
async function delayed(source: Workload, name: string, delayMs: Ms, folder: string): Promise<Workload> {
  const modulePath = join(folder, `${name}.ts`);
  await writeFile(modulePath, moduleText(source.modulePath, delayMs));
  return { ...source, name, modulePath };
}

/**
 * The delay is in the first call, not in the loading of the module: a component is initialised when it is built, where
 * a delay would be lost. `performance.now()` is in every runtime that is measured, and is fine enough (1 µs or better).
 *
 * What it spins on is the engine's own search through 16 kB of zeros, some 10 µs a time. A bare loop over the clock
 * runs hot, so that the engine compiles it and collects what it allocates: 3.70 ms of that made a cold start of
 * `catalog` 5.19 ms [4.93, 5.56] slower and cost 7.5 ms of CPU; of this, 3.95 ms [3.78, 4.14] and 3.4 ms.
 */
const moduleText = (modulePath: string, delayMs: Ms): string => `// Made by coldbench selfcheck.
import { handler as handle } from ${JSON.stringify(modulePath)};

let first = true;

function spin(delayMs: number): void {
  const zeros = new Uint8Array(16384);
  const end = performance.now() + delayMs;
  while (performance.now() < end) zeros.includes(1);
}

export function handler(event: never): unknown {
  if (first) {
    first = false;
    spin(${delayMs});
  }
  return handle(event);
}
`;
