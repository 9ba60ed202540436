import { describe, expect, it } from 'vitest';
import { sampleTrial } from '../testing/sample-trial.ts';
import { MIN_BLOCKS } from './plan.ts';
import { Precision } from './precision.ts';

const subjects = (['process', 'wasm'] as const).map((runner) => ({
  subject: `w/${runner}/x`,
  workload: 'w',
  runner,
  variant: 'x',
}));

/** Feeds `blocks` blocks in which process and wasm took what `cold` says, in milliseconds. */
function feed(
  asked: number,
  blocks: number,
  cold: (block: number) => { process: number; wasm: number },
): Precision {
  const precision = new Precision(subjects, asked);
  for (let block = 0; block < blocks; block += 1) {
    for (const subject of subjects) {
      const ms = cold(block)[subject.runner as 'process' | 'wasm'];
      precision.add(sampleTrial({ ...subject, block, firstResponseNs: Math.round(ms * 1e6) }));
    }
  }
  return precision;
}

describe('Precision', () => {
  it('is reached when all blocks agree, but never before the least number of blocks', () => {
    expect(feed(0.02, MIN_BLOCKS - 1, () => ({ process: 50, wasm: 300 })).reached(MIN_BLOCKS - 1)).toBe(
      false,
    );
    expect(feed(0.02, MIN_BLOCKS, () => ({ process: 50, wasm: 300 })).reached(MIN_BLOCKS)).toBe(true);
  });

  it('is not reached while one subject is uncertain', () => {
    const noisy = (block: number) => ({ process: 50, wasm: block % 2 ? 300 : 330 });
    expect(feed(0.02, 20, noisy).reached(20)).toBe(false);
    expect(feed(0.06, 20, noisy).reached(20)).toBe(true);
  });

  it('also asks for the overhead: two steady medians whose ratio varies are not enough', () => {
    // Both stay within 1 % of their median, in opposite directions, so that their ratio moves by 2 %.
    const opposed = (block: number) => ({ process: block % 2 ? 50.5 : 49.5, wasm: block % 2 ? 297 : 303 });
    expect(feed(0.012, 20, opposed).reached(20)).toBe(false);
  });

  it('does not count warm-up and failed trials', () => {
    const precision = new Precision(subjects, 0.02);
    for (let block = 0; block < 20; block += 1) {
      for (const subject of subjects) precision.add(sampleTrial({ ...subject, block, warmup: true }));
    }
    expect(precision.reached(20)).toBe(true); // nothing is known of any subject: nothing is left to wait for
  });
});
