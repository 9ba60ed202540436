import type { JSX } from 'preact';
import type { Comparison, ComparisonRow } from '../../compare/comparison.ts';
import type { ChangeChart } from '../charts/changes.ts';
import { cautions } from '../comparison/cautions.ts';
import { percentChange, percentInterval, rowFigures } from '../comparison/figures.ts';
import { formatFact, nameOf as nameOfFact } from '../comparison/hidden-table.ts';
import { comparisonWords } from '../comparison/in-words.ts';
import { comparisonNames } from '../comparison/names.ts';
import { shownRows } from '../comparison/row-table.ts';
import { verdictWord } from '../comparison/words.ts';
import { formatPercent } from '../format.ts';
import { MachinesPart } from './machines-part.tsx';
import { Scrollable } from './scrollable.tsx';

const LONGEST_NAME = 60;
const MARKS = { slower: '▲', faster: '▼', same: '=', inconclusive: '?' } as const;

const changeText = ({ statistics: { ratio, ratioInterval } }: ComparisonRow): string =>
  `${percentChange(ratio, ratioInterval)} ${percentInterval(ratioInterval)}`.trim();

/** What the chart of a comparison shows: every row that is a hypothesis. */
export function changeChart(comparison: Comparison): ChangeChart {
  const nameOf = comparisonNames(comparison.subjects, LONGEST_NAME);
  return {
    threshold: comparison.threshold,
    rows: comparison.subjects.flatMap((subject) =>
      subject.rows
        .filter(({ hypothesis }) => hypothesis)
        .map((row) => ({
          name: `${nameOf(subject)}: ${row.metric.label}`,
          ratio: row.statistics.ratio,
          interval: row.statistics.ratioInterval,
          verdict: row.verdict,
          word: verdictWord(row.verdict, row.metric),
          text: changeText(row),
        })),
    ),
  };
}

/** Two runs side by side. `index` is the place of its chart in the page's data. */
export function ComparisonSection({
  comparison,
  index,
}: {
  comparison: Comparison;
  index: number;
}): JSX.Element {
  const { old, new: fresh, hidden, refused, subjects, notes, threshold } = comparison;
  const nameOf = comparisonNames(subjects, LONGEST_NAME);
  const id = `changes-${index}`;
  return (
    <section>
      <h2>
        {old.name} → {fresh.name}
      </h2>
      {refused && (
        <p class="warn">
          <strong>Different machines.</strong> Absolute figures of different machines are not compared; see
          the ratios within each run below, or ask with --across-machines.
        </p>
      )}
      {[...cautions(comparison), ...notes].map((text) => (
        <p class="warn" key={text}>
          {text}
        </p>
      ))}
      <MachinesPart comparison={comparison} nameOf={nameOf} />
      <ul class="words">
        {comparisonWords(comparison, nameOf).map(({ label, text }) => (
          <li key={`${label} ${text}`}>
            <strong>{label}</strong>: {text}
          </li>
        ))}
      </ul>
      {subjects.some(({ rows }) => rows.length > 0) && (
        <figure>
          <figcaption>
            <h3 id={id}>What changed</h3>
            <p class="faint">
              New against old, with 95 % intervals. Shaded: changes of less than {formatPercent(threshold)},
              which do not matter. Triangle: faster or smaller; diamond: slower or larger; ring: not decided.
            </p>
          </figcaption>
          <div class="chart" data-changes={index} role="img" aria-labelledby={id} />
        </figure>
      )}
      <Scrollable label={`Changes from ${old.name} to ${fresh.name}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">subject</th>
              <th scope="col">metric</th>
              <th scope="col">old → new</th>
              <th scope="col">change [95 %]</th>
              <th scope="col">verdict</th>
            </tr>
          </thead>
          <tbody>
            {subjects.flatMap((subject) =>
              shownRows(subject).map((row) => (
                <ChangeTableRow
                  key={`${subject.subject} ${row.metric.name}`}
                  name={nameOf(subject)}
                  row={row}
                />
              )),
            )}
          </tbody>
        </table>
      </Scrollable>
      {hidden.length > 0 && (
        <details open>
          <summary>Hidden differences: not compared, but perhaps the cause</summary>
          <dl>
            {hidden.map((difference) => (
              <>
                <dt>{nameOfFact(difference)}</dt>
                <dd>
                  {formatFact(difference.field, difference.old)} →{' '}
                  {formatFact(difference.field, difference.new)}
                </dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function ChangeTableRow({ name, row }: { name: string; row: ComparisonRow }): JSX.Element {
  const figures = rowFigures(row);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{row.metric.label}</td>
      <td>
        {figures.old} → {figures.new} {figures.unit}
      </td>
      <td>{changeText(row)}</td>
      <td class={`verdict-${row.verdict}`}>
        {MARKS[row.verdict]} {verdictWord(row.verdict, row.metric)}
      </td>
    </tr>
  );
}
