import { at } from './samples.ts';

/**
 * The matrix of all sums rows[i] + columns[j] of two ascending arrays, which is never built. With `triangle` (rows and
 * columns being one array) only j >= i counts. Rounding keeps the sums of a row and of a column in order.
 */
export type SumMatrix = {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly triangle: boolean;
};

export const sumCount = ({ rows, columns, triangle }: SumMatrix): number =>
  triangle ? (rows.length * (rows.length + 1)) / 2 : rows.length * columns.length;

/**
 * How many sums are <= limit. Writes each row's first column beyond the limit, its own index at least in a triangle,
 * into `stair`. O(rows + columns).
 */
export function countThrough(matrix: SumMatrix, limit: number, stair: Int32Array): number {
  descend(matrix, limit, stair);
  let count = 0;
  for (let row = 0; row < stair.length; row++) {
    const start = matrix.triangle ? row : 0;
    const end = Math.max(columnAt(stair, row), start);
    stair[row] = end;
    count += end - start;
  }
  return count;
}

/**
 * Walks the border between the sums <= limit and the others, from the last column of the first row. The next step, one
 * column back or one row on, is arithmetic and not a branch, because no processor could predict that branch.
 */
function descend({ rows, columns }: SumMatrix, limit: number, stair: Int32Array): void {
  let [row, column] = [0, columns.length];
  while (row < rows.length && column > 0) {
    const beyond = Number(at(rows, row) + at(columns, column - 1) > limit);
    stair[row] = column - beyond;
    column -= beyond;
    row += 1 - beyond;
  }
  stair.fill(0, row);
}

export function columnAt(columns: Int32Array, row: number): number {
  const column = columns[row];
  if (column === undefined) throw new Error(`row ${row} is outside 0..${columns.length - 1}`);
  return column;
}

/** The largest double below a finite `value`. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}
