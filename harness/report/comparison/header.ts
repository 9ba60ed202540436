import type { Comparison, ComparisonSide } from '../../compare/comparison.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import { formatCounted, formatPercent } from '../format.ts';
import type { Look } from '../terminal/look.ts';
import { renderParagraphs } from '../terminal/paragraphs.ts';

/** What is compared with what, how, and what the verdicts promise. */
export function formatComparisonHeader(comparison: Comparison, look: Look): string {
  const { old, new: fresh, run, design, refused, machines } = comparison;
  const heading =
    design === 'paired'
      ? 'coldbench compare: two workloads of one run, block by block'
      : `coldbench compare: two ${machines ? 'machines' : 'runs'}`;
  const method = { label: 'how', text: howCompared(comparison) };
  return renderParagraphs(
    heading,
    [
      ...(run === null ? [] : [{ label: 'run', text: run }]),
      { label: 'old', text: sideText(old) },
      { label: 'new', text: sideText(fresh) },
      ...(refused ? [] : [method]),
    ],
    look,
  );
}

/** How the two were compared, and what the verdicts promise. */
export const howCompared = (comparison: Comparison): string =>
  `${DESIGNS[comparison.design]} ${promise(comparison)}`;

const DESIGNS = {
  paired:
    'Both took turns in the same blocks and are compared within each block: the most sensitive comparison.',
  independent:
    'The runs were apart in time, and the machine drifts: every interval and verdict allows for as much as the runs themselves drifted. Two workloads of one run show far smaller changes.',
};

function sideText({ name, startedAt, blocks, trials, arch, emulated }: ComparisonSide): string {
  const time = startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  const machine = emulated === true ? `; ${arch}, EMULATED` : '';
  return `${name} (${time}; ${formatCounted(blocks, 'block')}, ${formatCounted(trials, 'trial')}${machine})`;
}

export function promise({ threshold, familySize }: Pick<Comparison, 'threshold' | 'familySize'>): string {
  const same = `"same" means a change of less than ${formatPercent(threshold)}, shown by two one-sided 5% tests`;
  if (familySize === 0) return `Here ${same}.`;
  const alarms = `The chance of any false "faster" or "slower" among ${formatCounted(familySize, 'row')} is at most ${formatPercent(FAMILY_ALPHA)} (Holm)`;
  return `${alarms}; ${same}. Intervals are 95% each.`;
}
