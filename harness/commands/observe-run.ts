import type { RunObserver } from '../experiment/run.ts';
import { now } from '../experiment/stamps.ts';
import { createProgress } from '../report/progress.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import type { Io } from './io.ts';

export interface Observation {
  readonly observer: RunObserver;
  /** Ends the live display; idempotent. */
  done(): void;
}

/** Shows a run's progress on stderr, so that stdout carries the result alone. */
export function observeRun(io: Io): Observation {
  const { color, unicode, isTty } = terminalOptions(io.stderr, io.env);
  const progress = createProgress({ stream: io.stderr, isTty, color, unicode, now: () => Number(now()) });
  const observer: RunObserver = {
    note: (line) => progress.note(line),
    reference: (workload) => progress.phase(`calling ${workload} in-process, for reference`),
    packaging: ({ runner, workload }, done, total) => progress.packaging({ runner, workload, done, total }),
    study: (what) => progress.phase(what),
    trial: (trial, { block, plan, elapsedNs, leftNs }) =>
      progress.trial({
        block: block + 1,
        blocks: plan.blocks === null ? null : plan.blocks + plan.warmupBlocks,
        subject: trial.subject,
        elapsedNs,
        leftNs,
        ...(trial.status === 'completed' && { coldStartNs: trial.firstResponseNs }),
      }),
  };
  return { observer, done: () => progress.done() };
}
