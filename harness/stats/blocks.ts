import { at, type Samples, toFloat64 } from './samples.ts';

/** The samples of two subjects that ran in the same blocks: index i of both was taken side by side in block i. */
export type Blocks = { readonly subject: Float64Array; readonly baseline: Float64Array };

/** @throws RangeError when the two do not have one sample each per block. */
export function alignBlocks(subject: Samples, baseline: Samples): Blocks {
  if (subject.length !== baseline.length) {
    throw new RangeError(
      `subject has ${subject.length} samples and baseline ${baseline.length}: pairs need one each per block`,
    );
  }
  return { subject: toFloat64(subject, 'subject'), baseline: toFloat64(baseline, 'baseline') };
}

/** subject - baseline of every block, in the unit of the samples. */
export function blockDifferences(subject: Samples, baseline: Samples): Float64Array {
  const blocks = alignBlocks(subject, baseline);
  return blocks.subject.map((value, i) => value - at(blocks.baseline, i));
}
