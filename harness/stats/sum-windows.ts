import { quickselect } from 'simple-statistics';
import { at } from './samples.ts';
import { columnAt, countThrough, nextBelow, type SumMatrix, sumCount } from './sum-matrix.ts';

/** The sums among which the one at position k in ascending order is still to be found: a run of columns in each row. */
export class SumWindows {
  /** How many sums are left. */
  size = 0;
  /** How many sums are known to lie before all that are left. */
  #before = 0;
  #k = 0;
  readonly #matrix: SumMatrix;
  /** First column left in each row, and the first one past it. */
  #from: Int32Array;
  #to: Int32Array;
  #stair: Int32Array;

  constructor(matrix: SumMatrix) {
    const { rows } = matrix;
    this.#matrix = matrix;
    this.#from = new Int32Array(rows.length);
    this.#to = new Int32Array(rows.length);
    this.#stair = new Int32Array(rows.length);
  }

  /** Starts the search for position k, 0 <= k < sumCount, with all sums. */
  restart(k: number): void {
    const { rows, columns, triangle } = this.#matrix;
    this.size = sumCount(this.#matrix);
    this.#before = 0;
    this.#k = k;
    this.#to.fill(columns.length);
    for (let row = 0; row < rows.length; row++) this.#from[row] = triangle ? row : 0;
  }

  /** Where the wanted sum lies among those left, between 0 and 1. */
  get position(): number {
    return (this.#k - this.#before + 0.5) / this.size;
  }

  /** Sums drawn from those left, one from each of `count` equal strata in row order; returned ascending. */
  sample(count: number, next: () => number): Float64Array {
    const { rows, columns } = this.#matrix;
    const [from, to, size] = [this.#from, this.#to, this.size];
    const sums = new Float64Array(count);
    let row = -1;
    let [first, end] = [0, 0];
    for (let i = 0; i < count; i++) {
      const rank = Math.min(size - 1, Math.floor(((i + next()) / count) * size));
      while (end <= rank) {
        row++;
        first = end;
        end += columnAt(to, row) - columnAt(from, row);
      }
      sums[i] = at(rows, row) + at(columns, columnAt(from, row) + rank - first);
    }
    return sums.sort();
  }

  /** Keeps the sums on the side of `value` where the wanted one lies; tells whether that is above `value`. */
  isAbove(value: number): boolean {
    const through = this.#countThrough(value);
    this.#keepSide(through);
    return this.#k >= through;
  }

  /** Whether the wanted sum is `value`, which is one of those left; when not, keeps the sums on its side. */
  isWanted(value: number): boolean {
    const below = this.#countThrough(nextBelow(value));
    if (this.#k >= below && this.#k < this.#countThrough(value)) return true;
    this.isAbove(this.#k < below ? nextBelow(value) : value);
    return false;
  }

  /** The wanted sum, by writing down all that are left. */
  enumerate(): number {
    const { rows, columns } = this.#matrix;
    const sums = new Float64Array(this.size);
    let count = 0;
    for (let i = 0; i < rows.length; i++) {
      const to = columnAt(this.#to, i);
      for (let j = columnAt(this.#from, i); j < to; j++) sums[count++] = at(rows, i) + at(columns, j);
    }
    const position = this.#k - this.#before;
    // quickselect only swaps by index, though its type asks for an array.
    quickselect(sums as unknown as number[], position);
    return at(sums, position);
  }

  /** The sum at position k + 1, given that `value` is the one at position k. */
  following(value: number, k: number): number {
    if (this.#countThrough(value) > k + 1) return value;
    const { rows, columns } = this.#matrix;
    let next = Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows.length; row++) {
      const column = columnAt(this.#stair, row);
      if (column < columns.length) next = Math.min(next, at(rows, row) + at(columns, column));
    }
    return next;
  }

  /** Makes the last stair, with `count` sums below it, the upper or the lower bound of those left. */
  #keepSide(count: number): void {
    if (this.#k < count) {
      [this.#to, this.#stair] = [this.#stair, this.#to];
      this.size = count - this.#before;
    } else {
      [this.#from, this.#stair] = [this.#stair, this.#from];
      this.size -= count - this.#before;
      this.#before = count;
    }
  }

  #countThrough(limit: number): number {
    return countThrough(this.#matrix, limit, this.#stair);
  }
}
