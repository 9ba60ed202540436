import { readFileSync } from 'node:fs';
import type { Bytes } from '../../harness/model/units.ts';
import type { LambdaReport } from '../runner.ts';
import type { Timing } from './platform/invocation.ts';
import { MEMORY_SIZE_MB } from './protocol.ts';

const MEMORY_SIZE_BYTES: Bytes = MEMORY_SIZE_MB * 1024 * 1024;

/**
 * The figures of one REPORT line. `durationNs`: from handing the event to the runtime to the last byte of its answer.
 * `initDurationNs`: from the start of the runtime process to its first request for an event, as the service counts it
 * ("Understanding the Lambda execution environment lifecycle": the Init phase ends with the first Next request);
 * creating the sandbox lies before it. Billed: both together, rounded up to a whole millisecond, since the service
 * bills the Init phase of zip packages too from August 2025 ("AWS Lambda standardizes billing for INIT Phase":
 * 250.06 ms and 100.77 ms are billed as 351 ms).
 */
export function lambdaReport({ durationNs, initDurationNs }: Timing): LambdaReport {
  return {
    initDurationNs,
    durationNs,
    billedDurationMs: Math.ceil((durationNs + (initDurationNs ?? 0)) / 1e6),
    memorySizeBytes: MEMORY_SIZE_BYTES,
    maxMemoryUsedBytes: null,
  };
}

/** The reports of one sandbox, made up when somebody asks: nothing of it falls into a timed call. */
export class Reports {
  readonly #reports: LambdaReport[] = [];
  readonly #takeTimings: () => Timing[];
  readonly #pid: number | null;

  /** `pid`: null for a runtime whose process cannot be seen. */
  constructor(takeTimings: () => Timing[], pid: number | null) {
    this.#takeTimings = takeTimings;
    this.#pid = pid;
  }

  /**
   * All reports so far, in call order. The last one gets the peak memory of the runtime at this moment; so a report
   * that was never the last when somebody asked keeps null. As in the service, a peak covers the sandbox's whole life.
   */
  read(): readonly LambdaReport[] {
    const news = this.#takeTimings().map(lambdaReport);
    const last = news.pop();
    this.#reports.push(...news);
    if (last) this.#reports.push({ ...last, maxMemoryUsedBytes: peakBytes(this.#pid) });
    return [...this.#reports];
  }
}

/** VmHWM of a process; null when it is gone, or where there is no /proc. */
function peakBytes(pid: number | null): Bytes | null {
  if (pid === null) return null;
  try {
    const match = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB/m);
    return match ? Number(match[1]) * 1024 : null;
  } catch {
    return null;
  }
}
