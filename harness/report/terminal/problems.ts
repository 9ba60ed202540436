import { formatCounted } from '../format.ts';
import type { NameOf } from '../subject-names.ts';
import type { RunSummary } from '../summary-types.ts';
import { shorten } from '../text.ts';
import type { Look } from './look.ts';
import { type Paragraph, renderParagraphs } from './paragraphs.ts';

const LONGEST_REASON = 300;
/** Kinds of failure shown per subject, the most frequent first; the rest is counted. */
const MOST_KINDS = 5;

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Every runner that was left out, why, and what would change that. */
export function formatSkipped({ skippedRunners }: RunSummary, look: Look): string {
  const paragraphs = skippedRunners.map(({ runner, variant, reason, remedy }) => ({
    label: look.colors.yellow(variant === undefined ? runner : `${runner}:${variant}`),
    text: [reason, remedy]
      .filter((text) => text !== '')
      .map((text) => sentence(shorten(text, LONGEST_REASON)))
      .join(' '),
  }));
  return renderParagraphs('Not measured', paragraphs, look);
}

/** Every kind of failure: how often, in which step, why. */
export function formatFailures({ subjects }: RunSummary, nameOf: NameOf, look: Look): string {
  const paragraphs = subjects.flatMap((subject) => {
    const kinds = [...subject.failures].sort((a, b) => b.count - a.count);
    const label = look.colors.red(nameOf(subject));
    const shown = kinds.slice(0, MOST_KINDS).map(({ count, step, code, reason }) => ({
      label,
      text: `${formatCounted(count, 'time')} in ${step} (${code}): ${sentence(shorten(reason, LONGEST_REASON))}`,
    }));
    return [...shown, ...leftOver(label, kinds.length - MOST_KINDS)];
  });
  return renderParagraphs('Failed trials', paragraphs, look);
}

const leftOver = (label: string, count: number): Paragraph[] =>
  count > 0 ? [{ label, text: `and ${formatCounted(count, 'other kind')} of failure, in the file.` }] : [];
