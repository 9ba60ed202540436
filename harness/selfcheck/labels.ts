import { ColdbenchError } from '../model/errors.ts';
import type { Inferred } from '../model/inferred.ts';
import type { Ns } from '../model/units.ts';
import type { injectedDelaySchema } from './check-schema.ts';
import type { Probe } from './probes.ts';

/**
 * What a result set of the self-check is. It is said in the file's labels, so that every figure of the check can be
 * rebuilt from files alone, and so that the files stay ordinary result sets.
 */
export type Role = 'floor' | 'calibration' | 'repeat';

/** A delay as the file tells it: which workload has it, and what it was meant to be. */
export type InjectedDelay = Inferred<typeof injectedDelaySchema>;

type Labels = Readonly<Record<string, string>>;
/** A manifest, or a summary. */
type Labelled = { readonly labels: Labels };

const SHARE = 'share.';
const DELAY = 'delayNs.';

export const floorLabels = (bareLaunchNs: readonly Ns[]): Labels => ({
  selfcheck: 'floor',
  bareLaunchNs: bareLaunchNs.join(' '),
});

export const calibrationLabels = (source: string): Labels => ({ selfcheck: 'calibration', source });

export function repeatLabels(source: string, probes: readonly Probe[]): Labels {
  const delays = probes.flatMap(({ share, delayNs, workload }) => [
    [`${SHARE}${workload.name}`, String(share)],
    [`${DELAY}${workload.name}`, String(delayNs)],
  ]);
  return { selfcheck: 'repeat', source, ...Object.fromEntries(delays) };
}

/** @throws ColdbenchError `NOT_A_SELFCHECK` for a result set of anything else. */
export function roleOf(path: string, { labels }: Labelled): Role {
  const role = labels.selfcheck;
  if (role === 'floor' || role === 'calibration' || role === 'repeat') return role;
  throw new ColdbenchError('NOT_A_SELFCHECK', `${path} is not of a self-check.`, {
    remedy: 'Name files that `coldbench selfcheck` wrote, or name none to measure.',
  });
}

/** The name of the workload that was measured under several names. */
export const sourceOf = ({ labels }: Labelled): string => labels.source ?? 'unknown';

export const bareLaunchesOf = ({ labels }: Labelled): Ns[] =>
  (labels.bareLaunchNs ?? '').split(' ').flatMap((text) => (/^\d+$/.test(text) ? [Number(text)] : []));

/** In ascending order; a label that is no number is not a delay. */
export function delaysOf({ labels }: Labelled): InjectedDelay[] {
  const delays = Object.entries(labels).flatMap(([key, text]) => {
    if (!key.startsWith(SHARE)) return [];
    const workload = key.slice(SHARE.length);
    return [{ workload, share: Number(text), delayNs: Number(labels[`${DELAY}${workload}`]) }];
  });
  return delays
    .filter(({ share, delayNs }) => Number.isFinite(share) && Number.isFinite(delayNs))
    .sort((a, b) => a.share - b.share);
}
