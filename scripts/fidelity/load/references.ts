import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../harness/project-root.ts';
import { findTool } from '../../../runners/support/tools.ts';

const run = promisify(execFile);

/** Quantiles of latencies in ns, found by another program. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** autocannon at a constant rate over all its connections, corrected for coordinated omission; null where it is not installed. */
export function autocannon(): ((port: number, rate: number, seconds: number) => Promise<Latencies>) | null {
  const program = findTool('autocannon')?.path;
  if (program === undefined) return null;
  return async (port, rate, seconds) => {
    const args = ['-m', 'POST', '-b', '{}', '-c', '10', '-R', `${rate}`, '-d', `${seconds}`, '-j', '-n'];
    const { stdout } = await run(process.execPath, [program, ...args, `http://127.0.0.1:${port}/`]);
    const { latency } = JSON.parse(stdout) as { latency: { p50: number; p99: number } };
    return { p50: latency.p50 * 1e6, p99: latency.p99 * 1e6 };
  };
}

/** The C program beside this file, compiled into `folder`; null where there is no compiler. */
export function openLoopInC(
  folder: string,
): ((port: number, rate: number, seconds: number) => Promise<Latencies>) | null {
  const program = join(folder, 'open-loop');
  try {
    const source = join(projectRoot(), 'scripts/fidelity/load/open-loop.c');
    execFileSync('cc', ['-O2', '-o', program, source], { stdio: 'ignore' });
  } catch {
    return null; // no C compiler here
  }
  return async (port, rate, seconds) => {
    const { stdout } = await run(program, [`${port}`, `${rate}`, `${seconds}`]);
    const [p50 = Number.NaN, p99 = Number.NaN] = stdout.split(' ').map(Number);
    return { p50, p99 };
  };
}

/** Where Debian's package libhdrhistogram-java puts it. */
const HDR_JAR = '/usr/share/java/hdrhistogram.jar';

/** The count and the quantiles of a histogram as HdrHistogram's own implementation reads them; null without it. */
export function javaHistogram(): ((histogram: string, quantiles: readonly number[]) => number[]) | null {
  if (!existsSync(HDR_JAR)) return null;
  const program = join(projectRoot(), 'scripts/fidelity/load/read-histogram.java');
  return (input, quantiles) =>
    execFileSync('java', ['-cp', HDR_JAR, program, ...quantiles.map(String)], { input })
      .toString()
      .trim()
      .split(' ')
      .map(Number);
}
