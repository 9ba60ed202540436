import { ColdbenchError } from '../model/errors.ts';
import { safeText } from '../report/sanitize.ts';
import { shorten } from '../report/text.ts';
import type { Timed, TimedFile } from './times.ts';

export interface TimedPair {
  /** What the row is called. */
  readonly name: string;
  readonly old: Timed;
  readonly new: Timed;
}

export interface Pairs {
  /** Both sides of each have times. */
  readonly pairs: readonly TimedPair[];
  /** What has no row, and why; runs that are missing from one. */
  readonly notes: readonly string[];
  /** What has times on the old side and none on the new one. */
  readonly lost: readonly string[];
}

interface Paths {
  readonly old: string;
  readonly new: string;
}

/**
 * Commands of the same name in two files. Two files of one command each are compared whatever their names are: nothing
 * else can be meant.
 */
export function pairFiles(old: TimedFile, fresh: TimedFile): Pairs {
  const paths = { old: old.path, new: fresh.path };
  const [before, after] = [old.timed[0], fresh.timed[0]];
  if (before && after && old.timed.length === 1 && fresh.timed.length === 1) {
    const note = `The commands differ: ${inNote(before.name)} in ${old.path}, ${inNote(after.name)} in ${fresh.path}.`;
    return keepTimed(
      [{ name: after.name, old: before, new: after }],
      paths,
      before.name === after.name ? [] : [note],
    );
  }
  const ofOld = new Map(old.timed.map((timed) => [timed.name, timed]));
  const ofNew = new Map(fresh.timed.map((timed) => [timed.name, timed]));
  const alone = [
    ...old.timed
      .filter(({ name }) => !ofNew.has(name))
      .map(({ name }) => leftOut(name, `only in ${old.path}`)),
    ...fresh.timed
      .filter(({ name }) => !ofOld.has(name))
      .map(({ name }) => leftOut(name, `only in ${fresh.path}`)),
  ];
  const pairs = old.timed.flatMap((timed) => {
    const other = ofNew.get(timed.name);
    return other ? [{ name: timed.name, old: timed, new: other }] : [];
  });
  return keepTimed(pairs, paths, alone);
}

/** The `others` of a file against its first command. */
export const pairCommands = (path: string, baseline: Timed, others: readonly Timed[]): Pairs =>
  keepTimed(
    others.map((other) => ({ name: other.name, old: baseline, new: other })),
    { old: path, new: path },
    [],
  );

/** The pairs of which both sides have times. What is said of a baseline is said once, however many it is in. */
function keepTimed(all: readonly TimedPair[], paths: Paths, first: readonly string[]): Pairs {
  const pairs = all.filter((pair) => hasTimes(pair.old) && hasTimes(pair.new));
  const notes = all.flatMap((pair) => {
    const sides = [...sideNotes(pair.old, paths.old), ...sideNotes(pair.new, paths.new)];
    if (hasTimes(pair.old) && hasTimes(pair.new)) return sides;
    const [empty, path] = hasTimes(pair.old) ? [pair.new, paths.new] : [pair.old, paths.old];
    return [leftOut(pair.name, `no run of ${inNote(empty.name)} in ${path} succeeded`)];
  });
  const lost = all.filter((pair) => hasTimes(pair.old) && !hasTimes(pair.new)).map(({ name }) => name);
  return { pairs, notes: [...new Set([...first, ...notes])], lost };
}

const hasTimes = ({ timesNs }: Timed): boolean => timesNs.length > 0;

/** Runs that are missing, and times that say no more than that hyperfine could not tell. */
function sideNotes({ name, failed, timesNs }: Timed, path: string): string[] {
  const zeros = timesNs.filter((ns) => ns === 0).length;
  const runs = `runs of ${inNote(name)}`;
  return [
    ...(failed > 0
      ? [`${failed} of ${failed + timesNs.length} ${runs} failed in ${path} and are left out.`]
      : []),
    ...(zeros > 0
      ? [
          `${zeros} of ${timesNs.length} ${runs} took 0 in ${path}: no longer than the shell whose start hyperfine subtracts, below which nothing can be told apart; --shell=none measures such runs.`,
        ]
      : []),
  ];
}

const leftOut = (name: string, why: string): string => `${inNote(name)} is left out: ${why}.`;

const LONGEST_NAME = 80;
const inNote = (name: string): string => `'${shorten(name, LONGEST_NAME)}'`;

/** Reasons of this many commands tell what is going on. */
const MOST_REASONS = 5;

/** @throws ColdbenchError `NO_COMMON_ROWS` when there is no pair. */
export function requirePairs({ pairs, notes }: Pairs): readonly TimedPair[] {
  if (pairs.length > 0) return pairs;
  const reasons = notes.slice(0, MOST_REASONS).map((note) => safeText(note, 400));
  const message = ['There is no command to compare.', ...reasons].join('\n  ');
  throw new ColdbenchError('NO_COMMON_ROWS', message, {
    remedy:
      'Commands of two files are matched by name, and with subjects of coldbench too: hyperfine --command-name NAME.',
  });
}
