import type { Paragraph } from '../report/terminal/paragraphs.ts';
import type { ExportWriter } from './run.ts';

/** Where times come from. */
export type Writer = ExportWriter | 'coldbench';

type OfWriter = Readonly<Record<Writer, string>>;

/** What a time spans. */
const SPANS: OfWriter = {
  hyperfine: 'from the start of a process to its exit, less the start of the shell if there was one',
  coldbench: 'from the launch to the last byte of the first response',
  unknown: 'not told, since another program than hyperfine wrote the file (it has no user and system times)',
};

const ANSWERS: OfWriter = {
  hyperfine: 'not verified: an exit code of 0 is all that hyperfine asks of a run',
  coldbench: 'verified',
  unknown: 'not told whether verified',
};

const ORDERS: Readonly<Record<ExportWriter, string>> = {
  hyperfine:
    'Not interleaved: hyperfine runs one command to the end, then the next, so that a difference between two of them is partly what the machine did meanwhile.',
  unknown: 'Not told: whether the commands took turns is unknown.',
};

const NO_COLD_START = ' A cold start of coldbench is another thing: it ends with the first response.';

/** What the figures of one file are, are not, and do not tell; to be said beside them. */
export const caveatsOfFile = (writer: ExportWriter): Paragraph[] => [
  {
    label: 'times',
    text: `${sentence(SPANS[writer])}${writer === 'hyperfine' ? NO_COLD_START : ''}`,
  },
  { label: 'order', text: ORDERS[writer] },
  { label: 'answers', text: sentence(ANSWERS[writer]) },
  { label: 'machine', text: 'Unknown, as are the date, the load, the versions and every other condition.' },
];

/** The same of two files. */
export const caveatsOfFiles = (old: Writer, fresh: Writer): Paragraph[] => [
  {
    label: 'times',
    text:
      old === fresh
        ? sentence(SPANS[old])
        : `Of two kinds. ${bothSides(SPANS, old, fresh)} What is called faster or slower may be no more than that.`,
  },
  {
    label: 'answers',
    text: `${bothSides(ANSWERS, old, fresh)} Whether both sides do the same work is not known.`,
  },
  {
    label: 'machine',
    text: `Unknown ${unknownSides(old, fresh)}, as is every other condition: whether both ran on the same machine, equally loaded, with the same versions, is not known.`,
  },
];

/** Of commands of one file that are compared, whose order the comparison tells itself. */
export const caveatsWithinFile = (writer: ExportWriter): Paragraph[] =>
  caveatsOfFile(writer).filter(({ label }) => label !== 'order');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const bothSides = (texts: OfWriter, old: Writer, fresh: Writer): string =>
  old === fresh ? sentence(texts[old]) : `Old: ${texts[old]}. New: ${texts[fresh]}.`;

function unknownSides(old: Writer, fresh: Writer): string {
  if (old === 'coldbench') return 'for the new side';
  return fresh === 'coldbench' ? 'for the old side' : 'for both sides';
}
