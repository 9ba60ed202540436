import { KERNELS } from '../machine/calibration/kernels.ts';
import type { Inferred } from '../model/inferred.ts';
import type { CalibrationRecord } from '../model/schema.ts';
import { listing } from '../report/text.ts';
import { hodgesLehmann, median } from '../stats/index.ts';
import { exponential } from './change.ts';
import type { ComparableSet } from './load.ts';
import type { calibrationComparisonSchema, kernelRatioSchema } from './machines-schema.ts';

export type KernelRatio = Inferred<typeof kernelRatioSchema>;
export type CalibrationComparison = Inferred<typeof calibrationComparisonSchema>;

/** The same fixed work on both sides, kernel by kernel; and why there is none, or less than there might be. */
export function compareCalibrations(old: ComparableSet, fresh: ComparableSet): CalibrationComparison {
  const missing = [old, fresh].flatMap(whyMissing);
  if (missing.length > 0) return { kernels: [], notes: missing };
  const [before, after] = [timesOf(old), timesOf(fresh)];
  const foreign = [old, fresh].flatMap(foreignProgram);
  const kernels = [...before].flatMap(([name, oldNs]) => {
    const newNs = after.get(name);
    const isForeign = name.startsWith('forkExec ') && foreign.length > 0;
    return newNs && !isForeign ? kernelRatio(name.split(' ')[0] ?? name, oldNs, newNs) : [];
  });
  return { kernels, notes: [...foreign, ...[old, fresh].flatMap(changed)] };
}

function whyMissing({ path, calibrations }: ComparableSet): string[] {
  if (calibrations.length === 0)
    return [`${path} has no calibration: an older coldbench wrote it, or it was interrupted.`];
  const [failed] = calibrations.flatMap(({ failure }) => failure ?? []);
  const isEmpty = calibrations.every(({ kernels }) => kernels.length === 0);
  return isEmpty ? [`The machine of ${path} was not calibrated: ${failed ?? 'no kernel ran'}`] : [];
}

/**
 * The times of one operation; kernels that do another amount of work are other kernels. Of the calibrations before and
 * after, the one counts in which the work took less: it is fixed, and can only be slowed down. Those of a merged file's
 * parts are pooled, as their trials are.
 */
function timesOf({ calibrations }: ComparableSet): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const part of partsOf(calibrations)) {
    const quietest = new Map<string, number[]>();
    for (const { kernel, operations, samplesNs } of part.flatMap(({ kernels }) => kernels)) {
      const key = `${kernel} ${operations}`;
      const samples = samplesNs.map((ns) => ns / operations);
      const before = quietest.get(key);
      if (!before || (median(samples) ?? 0) < (median(before) ?? 0)) quietest.set(key, samples);
    }
    for (const [key, samples] of quietest) times.set(key, [...(times.get(key) ?? []), ...samples]);
  }
  return times;
}

/** Each part of a merged file begins with a calibration of its own. */
function partsOf(calibrations: readonly CalibrationRecord[]): CalibrationRecord[][] {
  const parts: CalibrationRecord[][] = [];
  for (const calibration of calibrations) {
    const last = parts.at(-1);
    if (last && calibration.when === 'after') last.push(calibration);
    else parts.push([calibration]);
  }
  return parts;
}

function kernelRatio(kernel: string, oldNs: readonly number[], newNs: readonly number[]): KernelRatio[] {
  if (![...oldNs, ...newNs].every((ns) => ns > 0)) return [];
  const shift = hodgesLehmann(newNs.map(Math.log), oldNs.map(Math.log));
  const [before, after] = [median(oldNs), median(newNs)];
  if (shift.estimate === null || before === null || after === null) return [];
  const ratio = Math.exp(shift.estimate);
  return [{ kernel, oldNs: before, newNs: after, ratio, ratioInterval: exponential(shift) }];
}

/** Beside an emulated Node the tiny program is usually the host's own, and as fast as on the host. */
function foreignProgram({ path, calibrations, manifest }: ComparableSet): string[] {
  const { arch } = manifest.machine;
  const other = calibrations.find(({ programArch }) => programArch !== null && programArch !== arch);
  if (!other) return [];
  return [
    `"${labelOfKernel('forkExec')}" is left out: in ${path} it started a program of ${other.programArch} beside a Node of ${arch}.`,
  ];
}

/** A machine that is this much slower after the blocks than before them is not one machine to compare. */
const MOST_CHANGE = 1.25;

function changed({ path, calibrations }: ComparableSet): string[] {
  const medians = (when: 'before' | 'after'): Map<string, number> =>
    new Map(
      calibrations
        .filter((one) => one.when === when)
        .flatMap(({ kernels }) =>
          kernels.map(({ kernel, samplesNs }) => [kernel, median(samplesNs) ?? 0] as const),
        ),
    );
  const [before, after] = [medians('before'), medians('after')];
  const factors = [...before]
    .map(([kernel, ns]) => ({ kernel, factor: (after.get(kernel) ?? ns) / ns }))
    .filter(({ factor }) => factor > MOST_CHANGE || factor < 1 / MOST_CHANGE)
    .toSorted((a, b) => a.factor - b.factor);
  const [least, most] = [factors[0], factors.at(-1)];
  if (!least || !most) return [];
  const names = listing(factors.map(({ kernel }) => `"${labelOfKernel(kernel)}"`));
  const times = [...new Set([least, most].map(({ factor }) => factor.toFixed(2)))].join(' to ');
  return [
    `${names} took ${times} times as long after the blocks of ${path} as before them: something else used the machine. What took less counts.`,
  ];
}

export const labelOfKernel = (name: string): string =>
  KERNELS.find((kernel) => kernel.name === name)?.label ?? name;
