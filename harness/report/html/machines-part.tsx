import type { JSX } from 'preact';
import type { Comparison } from '../../compare/comparison.ts';
import type { MachinesComparison } from '../../compare/machines.ts';
import { CALIBRATION_HEADING, kernelName } from '../comparison/calibration-table.ts';
import { LIKENESS_HEADING } from '../comparison/format-comparison.ts';
import { likenessWords, ratioWithEnds } from '../comparison/machine-words.ts';
import type { NameComparison } from '../comparison/names.ts';
import { RATIOS_HEADING } from '../comparison/ratio-table.ts';
import { formatNs } from '../format.ts';
import { Scrollable } from './scrollable.tsx';

interface Props {
  readonly comparison: Comparison;
  readonly nameOf: NameComparison;
}

/** What compares between two machines, and what their absolute figures are to be read beside. */
export function MachinesPart({ comparison, nameOf }: Props): JSX.Element | null {
  const { machines, ratios, refused } = comparison;
  if (!machines) return null;
  return (
    <>
      {ratios.length > 0 && <Ratios comparison={comparison} nameOf={nameOf} />}
      {!refused && <Calibration {...machines.calibration} />}
      <details>
        <summary>{LIKENESS_HEADING}</summary>
        <ul class="words">
          {likenessWords(comparison, nameOf).map(({ label, text }) => (
            <li key={`${label} ${text}`}>
              <strong>{label}</strong>: {text}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Ratios({ comparison: { ratios }, nameOf }: Props): JSX.Element {
  return (
    <>
      <h3>{RATIOS_HEADING}</h3>
      <Scrollable label={RATIOS_HEADING}>
        <table>
          <thead>
            <tr>
              <th scope="col">subject</th>
              <th scope="col">old ratio [95 %]</th>
              <th scope="col">new ratio [95 %]</th>
              <th scope="col">new over old [95 %]</th>
            </tr>
          </thead>
          <tbody>
            {ratios.map((row) => (
              <tr key={row.subject}>
                <th scope="row">{nameOf(row)}</th>
                {[row.old, row.new, row.ratioOfRatios].map(({ value, interval }) => (
                  <td>{ratioWithEnds(value, interval)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

function Calibration({ kernels, notes }: MachinesComparison['calibration']): JSX.Element {
  return (
    <>
      <h3>{CALIBRATION_HEADING}</h3>
      {kernels.length > 0 && (
        <Scrollable label={CALIBRATION_HEADING}>
          <table>
            <thead>
              <tr>
                <th scope="col">fixed work</th>
                <th scope="col">old</th>
                <th scope="col">new</th>
                <th scope="col">new over old [95 %]</th>
              </tr>
            </thead>
            <tbody>
              {kernels.map((kernel) => (
                <tr key={kernel.kernel}>
                  <th scope="row">{kernelName(kernel)}</th>
                  <td>{formatNs(kernel.oldNs)}</td>
                  <td>{formatNs(kernel.newNs)}</td>
                  <td>{ratioWithEnds(kernel.ratio, kernel.ratioInterval)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
      {notes.map((note) => (
        <p class="faint" key={note}>
          {note}
        </p>
      ))}
    </>
  );
}
