import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResultSet } from '../model/codec.ts';
import { sampleBlock, sampleEnding, sampleRecords, sampleTrial } from '../model/codec-sample.ts';
import { phaseDurations } from '../model/metrics.ts';
import type { BlockRecord, CompletedTrial, EndRecord, ResultRecord, Trial } from '../model/schema.ts';
import { createResultSetWriter } from '../model/store.ts';
import { projectRoot } from '../project-root.ts';
import { chromeTrace } from './chrome-trace.ts';
import type { TraceEvent } from './trace-event.ts';

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-trace-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function textOf(path: string): Promise<string> {
  let text = '';
  for await (const piece of chromeTrace.write(path)) text += piece;
  return text;
}

const eventsOf = async (path: string): Promise<TraceEvent[]> => JSON.parse(await textOf(path)).traceEvents;

type Line = Exclude<ResultRecord, EndRecord>;

async function write(name: string, lines: readonly Line[]): Promise<string> {
  const path = join(folder, `${name}.ndjson`);
  const writer = await createResultSetWriter(path);
  for (const line of lines) await writer.append(line);
  await writer.end(sampleEnding);
  return path;
}

const isTrial = (record: ResultRecord): record is Trial => record.kind === 'trial';

async function trialsOf(path: string): Promise<CompletedTrial[]> {
  const trials: CompletedTrial[] = [];
  for await (const { record } of readResultSet(path))
    if (record.kind === 'trial' && record.status === 'completed') trials.push(record);
  return trials;
}

const microseconds = (ns: number): number => Math.round(ns / 1000);

/** Where a slice begins and ends. */
const endsOf = ({ ts = Number.NaN, dur = 0 }: TraceEvent): [from: number, until: number] => [ts, ts + dur];

describe('the reference run', () => {
  let events: TraceEvent[];
  let trials: CompletedTrial[];
  beforeAll(async () => {
    events = await eventsOf(REFERENCE);
    trials = await trialsOf(REFERENCE);
  });

  test('has every trial where it was, on whole microseconds', () => {
    const whole = events.filter(({ cat }) => cat === 'trial');
    expect(whole.map(endsOf)).toEqual(
      trials.map(({ launchNs, stoppedNs }) => [microseconds(launchNs), microseconds(launchNs + stoppedNs)]),
    );
  });

  test('has the phases of a trial one after the other, with their nanoseconds, then what came after', () => {
    for (const trial of trials) {
      const inTrial = events.filter(({ cat, args }) => cat !== 'trial' && args.trial === trial.trial);
      const phases = inTrial.filter(({ cat }) => cat === 'phase');
      expect(phases.map(({ args }) => [args.until, args.durationNs])).toEqual(phaseDurations(trial));
      let end = microseconds(trial.launchNs);
      for (const [from, until] of inTrial.map(endsOf)) {
        expect(from).toBe(end);
        end = until;
      }
      expect(end).toBe(microseconds(trial.launchNs + trial.stoppedNs));
      expect(endsOf(phases.at(-1) as TraceEvent)[1]).toBe(
        microseconds(trial.launchNs + trial.firstResponseNs),
      );
    }
  });

  test('has no slice without a length: what takes less than a microsecond is an instant', () => {
    const lengths = events.flatMap(({ ph, dur }) => (ph === 'X' ? [dur] : []));
    expect(lengths.filter((dur) => dur === undefined || dur < 1 || !Number.isInteger(dur))).toEqual([]);
    // A component's workload is initialised when it is built, so that loading it takes no time.
    const instants = events.filter(({ ph }) => ph === 'i');
    expect(new Set(instants.map(({ name }) => name))).toEqual(new Set(['load workload']));
  });

  test('says of each phase which block and trial it is of, whether it is warm-up, and how the trial ended', () => {
    const phase = events.find(({ cat }) => cat === 'phase');
    expect(phase?.args).toMatchObject({ block: 0, trial: 0, warmup: true, status: 'completed' });
  });

  test('has a process for the blocks and one a workload, a thread a subject, all named', () => {
    const names = events.filter(({ ph, name }) => ph === 'M' && name.endsWith('_name'));
    expect(new Set(names.map(({ args }) => args.name))).toEqual(
      new Set([
        'run',
        'blocks',
        'catalog',
        'process (node)',
        'container (runc)',
        'wasm (starlingmonkey)',
        'serverless (lambda)',
      ]),
    );
    const threads = new Set(
      names.filter(({ name }) => name === 'thread_name').map(({ pid, tid }) => `${pid} ${tid}`),
    );
    for (const { pid, tid } of events) expect(threads).toContain(`${pid} ${tid}`);
  });

  test('has a slice a block around its trials', () => {
    const blocks = events.filter(({ cat }) => cat?.startsWith('block'));
    expect(blocks).toHaveLength(26);
    for (const block of blocks) {
      const of = trials.filter((trial) => trial.block === block.args.block);
      const launches = of.map(({ launchNs }) => launchNs);
      const stops = of.map(({ launchNs, stoppedNs }) => launchNs + stoppedNs);
      expect(endsOf(block)).toEqual([microseconds(Math.min(...launches)), microseconds(Math.max(...stops))]);
    }
  });
});

