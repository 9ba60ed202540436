import type { Ns } from '../model/units.ts';
import { formatDuration, formatNs } from './format.ts';
import { safeText } from './sanitize.ts';

export interface PackagingStep {
  readonly runner: string;
  readonly workload: string;
  /** Artifacts that are ready, of `total`. */
  readonly done: number;
  readonly total: number;
}

export interface TrialStep {
  /** Counted from 1. */
  readonly block: number;
  /** Null when precision or a budget decides how many there will be. */
  readonly blocks: number | null;
  readonly subject: string;
  readonly elapsedNs: Ns;
  /** Null when nothing limits the time. */
  readonly leftNs: Ns | null;
  /** Of the trial that has just ended. */
  readonly coldStartNs?: Ns;
}

const LONGEST_NAME = 40;

export const packagingText = ({ runner, workload, done, total }: PackagingStep): string =>
  `packaging ${safeText(workload, LONGEST_NAME)} as ${safeText(runner, LONGEST_NAME)} (${done} of ${total} ready)`;

const blockText = ({ block, blocks }: TrialStep): string =>
  blocks === null ? `block ${block}` : `block ${block} of ${blocks}`;

const timeText = ({ elapsedNs, leftNs }: TrialStep): string => {
  const left = leftNs === null ? '' : `, at most ${formatDuration(leftNs)} left`;
  return `${formatDuration(elapsedNs)} elapsed${left}`;
};

/** 'block 7 of 30 · 1m 05s elapsed, at most 2m 10s left · markdown/wasm/jco 112 ms'. */
export function trialText(step: TrialStep): string {
  const cold = step.coldStartNs === undefined ? '' : ` ${formatNs(step.coldStartNs)}`;
  return `${blockText(step)} · ${timeText(step)} · ${safeText(step.subject, LONGEST_NAME)}${cold}`;
}

/** The line for a log: without the trial, since a log gets a line per stretch of time, not per trial. */
export const stretchText = (step: TrialStep): string => `${blockText(step)} · ${timeText(step)}`;

/** How far the run is, 0 to 1, by whichever of blocks and time is further; null when neither is limited. */
export function trialFraction({ block, blocks, elapsedNs, leftNs }: TrialStep): number | null {
  const byBlocks = blocks === null || blocks === 0 ? 0 : (block - 1) / blocks;
  const byTime = leftNs === null || elapsedNs + leftNs === 0 ? 0 : elapsedNs / (elapsedNs + leftNs);
  return blocks === null && leftNs === null ? null : Math.min(1, Math.max(0, byBlocks, byTime));
}
