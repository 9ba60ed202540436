import { ISOLATION_CLASSES } from '../../runners/runner.ts';
import { formatCounted, formatNs, formatPercent, formatRatio } from './format.ts';
import { calledOver, overheadCause, startingAs } from './runner-words.ts';
import { baselineOf, type NameOf } from './subject-names.ts';
import type { Estimate, SubjectSummary, WorkloadSummary } from './summary-types.ts';
import { listing } from './text.ts';

/** What the figures mean, in words; `label` is the subject, or 'warm'. Never says more than the intervals do. */
export interface Verdict {
  readonly label: string;
  readonly text: string;
}

/** Fewer trials than this are named next to a claim, even where an interval exists. */
const FEW = 10;

export function verdicts(
  workload: WorkloadSummary | undefined,
  subjects: readonly SubjectSummary[],
  nameOf: NameOf,
): Verdict[] {
  const baseline = baselineOf(subjects);
  const compared = subjects.some(({ overhead }) => overhead !== null);
  const caution = cautionForAll(subjects);
  const cold = subjects.map((subject) => {
    const caveats = [caution === '' ? fewTrials(subject) : '', failedTrials(subject)];
    return { label: nameOf(subject), text: [coldVerdict(subject, baseline, compared), ...caveats].join('') };
  });
  const first = { label: 'caution', text: caution };
  const differing = unlikeRows(subjects, baseline, nameOf);
  const grouped = { label: 'isolation', text: isolationVerdict(subjects, nameOf) };
  const last = { label: 'warm', text: warmVerdict(workload, subjects, nameOf) };
  return [first, ...cold, grouped, ...differing, last].filter(({ text }) => text !== '');
}

/** Rows that differ from the baseline in more than the packaging: what is said of them is said of both. */
function unlikeRows(
  subjects: readonly SubjectSummary[],
  baseline: SubjectSummary | undefined,
  nameOf: NameOf,
): Verdict[] {
  if (!baseline) return [];
  const told = subjects.flatMap((subject) => {
    const differences = differencesOf(subject, baseline);
    return differences.length === 0 || !subject.coldStart
      ? []
      : [`${nameOf(subject)}: ${listing(differences)}`];
  });
  const text = `More than the packaging differs from a plain process. ${told.join('; ')}.`;
  return told.length === 0 ? [] : [{ label: 'unlike', text }];
}

/** What each class of isolation costs, weakest first, with the engines where there are several; empty of a single class. */
function isolationVerdict(subjects: readonly SubjectSummary[], nameOf: NameOf): string {
  const engines = new Set(subjects.flatMap(({ engine }) => engine ?? []));
  const groups = ISOLATION_CLASSES.flatMap((isolation) => {
    const rows = subjects.filter((subject) => subject.isolation === isolation && subject.coldStart);
    const told = rows.map((subject) => {
      const engine = engines.size > 1 && subject.engine !== null ? ` (${subject.engine})` : '';
      return `${nameOf(subject)}${engine} ${formatNs(subject.coldStart?.medianNs.value ?? Number.NaN)}`;
    });
    return told.length === 0 ? [] : [`${isolation}: ${told.join(', ')}`];
  });
  return groups.length < 2 ? '' : `What stands between guest and machine: ${groups.join('; ')}.`;
}

function differencesOf(subject: SubjectSummary, baseline: SubjectSummary): string[] {
  return (['engine', 'runtime'] as const).flatMap((what) => {
    const [own, other] = [subject[what], baseline[what]];
    return own === null || other === null || own === other ? [] : [`${own} instead of ${other}`];
  });
}

function coldVerdict(
  subject: SubjectSummary,
  baseline: SubjectSummary | undefined,
  compared: boolean,
): string {
  const { coldStart, overhead } = subject;
  if (!coldStart) return `No figure: ${noFigureReason(subject)}.`;
  const took = `Starting ${startingAs(subject)} took ${formatNs(coldStart.medianNs.value)}`;
  if (subject === baseline) return `${took}${compared ? '; the others are compared with this' : ''}.`;
  if (subject.emulated)
    return `${took} under a translator of instructions, which says nothing of hardware: not compared.`;
  if (!overhead)
    return `${took}; not compared, because ${baseline ? 'no block has both' : 'no plain process was measured'}.`;
  return took + overheadVerdict(subject, overhead, baseline);
}

