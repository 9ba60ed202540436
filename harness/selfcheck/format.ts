import { formatInterval, formatNs } from '../report/format.ts';
import { mapStrings, safeText, toAscii } from '../report/sanitize.ts';
import { subjectNames } from '../report/subject-names.ts';
import type { Estimate } from '../report/summary-types.ts';
import { createLook, type Look, type LookOptions } from '../report/terminal/look.ts';
import { renderParagraphs } from '../report/terminal/paragraphs.ts';
import { formatSkipped } from '../report/terminal/problems.ts';
import { formatSubjectTable } from '../report/terminal/subject-table.ts';
import { wrapText } from '../report/text.ts';
import { checkNotes } from './check-notes.ts';
import { delayTable, repeatTable } from './check-tables.ts';
import type { Check, Floor, SelfcheckReport } from './report.ts';

const LONGEST_TEXT = 1000;

/** The report for a terminal, with its last newline. Pure. */
export function formatSelfcheck(report: SelfcheckReport, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const { harnessVersion, floor, checks, files } = mapStrings(report, (text) =>
    speak(safeText(text, LONGEST_TEXT)),
  );
  const sections = [
    look.colors.bold(`coldbench ${harnessVersion}: is the instrument right, and how fine is it?`),
    ...(floor ? floorSections(floor, look) : []),
    ...checks.flatMap((check) => checkSections(check, look)),
    renderParagraphs(
      'To be published beside the figures',
      checks.map(({ statement }) => ({ label: '', text: statement })),
      look,
    ),
    [look.colors.bold('Every trial is in'), ...files.map((file) => `  ${file}`)].join('\n'),
  ];
  return speak(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}

function floorSections({ bareLaunchNs, run }: Floor, look: Look): string[] {
  const names = subjectNames(run.subjects);
  const bare = bareLaunchNs === null ? '' : `A bare launch of \`true\` takes ${withInterval(bareLaunchNs)}.`;
  return [
    [look.colors.bold('Floor: what the instrument costs by itself'), bare]
      .filter((line) => line !== '')
      .join('\n'),
    run.subjects.length > 0 ? formatSubjectTable(run.subjects, names, look) : '',
    formatSkipped(run, look),
  ];
}

function checkSections(check: Check, look: Look): string[] {
  const { source, runner } = check;
  const intro =
    'The two names are of one and the same file; whatever is called faster or slower is a false alarm.';
  return [
    [
      look.colors.bold(`${source} as ${runner}: compared with itself`),
      ...wrapText(intro, look.width).map(look.colors.dim),
      '',
      repeatTable(check, look),
    ].join('\n'),
    check.sensitivity.length === 0
      ? ''
      : [look.colors.bold(`${source} as ${runner}: known delays`), '', delayTable(check, look)].join('\n'),
    renderParagraphs('In words', checkNotes(check), look),
  ];
}

const withInterval = ({ value, interval, n }: Estimate): string =>
  interval ? `${formatNs(value)} ${formatInterval(interval)}` : `${formatNs(value)} (n=${n})`;
