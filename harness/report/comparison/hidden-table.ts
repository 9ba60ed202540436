import type { Fact, HiddenDifference } from '../../compare/hidden-differences.ts';
import { formatBytes, formatCounted, formatNs } from '../format.ts';
import type { Look } from '../terminal/look.ts';
import { renderTable } from '../terminal/table.ts';
import { shorten, textWidth } from '../text.ts';

/** Where the field's own name is not what a reader would call it. */
const WORDS: Readonly<Record<string, string>> = {
  'machine cpuModel': 'CPU model',
  'machine cpuSignature': 'CPU family/model/stepping',
  'machine logicalCpus': 'CPUs',
  'machine availableCpus': 'available CPUs',
  'machine governor': 'CPU governor',
  'machine kernel': 'kernel',
  'machine os': 'operating system',
  'machine memoryBytes': 'memory',
  'machine hostnameHash': 'host (hash of its name)',
  'machine bootHash': 'boot (hash)',
  'machine containerEngine version': 'container engine',
  'quietness score': 'quietness, of 100',
  'tool node': 'Node',
  'harness harnessVersion': 'coldbench',
  'harness gitCommit': 'coldbench commit',
  'harness condition': 'condition',
  'plan warmCalls': 'warm calls a trial',
};

const LONGEST_WHAT = 32;
/** More are in --json; a table this long says that everything differs. */
const MOST_ROWS = 30;

/** What differs besides what is compared: read before any figure. */
export function formatHidden(hidden: readonly HiddenDifference[], look: Look): string {
  if (hidden.length === 0) return '';
  const shown = hidden.slice(0, MOST_ROWS);
  const names = shown.map((difference) => shorten(nameOf(difference), LONGEST_WHAT));
  const room = Math.floor((look.width - Math.max(...names.map(textWidth), 'differs'.length) - 4) / 2);
  const texts = shown.map((difference) => bothSides(difference).map((text) => shorten(text, room)));
  const table = renderTable(
    [
      { head: 'differs', align: 'left', cells: names },
      { head: 'old', align: 'left', cells: texts.map(([old]) => old ?? '') },
      { head: 'new', align: 'left', cells: texts.map(([, fresh]) => fresh ?? '') },
    ],
    look,
  );
  const left = hidden.length - shown.length;
  const more = left > 0 ? [`and ${formatCounted(left, 'other')}, in --json`] : [];
  const heading = 'Hidden differences: not compared, but perhaps the cause';
  return [look.colors.bold(shorten(heading, look.width)), table, ...more].join('\n');
}

/** 'CPU model', 'label branch'. */
export const nameOf = ({ group, field }: HiddenDifference): string =>
  WORDS[`${group} ${field}`] ?? `${group} ${field}`;

/** Both sides, scaled as the reader expects, unless that hides the difference. */
export function bothSides({ field, old, new: fresh }: HiddenDifference): [string, string] {
  const [a, b] = [formatFact(field, old), formatFact(field, fresh)];
  return a === b ? [String(old), String(fresh)] : [a, b];
}

export function formatFact(field: string, fact: Fact): string {
  if (fact === null) return 'not recorded';
  if (fact === '') return '(empty)';
  if (typeof fact === 'number' && field.endsWith('Bytes')) return formatBytes(fact);
  if (typeof fact === 'number' && field.endsWith('Ns')) return formatNs(fact);
  return String(fact);
}