function overheadVerdict(
  subject: SubjectSummary,
  { differenceNs, ratio }: NonNullable<SubjectSummary['overhead']>,
  baseline: SubjectSummary | undefined,
): string {
  if (undecided(differenceNs, 0) || undecided(ratio, 1)) {
    return `; no difference from a plain process was found${span(differenceNs)}.`;
  }
  const { value, interval } = differenceNs;
  const amount = `${formatNs(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`;
  const cause = baseline && interval && value > 0 ? overheadCause(subject, baseline, value) : '';
  return `, ${amount} than a plain process (${formatRatio(ratio.value)}).${cause}`;
}

const undecided = ({ interval }: Estimate, neutral: number): boolean =>
  interval !== null && interval.low <= neutral && interval.high >= neutral;

function span({ interval }: Estimate): string {
  if (!interval) return '';
  const end = (ns: number) => `${formatNs(Math.abs(ns))} ${ns < 0 ? 'less' : 'more'}`;
  return ` (${formatPercent(interval.level)} interval: ${end(interval.low)} to ${end(interval.high)})`;
}

function noFigureReason({ trials }: SubjectSummary): string {
  if (trials.failed > 0)
    return `${trials.failed === 1 ? 'its only trial' : `all ${trials.failed} trials`} failed`;
  return trials.skipped > 0 ? 'its trials were skipped' : 'no trial was completed';
}

/** The figure that a claim about a subject rests on. */
const basisOf = ({ overhead, coldStart }: SubjectSummary): Estimate | undefined =>
  overhead?.differenceNs ?? coldStart?.medianNs;

/** Said once when nothing has an interval, instead of once per subject. */
function cautionForAll(subjects: readonly SubjectSummary[]): string {
  const bases = subjects.flatMap((subject) => basisOf(subject) ?? []);
  if (bases.length < 2 || bases.some(({ interval }) => interval)) return '';
  const most = Math.max(...bases.map(({ n }) => n));
  return `From ${formatCounted(most, 'trial')} of each, too few for an interval: take what follows as hints.`;
}

function fewTrials(subject: SubjectSummary): string {
  const basis = basisOf(subject);
  if (!basis || (basis.interval && basis.n >= FEW)) return '';
  const trials = formatCounted(basis.n, 'trial');
  return basis.interval
    ? ` From ${trials} only.`
    : ` From ${trials}, too few for an interval: take it as a hint.`;
}

const failedTrials = ({ coldStart, trials }: SubjectSummary): string =>
  coldStart && trials.failed > 0
    ? ` ${trials.failed} of ${trials.completed + trials.failed} trials failed and are left out.`
    : '';

/** Slowest first. A warm call goes over HTTP, or another way, and the in-process one does not; the words say so. */
function warmVerdict(
  workload: WorkloadSummary | undefined,
  subjects: readonly SubjectSummary[],
  nameOf: NameOf,
): string {
  const inProcessNs = workload?.inProcessMedianNs;
  const calls = subjects
    .flatMap((subject) => {
      const ratio = subject.emulated ? null : subject.warm?.ratioToInProcess;
      return ratio ? [{ over: calledOver(subject), ratio, name: nameOf(subject) }] : [];
    })
    .sort((a, b) => b.ratio - a.ratio);
  if (!inProcessNs || calls.length === 0) return '';
  const inProcess = `as calling the handler in-process (${formatNs(inProcessNs)})`;
  const ways = [...new Set(calls.map(({ over }) => over))].sort((a, b) => preferHttp(a) - preferHttp(b));
  const clauses = ways.map((way, index) => {
    const parts = calls
      .filter(({ over }) => over === way)
      .map(({ ratio, name }, place) => {
        const first =
          place === 0 ? ` as long for ${name}${index === 0 ? ` ${inProcess}` : ''}` : ` for ${name}`;
        return `${formatRatio(ratio)}${first}`;
      });
    return `${index === 0 ? 'a call' : 'one'} over ${way} takes ${listing(parts)}`;
  });
  return `Once started, ${clauses.join('; ')}.`;
}

const preferHttp = (way: string): number => (way === 'HTTP' ? 0 : 1);
