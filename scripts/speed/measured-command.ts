import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';

/** What something cost a process. */
export interface Cost {
  readonly wallNs: number;
  /** User and system, of all threads. */
  readonly cpuNs: number;
  readonly peakBytes: number;
}

/** What this process has cost so far; `begunNs` is when the clock began. */
export function costSince(begunNs: bigint, cpuBefore?: NodeJS.CpuUsage): Cost {
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    wallNs: Number(process.hrtime.bigint() - begunNs),
    cpuNs: (user + system) * 1e3,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** CPU time and peak memory as the kernel counts them for the child, read from its own last words. */
const LAST_WORDS = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  console.error(JSON.stringify({ cpuNs: (user + system) * 1e3, peakBytes }));
});`;

/** `coldbench ARGUMENTS`, from its start to its end. @throws Error with what it said when it fails. */
export async function measureCommand(args: readonly string[]): Promise<Cost> {
  const preload = `data:text/javascript,${encodeURIComponent(LAST_WORDS)}`;
  const program = join(projectRoot(), 'scripts/coldbench.mjs');
  const begunNs = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--import', preload, program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  const wallNs = Number(process.hrtime.bigint() - begunNs);
  if (code !== 0) throw new Error(`coldbench ${args.join(' ')} ended with ${code}: ${said}`);
  return { wallNs, ...JSON.parse(said.trim().split('\n').at(-1) ?? '{}') };
}
