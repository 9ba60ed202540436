import { formatCount, formatCounted, formatDuration, formatPercent } from '../report/format.ts';
import { mapStrings, safeText, toAscii } from '../report/sanitize.ts';
import { createLook, type Look, type LookOptions } from '../report/terminal/look.ts';
import { shellPath } from '../report/terminal/next-steps.ts';
import { type Column, renderTable } from '../report/terminal/table.ts';
import { listing, wrapText } from '../report/text.ts';
import type { PlanFile } from './plan-schema.ts';

const LONGEST_TEXT = 500;
/** A fleet's parts are alike; so many show what they are. */
const MOST_ROWS = 20;

/** What each machine is to do, for a terminal; with the last newline. */
export function formatPlan(given: PlanFile, folder: string, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const plan = mapStrings(given, (text) => speak(safeText(text, LONGEST_TEXT)));
  const sections = [heading(plan, look), partTable(plan, look), nextSteps(plan, folder, look)];
  return speak(`${sections.join('\n\n')}\n`);
}

function heading({ mode, parts, workloads, runners, seed }: PlanFile, { colors, width }: Look): string {
  const what = `${listing(workloads.map(({ workload }) => workload))} as ${listing(runners)}`;
  const how =
    mode === 'split'
      ? `${formatCounted(parts.length, 'part')} that share the blocks, for machines of one kind.`
      : `${formatCounted(parts.length, 'part')}, each with all blocks, for machines of any kind.`;
  return [
    ...wrapText(`coldbench plan: ${what}`, width).map(colors.bold),
    ...wrapText(`${how} Seed ${seed}.`, width),
  ].join('\n');
}

function partTable({ parts }: PlanFile, look: Look): string {
  const shown = parts.slice(0, MOST_ROWS);
  const columns: Column[] = [
    { head: 'part', align: 'left', cells: shown.map(({ part }) => part) },
    { head: 'blocks', align: 'left', cells: shown.map(({ plan }) => untilOf(plan)) },
    { head: 'seed', align: 'right', cells: shown.map(({ seed }) => String(seed)) },
  ];
  const left = parts.length - shown.length;
  return `${renderTable(columns, look)}${left > 0 ? `\nand ${formatCount(left)} more` : ''}`;
}

/** When a part ends: after a number of blocks, or by what its plan says of precision and budget. */
function untilOf({ blocks, precision, budgetNs }: PlanFile['plan']): string {
  const budget = budgetNs === null ? '' : `, ${formatDuration(budgetNs)} at most`;
  return blocks === null ? `until ${formatPercent(precision)}${budget}` : `${formatCount(blocks)}${budget}`;
}

function nextSteps({ parts: [first] }: PlanFile, folder: string, { colors }: Look): string {
  const path = shellPath(folder);
  const run = `npx coldbench bench --plan ${path} --part ${first?.part ?? 'NAME'} --out part.ndjson`;
  return [
    `${colors.bold('On each machine')}, with a copy of ${path} and another part on each:`,
    `  ${colors.cyan(run)}`,
    `${colors.bold('Then')}, with all files in one place:`,
    `  ${colors.cyan('npx coldbench merge part-*.ndjson --out merged.ndjson')}`,
  ].join('\n');
}
