import { expect, it } from 'vitest';
import { sampleTrial } from '../testing/sample-trial.ts';
import { keptRecords } from './kept-records.ts';
import type { BlockRecord, ResultRecord } from './schema.ts';

const BORDER = {
  canaryNs: 5_000_000,
  atNs: 0,
  stealNs: null,
  psiCpuSomeUs: null,
  psiIoSomeUs: null,
  psiMemorySomeUs: null,
  throttledUs: null,
  contextSwitches: null,
  frequencyKhz: null,
};
const block = (number: number, discarded: boolean): BlockRecord => ({
  kind: 'block',
  block: number,
  warmup: false,
  before: BORDER,
  after: BORDER,
  disturbances: discarded ? ['steal'] : [],
  discarded,
});

async function keptBlocks(records: readonly ResultRecord[]): Promise<number[]> {
  async function* lines() {
    for (const record of records) yield { record };
  }
  const blocks: number[] = [];
  for await (const record of keptRecords(lines())) if (record.kind === 'trial') blocks.push(record.block);
  return blocks;
}

it('leaves out the trials of a discarded block, and keeps all others in order', async () => {
  const trials = (number: number) => [sampleTrial({ block: number }), sampleTrial({ block: number })];
  const records = [
    ...trials(0),
    block(0, false),
    ...trials(1),
    block(1, true),
    ...trials(2),
    block(2, false),
  ];
  expect(await keptBlocks(records)).toEqual([0, 0, 2, 2]);
});

it('keeps the trials of a block that the end of the file cut off', async () => {
  expect(await keptBlocks([sampleTrial({ block: 0 }), block(0, false), sampleTrial({ block: 1 })])).toEqual([
    0, 1,
  ]);
});

it('keeps the line of a subject that never ran, whatever becomes of the block that it stands in', async () => {
  const { status: _, ...place } = sampleTrial();
  const never = { ...place, status: 'skipped', code: 'NO_SUCH_START', reason: 'no template' } as const;
  expect(await keptBlocks([never, sampleTrial(), block(0, true)])).toEqual([0]);
});
