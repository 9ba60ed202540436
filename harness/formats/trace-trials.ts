import { phaseDurations } from '../model/metrics.ts';
import { PHASES } from '../model/phases.ts';
import type { CompletedTrial, FailedTrial, SkippedTrial, Trial } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { safeText } from '../report/sanitize.ts';
import { instant, slice, type TraceEvent, type Track } from './trace-event.ts';

const argsOf = ({ block, trial, warmup, status }: Trial) => ({ block, trial, warmup, status });

const LABELS = new Map(PHASES.map(({ until, label }) => [until, label]));

/** Until when a trial lasted, on the clock of the run. */
export const endOf = ({ launchNs, stoppedNs }: CompletedTrial): Ns => launchNs + stoppedNs;

/** The trial as a whole; within it its phases, which together are the cold start; and all that came after. */
export function completedTrialEvents(
  trial: CompletedTrial,
  track: Track,
  more: TraceEvent['args'],
): TraceEvent[] {
  const { launchNs, firstResponseNs, stoppedNs, warmNs } = trial;
  const args = { ...argsOf(trial), ...more };
  let fromNs = launchNs;
  const phases = phaseDurations(trial).map(([until, durationNs]) => {
    const span = { fromNs, untilNs: fromNs + durationNs };
    fromNs = span.untilNs;
    return slice(track, {
      ...span,
      name: LABELS.get(until) ?? until,
      cat: 'phase',
      args: { ...args, until },
    });
  });
  const responseNs = launchNs + firstResponseNs;
  return [
    slice(track, {
      name: `trial ${trial.trial}`,
      fromNs: launchNs,
      untilNs: endOf(trial),
      cat: 'trial',
      args: { ...args, coldStartNs: firstResponseNs },
    }),
    ...phases,
    slice(track, {
      name: 'warm calls, readings, stop',
      fromNs: responseNs,
      untilNs: launchNs + Math.max(stoppedNs, firstResponseNs),
      cat: 'after',
      args: { ...args, warmCalls: warmNs.length },
    }),
  ];
}

/**
 * A trial that did not end well, or was not run, as an instant: its record has no times. It stands where the trial
 * before it ended, and its args say that this is the earliest that it can have been.
 */
export function otherTrialEvent(
  trial: FailedTrial | SkippedTrial,
  track: Track,
  { earliestNs, more }: { readonly earliestNs: Ns; readonly more: TraceEvent['args'] },
): TraceEvent {
  const args = { ...argsOf(trial), ...more, reason: safeText(trial.reason, 1000), earliestNs };
  if (trial.status === 'skipped')
    return instant(track, earliestNs, { name: 'skipped', cat: 'skipped', cname: 'grey', args });
  const code = safeText(trial.code);
  return instant(track, earliestNs, {
    name: `failed: ${code}`,
    cat: 'failed',
    cname: 'terrible',
    args: { ...args, step: trial.step, code },
  });
}