describe('trials that did not end well', () => {
  test('are instants at the earliest that they can have been, with what happened', async () => {
    const path = await write('sample', sampleRecords);
    const instants = (await eventsOf(path)).filter(({ ph }) => ph === 'i');
    const serverless = sampleRecords
      .filter(isTrial)
      .find(({ runner }) => runner === 'serverless') as CompletedTrial;
    expect(instants).toMatchObject([
      { name: 'failed: IMAGE_FAILED', s: 't', ts: 0, args: { trial: 0, status: 'failed', step: 'package' } },
      {
        name: 'skipped',
        s: 't',
        ts: microseconds(serverless.launchNs + serverless.stoppedNs),
        args: { trial: 3, earliestNs: serverless.launchNs + serverless.stoppedNs },
      },
    ]);
  });

  test('a run in which everything failed is a trace all the same', async () => {
    const lines = sampleRecords.filter((record) => !isTrial(record) || record.status === 'failed');
    const events = await eventsOf(await write('failed', lines));
    expect(events.filter(({ ph }) => ph === 'i')).toHaveLength(1);
    expect(events.filter(({ ph }) => ph === 'X')).toHaveLength(0);
  });
});

describe('blocks', () => {
  const inBlock = (block: number): Line[] => {
    const trial: Trial = { ...sampleTrial, trial: block, block, position: 0, launchNs: block * 100e6 };
    return [trial];
  };
  const closed = (block: number, fields: Partial<BlockRecord>): BlockRecord => ({
    ...sampleBlock,
    block,
    ...fields,
  });
  const head = sampleRecords.filter((record) => !isTrial(record) && record.kind !== 'block');

  test('that were disturbed say by what; trials of discarded ones are marked, not left out', async () => {
    const path = await write('blocks', [
      ...head,
      ...inBlock(0),
      closed(0, { disturbances: ['steal', 'canarySlow'] }),
      ...inBlock(1),
      closed(1, { disturbances: ['steal'], discarded: true }),
      ...inBlock(2),
    ]);
    const events = await eventsOf(path);
    expect(events.filter(({ cat }) => cat?.startsWith('block'))).toMatchObject([
      { name: 'block 0: disturbed (steal, canarySlow)', cname: 'bad', args: { discarded: false } },
      { name: 'block 1: disturbed (steal)', args: { discarded: true } },
      { name: 'block 2', args: { disturbances: '' } },
    ]);
    expect(events.filter(({ cat }) => cat === 'trial').map(({ args }) => args.discarded ?? false)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

test('is a JSON object with an event a line', async () => {
  const lines = (await textOf(REFERENCE)).trimEnd().split('\n');
  expect(lines[0]).toBe('{"displayTimeUnit":"ms","traceEvents":[');
  for (const line of lines.slice(1, -1)) expect(JSON.parse(line.replace(/,$/, ''))).toHaveProperty('ph');
});
