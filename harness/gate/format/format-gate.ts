import { formatCounted } from '../../report/format.ts';
import { mapStrings, safeText, toAscii } from '../../report/sanitize.ts';
import { createLook, type Look, type LookOptions } from '../../report/terminal/look.ts';
import { type Paragraph, renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { wrapText } from '../../report/text.ts';
import type { GateResult, GateSide } from '../gate-result.ts';
import type { RerunReport } from '../rerun/report.ts';
import { gateNotes } from './notes.ts';
import { formatGateRows } from './row-table.ts';
import { rulesWords } from './rules-words.ts';
import { gateWords } from './words.ts';

/** No name, path or note of a file is longer. */
const LONGEST_TEXT = 300;

/** The answer, the rows and what each went through, what to know and what to do; with the last newline. */
export function formatGate(result: GateResult, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const clean = mapStrings(result, (text) => speak(safeText(text, LONGEST_TEXT)));
  const sections = [
    answer(clean, look),
    renderParagraphs('coldbench gate', sidesOf(clean), look),
    formatGateRows(clean, look),
    renderParagraphs('Notes', bulleted(gateNotes(clean)), look),
    renderParagraphs('What to do', bulleted(remediesOf(clean)), look),
  ];
  return speak(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}

function answer(result: GateResult, { colors, width }: Look): string {
  const paint = result.outcome === 'passed' ? colors.green : result.pass ? colors.yellow : colors.red;
  const lines = wrapText(gateWords(result), Math.min(width, 110));
  return lines.map((line) => paint(colors.bold(line))).join('\n');
}

function sidesOf(result: GateResult): Paragraph[] {
  const { candidate, baseline, beside, reruns } = result;
  const old = beside ? "the old code, in the candidate's own blocks" : baseline && sideText(baseline);
  return [
    { label: 'candidate', text: sideText(candidate) },
    ...(old === null ? [] : [{ label: 'baseline', text: old }]),
    { label: 'rule', text: rulesWords(result) },
    ...reruns.flatMap(againText),
  ];
}

function againText(report: RerunReport): Paragraph[] {
  if (report.status === 'impossible') return [];
  const blocks = report.look.comparison?.new.blocks;
  const many = blocks === undefined ? '' : ` in ${formatCounted(blocks, 'block')}`;
  return [{ label: 'again', text: `${report.workload}, old and new code${many}: ${report.path}` }];
}

const sideText = ({ path, startedAt }: GateSide): string =>
  `${path} (${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')})`;

/** A hostile or very long result must not push the answer off the screen. */
const MOST_LINES = 20;

function bulleted(texts: readonly string[]): Paragraph[] {
  const left = texts.length - MOST_LINES;
  const more = left > 0 ? [{ label: '-', text: `and ${formatCounted(left, 'other')}, in --json.` }] : [];
  return [...texts.slice(0, MOST_LINES).map((text) => ({ label: '-', text })), ...more];
}

function remediesOf({ unfit, noBaseline, reruns, rows, unjudged, pass, outcome }: GateResult): string[] {
  const remedies = [
    ...unfit.map(({ remedy }) => remedy),
    ...(noBaseline ? [noBaseline.remedy] : []),
    ...reruns.flatMap((report) => (report.status === 'impossible' ? [report.remedy] : [])),
    ...(rows.some(({ fate, confirmation }) => fate === 'undecided' && confirmation?.by === 'rerun')
      ? ['More time settles what is still open: --confirm-budget.']
      : []),
    ...(unjudged.length > 0
      ? ['Where the work has changed, measure old and new code in one run: --baseline-artifact.']
      : []),
    ...(rows.some(({ fate }) => fate === 'confirmed')
      ? ['If it is worth it: --accept --reason "why" --expires DAY.']
      : []),
  ];
  return pass && outcome === 'passed' ? [] : [...new Set(remedies)];
}
