import { readResultSet } from '../model/codec.ts';
import type { BlockRecord, Manifest, ResultRecord, Trial } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { safeText } from '../report/sanitize.ts';
import { workloadsOf } from '../report/subject-names.ts';
import type { Format } from './format.ts';
import { named, slice, type TraceEvent, type Track } from './trace-event.ts';
import { completedTrialEvents, endOf, otherTrialEvent } from './trace-trials.ts';

/** The first process has the blocks; each workload is one of its own, with a thread for each of its subjects. */
const BLOCKS: Track = { pid: 1, tid: 1 };

class Timeline {
  readonly #tracks = new Map<string, Track>();
  readonly #manifest: Manifest;
  #untilNs: Ns = 0;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    const workloads = workloadsOf(manifest.subjects);
    for (const [index, { subject, workload }] of manifest.subjects.entries())
      this.#tracks.set(subject, {
        pid: BLOCKS.pid + 1 + workloads.indexOf(workload),
        tid: BLOCKS.tid + 1 + index,
      });
  }

  names(): TraceEvent[] {
    const subjects = this.#manifest.subjects.flatMap(({ subject, workload, runner, variant, condition }) => {
      const track = this.#tracks.get(subject) ?? BLOCKS;
      return [
        ...named(track, 'process', workload, track.pid),
        ...named(track, 'thread', `${runner} (${variant})${condition ? ` @${condition}` : ''}`, track.tid),
      ];
    });
    return [...named(BLOCKS, 'process', 'run', 1), ...named(BLOCKS, 'thread', 'blocks', 1), ...subjects];
  }

  /** The trials of a block, in the order in which they ran; `block` is null where the run was cut short within it. */
  block(trials: readonly Trial[], block: BlockRecord | null): TraceEvent[] {
    const more = block?.discarded ? { discarded: true } : {};
    const events = trials.flatMap((trial) => this.#trial(trial, more));
    return [...blockEvents(trials, block), ...events];
  }

  /** A trial of no subject that the manifest has is passed over, as in every summary. */
  #trial(trial: Trial, more: TraceEvent['args']): TraceEvent[] {
    const track = this.#tracks.get(trial.subject);
    if (!track) return [];
    if (trial.status !== 'completed')
      return [otherTrialEvent(trial, track, { earliestNs: this.#untilNs, more })];
    this.#untilNs = endOf(trial);
    return completedTrialEvents(trial, track, more);
  }
}

/** From the first launch to the last stop in it: the borders of a block are on a clock whose start the file does not have. */
function blockEvents(trials: readonly Trial[], block: BlockRecord | null): TraceEvent[] {
  const completed = trials.flatMap((trial) => (trial.status === 'completed' ? [trial] : []));
  const [first, last] = [completed[0], completed.at(-1)];
  if (!first || !last) return [];
  const ids = (block?.disturbances ?? []).map((id) => safeText(id, 60)).join(', ');
  const disturbed = ids === '' ? {} : { cname: 'bad' as const };
  return [
    slice(BLOCKS, {
      name: ids === '' ? `block ${first.block}` : `block ${first.block}: disturbed (${ids})`,
      fromNs: first.launchNs,
      untilNs: endOf(last),
      cat: ids === '' ? 'block' : 'block,disturbed',
      ...disturbed,
      args: {
        block: first.block,
        warmup: first.warmup,
        disturbances: ids,
        discarded: block?.discarded ?? false,
      },
    }),
  ];
}

/** Every trial of a file, also those of blocks that were discarded: they took their time too. */
async function* traceEvents(
  records: AsyncIterable<{ readonly record: ResultRecord }>,
): AsyncGenerator<TraceEvent> {
  let timeline: Timeline | undefined;
  let trials: Trial[] = [];
  for await (const { record } of records) {
    if (record.kind === 'manifest') {
      timeline = new Timeline(record);
      yield* timeline.names();
    }
    const closed = record.kind === 'block' ? record : null;
    const next = record.kind === 'trial' && trials.some(({ block }) => block !== record.block);
    if (timeline && (closed || next)) {
      yield* timeline.block(trials, closed);
      trials = [];
    }
    if (record.kind === 'trial') trials.push(record);
  }
  if (timeline) yield* timeline.block(trials, null);
}

export const chromeTrace: Format = {
  name: 'chrome-trace',
  purpose: 'ui.perfetto.dev, chrome://tracing, speedscope: what ran when, phase by phase',
  async *write(path) {
    let before = '{"displayTimeUnit":"ms","traceEvents":[\n';
    for await (const event of traceEvents(readResultSet(path))) {
      yield `${before}${JSON.stringify(event)}`;
      before = ',\n';
    }
    yield '\n]}\n';
  },
};
