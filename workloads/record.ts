import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isWorkloadName, WORKLOAD_NAMES, type WorkloadName, workloadFolder } from './built-in.ts';
import { bundleHandler } from './bundle.ts';
import { sha256 } from './input.ts';
import { resolveWorkload } from './resolve.ts';
import type { Workload } from './workload.ts';

/** How an answer compares with the recorded one. */
export interface RecordedAnswer {
  readonly name: WorkloadName;
  readonly state: 'unchanged' | 'changed' | 'new';
  readonly sha256: string;
}

/** JSON text in, JSON text out, as every packaging does it. */
export type Answer = (event: string) => Promise<string>;

/** Bundles a workload as the component is bundled, and loads it into this process. */
export async function loadAnswer(workload: Workload): Promise<Answer> {
  const code = await bundleHandler(workload, 'neutral');
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  const { handler } = (await import(/* @vite-ignore */ url)) as { handler: (event: unknown) => unknown };
  return async (event) => JSON.stringify(await handler(JSON.parse(event)));
}

/** Compares the answer to the recorded event with expected.sha256; writes that file only when asked to. */
export async function recordWorkload(
  name: WorkloadName,
  { write }: { write: boolean },
): Promise<RecordedAnswer> {
  const workload = await resolveWorkload(name);
  const answer = await loadAnswer(workload);
  const digest = sha256(Buffer.from(await answer(new TextDecoder().decode(workload.input))));
  if (write) await writeFile(join(workloadFolder(name), 'expected.sha256'), `${digest}\n`);
  return { name, state: stateOf(workload.expectedSha256, digest), sha256: digest };
}

function stateOf(expected: string | null, actual: string): RecordedAnswer['state'] {
  if (expected === null) return 'new';
  return expected === actual ? 'unchanged' : 'changed';
}

/** The command `node workloads/record.mjs [--write] [name …]`; its exit code is 1 when something differs. */
export async function main(argv: readonly string[], print: (line: string) => void): Promise<number> {
  const write = argv.includes('--write');
  const names = argv.filter((argument) => argument !== '--write');
  const unknown = names.find((name) => !isWorkloadName(name));
  if (unknown !== undefined) {
    print(`There is no built-in workload ${unknown}. Usage: node workloads/record.mjs [--write] [name …]`);
    return 2;
  }
  let differing = 0;
  for (const name of names.length > 0 ? names.filter(isWorkloadName) : WORKLOAD_NAMES) {
    const { state, sha256: digest } = await recordWorkload(name, { write });
    print(`${name.padEnd(10)} ${digest} ${state}${write && state !== 'unchanged' ? ', written' : ''}`);
    if (state !== 'unchanged') differing += 1;
  }
  return differing > 0 && !write ? 1 : 0;
}
