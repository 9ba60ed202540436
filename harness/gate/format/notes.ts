import { nameOf } from '../../report/comparison/hidden-table.ts';
import { formatPercent } from '../../report/format.ts';
import { listing } from '../../report/text.ts';
import type { AcceptedChange } from '../accepted/schema.ts';
import type { GateResult } from '../gate-result.ts';

/** What to know besides the answer. */
export function gateNotes({ accepted, hidden, notes, beside, reruns, unfit }: GateResult): string[] {
  const path = accepted.path ?? 'accepted.json';
  return [
    ...accepted.used.map((change) => `Accepted: ${changeText(change)}; ${whoAndWhy(change)}.`),
    ...accepted.added.map((change) => `Accepted from now on: ${changeText(change)}; ${whoAndWhy(change)}.`),
    ...accepted.expired.map(
      (change) =>
        `No longer accepted, since ${change.expires} is over: ${changeText(change)}. Take it out of ${path}.`,
    ),
    ...accepted.exceeded.map(
      (change) => `More than is accepted: ${changeText(change)}; ${whoAndWhy(change)}.`,
    ),
    ...accepted.unused.map(
      (change) => `Nothing was there to be accepted as ${changeText(change)}. Take it out of ${path}.`,
    ),
    ...(beside || unfit.length > 0 ? [] : differences(hidden.map(nameOf))),
    ...reruns.flatMap((report) =>
      report.status === 'run' ? (report.look.comparison?.notes ?? []).map((note) => `Again: ${note}`) : [],
    ),
    ...notes,
  ];
}

function changeText({ workload, runner, metric, direction, upToRatio }: AcceptedChange): string {
  const limit = formatPercent(Math.abs(upToRatio - 1));
  return `${metric} of ${workload} as ${runner} ${direction} by up to ${limit}`;
}

const whoAndWhy = ({ reason, by, expires }: AcceptedChange): string => `${by}: "${reason}", until ${expires}`;

const MOST_NAMED = 6;

function differences(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const left = names.length - MOST_NAMED;
  const shown = [...names.slice(0, MOST_NAMED), ...(left > 0 ? [`${left} others`] : [])];
  return [
    `Candidate and baseline also differ in ${listing(shown)}; measured again, old and new code do not.`,
  ];
}
