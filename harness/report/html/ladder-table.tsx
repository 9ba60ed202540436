import type { JSX } from 'preact';
import { formatInterval, formatNs } from '../format.ts';
import { missingByReason } from '../ladder.ts';
import type { ReportLadderRow } from '../report-data.ts';
import { RUNG_WORDS, RUNGS } from '../rungs.ts';
import { listing } from '../text.ts';
import { Scrollable } from './scrollable.tsx';

/** What the ladder shows, for those that do not see it, and which rungs there are not. */
export function LadderTable({ ladder }: { ladder: readonly ReportLadderRow[] }): JSX.Element | null {
  if (ladder.length === 0) return null;
  const missing = missingByReason(ladder);
  return (
    <details>
      <summary>The ladder as a table, with the rungs that are missing</summary>
      <Scrollable label="The ladder as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">subject</th>
              <th scope="col">rung</th>
              <th scope="col">what it is</th>
              <th scope="col">median [95 %]</th>
            </tr>
          </thead>
          <tbody>
            {ladder.flatMap(({ name, steps }) =>
              RUNGS.flatMap((rung) => {
                const step = steps.find((one) => one.rung === rung);
                if (!step) return [];
                const { value, interval, n } = step.medianNs;
                return [
                  <tr key={`${name} ${rung}`}>
                    <th scope="row">{name}</th>
                    <td>{rung}</td>
                    <td>{RUNG_WORDS[rung]}</td>
                    <td>
                      {formatNs(value)}{' '}
                      <span class="faint">{interval ? formatInterval(interval) : `n=${n}`}</span>
                    </td>
                  </tr>,
                ];
              }),
            )}
          </tbody>
        </table>
      </Scrollable>
      {missing.length > 0 && (
        <ul class="words">
          {missing.map(({ reason, where }) => (
            <li key={reason}>
              No {listing(where)}: {reason}.
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
