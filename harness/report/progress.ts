import type { Ns } from '../model/units.ts';
import { LiveLine } from './live-line.ts';
import {
  type PackagingStep,
  packagingText,
  stretchText,
  type TrialStep,
  trialFraction,
  trialText,
} from './progress-text.ts';
import { safeText, toAscii } from './sanitize.ts';

export type { PackagingStep, TrialStep } from './progress-text.ts';

export interface ProgressOptions {
  /** Standard error, so that standard output carries the report alone. */
  readonly stream: NodeJS.WritableStream & { readonly columns?: number };
  readonly isTty: boolean;
  readonly color: boolean;
  readonly unicode: boolean;
  /** A monotonic clock. */
  now(): Ns;
}

/** Draws at once or not at all, and never from a timer: nothing of it runs while the caller times a trial. */
export interface Progress {
  /** What is being done now, when it has no steps to count: 'probing runners'. */
  phase(text: string): void;
  packaging(step: PackagingStep): void;
  /** Call it between trials only. */
  trial(step: TrialStep): void;
  /** A line that stays. */
  note(line: string): void;
  /** Removes the live line and gives the cursor back; idempotent. */
  done(): void;
}

const BETWEEN_DRAWINGS_NS = 100e6;
const BETWEEN_LOG_LINES_NS = 10e9;
const LONGEST_LINE = 500;

export const createProgress = (options: ProgressOptions): Progress =>
  options.isTty ? liveProgress(options) : loggedProgress(options);

/** One line that is redrawn in place, for trials at most ten times a second. */
function liveProgress({ now, ...options }: ProgressOptions): Progress {
  const line = new LiveLine(options);
  let drawnAtNs = Number.NEGATIVE_INFINITY;
  return {
    phase: (text) => line.draw([safeText(text, LONGEST_LINE)]),
    packaging: (step) => line.draw([packagingText(step)], step.total > 0 ? step.done / step.total : null),
    trial: (step) => {
      if (now() - drawnAtNs < BETWEEN_DRAWINGS_NS) return;
      line.draw([trialText(step), stretchText(step)], trialFraction(step));
      drawnAtNs = now();
    },
    note: (text) => line.note(text),
    done: () => line.remove(),
  };
}

/** Plain lines for a pipe: one per packaging step, and of the trials one per ten seconds and the last one. */
function loggedProgress({ stream, unicode, now }: ProgressOptions): Progress {
  let pending: TrialStep | null = null;
  let writtenAtNs = Number.NEGATIVE_INFINITY;
  const write = (text: string) => {
    const line = safeText(text, LONGEST_LINE);
    stream.write(`${unicode ? line : toAscii(line)}\n`);
  };
  return {
    phase: write,
    packaging: (step) => write(packagingText(step)),
    trial: (step) => {
      pending = step;
      if (now() - writtenAtNs < BETWEEN_LOG_LINES_NS) return;
      write(stretchText(step));
      writtenAtNs = now();
      pending = null;
    },
    note: write,
    done: () => {
      if (pending) write(stretchText(pending));
      pending = null;
    },
  };
}
