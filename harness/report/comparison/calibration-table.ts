import type { CalibrationComparison, KernelRatio } from '../../compare/calibration.ts';
import { labelOfKernel } from '../../compare/calibration.ts';
import { KERNELS } from '../../machine/calibration/kernels.ts';
import { formatNs } from '../format.ts';
import type { Look } from '../terminal/look.ts';
import { type Column, foldColumns, renderTable } from '../terminal/table.ts';
import { shorten, wrapText } from '../text.ts';
import { ratioWithEnds } from './machine-words.ts';

export const CALIBRATION_HEADING = 'Fixed work, to read absolute figures beside';

const LONGEST_KERNEL = 28;

/** The same work on both machines, kernel by kernel; and what is missing of it. */
export function formatCalibration({ kernels, notes }: CalibrationComparison, look: Look): string {
  const lines = notes.flatMap((note) => wrapText(note, look.width));
  return [look.colors.bold(CALIBRATION_HEADING), ...kernelTables(kernels, look), ...lines].join('\n');
}

function kernelTables(kernels: readonly KernelRatio[], look: Look): string[] {
  if (kernels.length === 0) return [];
  const names = kernels.map((kernel) => shorten(kernelName(kernel), LONGEST_KERNEL));
  const key: Column = { head: 'fixed work', align: 'left', cells: names };
  const columns: Column[] = [
    { head: 'old', align: 'right', cells: kernels.map(({ oldNs }) => formatNs(oldNs)) },
    { head: 'new', align: 'right', cells: kernels.map(({ newNs }) => formatNs(newNs)) },
    {
      head: 'new over old [95%]',
      align: 'left',
      cells: kernels.map(({ ratio, ratioInterval }) => ratioWithEnds(ratio, ratioInterval)),
    },
  ];
  const tables = foldColumns(key, columns, look.width).map((folded) => renderTable([key, ...folded], look));
  return [tables.join('\n\n')];
}

/** 'integer, a step' */
export function kernelName({ kernel }: KernelRatio): string {
  const unit = KERNELS.find(({ name }) => name === kernel)?.unit;
  return unit === undefined ? kernel : `${labelOfKernel(kernel)}, ${unit}`;
}
