import type { CompareOptions } from '../compare/comparison.ts';
import { rowStatistics } from '../compare/row.ts';
import { familySize, type Judgeable, judge } from '../compare/verdict.ts';
import { UsageError } from '../model/errors.ts';
import type { Metric } from '../model/metrics.ts';
import { caveatsOfFiles, caveatsWithinFile } from './caveats.ts';
import { type Pairs, pairCommands, pairFiles, requirePairs, type TimedPair } from './pairs.ts';
import type { HyperfineRun } from './run.ts';
import { type TimedFile, timesOfRun } from './times.ts';
import type { TimesComparison } from './times-comparison.ts';

const TIME: Metric = {
  name: 'time',
  label: 'time',
  unit: 'ns',
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
};

/**
 * Two files, of which one at least came from hyperfine: two runs, apart in time.
 * @throws ColdbenchError `NO_COMMON_ROWS`; UsageError `ONE_METRIC` when a metric is asked for.
 */
export function compareTimes(old: TimedFile, fresh: TimedFile, options: CompareOptions): TimesComparison {
  requireNoMetric(options);
  const found = pairFiles(old, fresh);
  const sideOf = ({ path, writer, timed }: TimedFile, side: 'old' | 'new') => ({
    name: path,
    writer,
    commands: timed.length,
    runs: found.pairs.reduce((sum, pair) => sum + pair[side].timesNs.length, 0),
  });
  return {
    ...judged(found, options),
    old: sideOf(old, 'old'),
    new: sideOf(fresh, 'new'),
    run: null,
    caveats: caveatsOfFiles(old.writer, fresh.writer),
    notes: [...old.notes, ...fresh.notes, ...sameTimes(found.pairs), ...found.notes],
  };
}

/**
 * The commands of one file, each against the first. They ran one after the other: nothing is paired.
 * @throws ColdbenchError `NO_COMMON_ROWS`; UsageError `ONE_COMMAND`, or `ONE_METRIC` when a metric is asked for.
 */
export function compareCommands(run: HyperfineRun, options: CompareOptions): TimesComparison {
  requireNoMetric(options);
  const { path, writer } = run;
  const { timed } = timesOfRun(run);
  const [baseline, second, ...others] = timed;
  if (!baseline || !second) throw oneCommand(path);
  const compared = [second, ...others];
  const found = pairCommands(path, baseline, compared);
  return {
    ...judged(found, options),
    old: { name: baseline.name, writer, commands: 1, runs: baseline.timesNs.length },
    new: {
      name: others.length === 0 ? second.name : `each of the ${compared.length} other commands`,
      writer,
      commands: compared.length,
      runs: compared.reduce((sum, { timesNs }) => sum + timesNs.length, 0),
    },
    run: path,
    caveats: caveatsWithinFile(writer),
    notes: found.notes,
  };
}

type Judged = Pick<
  TimesComparison,
  'kind' | 'design' | 'threshold' | 'familySize' | 'refused' | 'subjects' | 'lost'
>;

type Row = Judgeable & { readonly pair: TimedPair };

function judged(found: Pairs, { threshold }: CompareOptions): Judged {
  const rows = requirePairs(found).flatMap((pair): Row[] => {
    const sides = {
      metric: TIME,
      design: 'independent',
      old: pair.old.timesNs,
      new: pair.new.timesNs,
    } as const;
    const statistics = rowStatistics(sides);
    return statistics ? [{ pair, metric: TIME, hypothesis: true, statistics }] : [];
  });
  const subjects = judge(rows, { threshold, design: 'independent' });
  return {
    kind: 'times',
    design: 'independent',
    threshold,
    familySize: familySize(rows),
    refused: false,
    subjects: subjects.map(({ pair, ...row }) => ({
      subject: pair.name,
      rows: [row.verdict === 'same' && hasZeros(pair) ? { ...row, verdict: 'inconclusive' } : row],
    })),
    lost: found.lost,
  };
}

/** A time of 0 only says that it was too short for hyperfine to see: two of them need not be the same. */
const hasZeros = ({ old, new: fresh }: TimedPair): boolean => [...old.timesNs, ...fresh.timesNs].includes(0);

function sameTimes(pairs: readonly TimedPair[]): string[] {
  const isSame = ({ old, new: fresh }: TimedPair): boolean =>
    old.timesNs.length === fresh.timesNs.length && old.timesNs.every((ns, run) => ns === fresh.timesNs[run]);
  return pairs.length > 0 && pairs.every(isSame)
    ? ['Both files hold the same times: nothing can differ.']
    : [];
}

function requireNoMetric({ metrics }: CompareOptions): void {
  if (metrics.length === 0) return;
  throw new UsageError(
    'ONE_METRIC',
    `A file of hyperfine has no ${metrics.join(', ')}: it holds times only.`,
    {
      remedy: 'Leave out --metric.',
    },
  );
}

const oneCommand = (path: string): UsageError =>
  new UsageError('ONE_COMMAND', `${path} holds one command: there is nothing to compare it with.`, {
    remedy: `Name a second file, as in \`coldbench compare ${path} NEW.json\`; or give hyperfine both commands.`,
  });
