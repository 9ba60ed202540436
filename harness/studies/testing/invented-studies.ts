import type { RunSummary } from '../../report/summary-types.ts';
import { BASE } from '../../report/testing/summaries.ts';
import type { CompletedBurst, CompletedFromZero } from '../burst/figures.ts';
import { summarizeBursts } from '../burst/summary.ts';
import type { CompletedDensity } from '../density/figures.ts';
import { summarizeDensity } from '../density/summary.ts';
import type { LimitsRecord, MemoryFloorRecord } from '../limits/figures.ts';
import { PRESETS, UNLIMITED } from '../limits/plan.ts';
import { summarizeLimits } from '../limits/summary.ts';

const MS = 1e6;
const MB = 1e6;
const ROUNDS = [0, 1, 2];

interface Invented {
  readonly alone: number;
  /** Of the time of one start, what each further one at once adds. */
  readonly each: number;
  readonly busy: number;
  readonly own: number;
  readonly along: number;
}

const INVENTED: Readonly<Record<string, Invented>> = {
  'markdown/process/node': { alone: 52, each: 0.5, busy: 0.02, own: 11.3, along: 0 },
  'markdown/container/node': { alone: 200, each: 0.8, busy: 0.22, own: 10.4, along: 21 },
  'markdown/wasm/starlingmonkey': { alone: 342, each: 0.6, busy: 0.03, own: 79.6, along: 0 },
};

const burst = (
  subject: string,
  round: number,
  count: number,
  { alone, each, busy }: Invented,
): CompletedBurst => {
  const firstResponseNs = Array.from({ length: count }, (_, index) =>
    Math.round(alone * MS * (1 + each * index) * (1 + round / 50)),
  );
  return {
    kind: 'burst',
    subject,
    round,
    count,
    status: 'completed',
    launchNs: firstResponseNs.map((_, index) => index * 10_000),
    readyNs: firstResponseNs,
    firstResponseNs,
    harnessBusyNs: busy * Math.max(...firstResponseNs),
  };
};

function fromZero(subject: string, round: number, { alone }: Invented): CompletedFromZero {
  const arrivalNs = Array.from({ length: 20 }, (_, index) => index * 50 * MS);
  const sentNs = arrivalNs.map((arrival, index) => Math.max(arrival, (alone + round + 5 * index) * MS));
  return {
    kind: 'fromZero',
    subject,
    round,
    status: 'completed',
    readyNs: (alone + round) * MS,
    arrivalNs,
    sentNs,
    latencyNs: sentNs.map((sent, index) => sent + 5 * MS - (arrivalNs[index] ?? 0)),
  };
}

function density(subject: string, round: number, { alone, own, along }: Invented): CompletedDensity {
  const counts = [1, 2, 4, 8, 16];
  const each = own * MB * (1 + (round - 1) / 200);
  return {
    kind: 'density',
    subject,
    round,
    status: 'completed',
    counts,
    source: 'invented',
    rssBytes: counts.map((n) => Math.round(n * (each + 42 * MB))),
    pssBytes: null,
    ussBytes: counts.map((n) => Math.round(n * each)),
    availableBytes: counts.map((n) => Math.round(8e9 - n * (each + along * MB * (1 + (round - 1) / 50)))),
    startNs: Array.from({ length: 16 }, (_, index) => Math.round(alone * MS * (1 + index / 100))),
    endedBy: 'counts',
    endReason: null,
  };
}

/** A start needs so much CPU time, of which the guest's part has to wait. */
function limits(subject: string, round: number, { alone, own }: Invented): LimitsRecord[] {
  return [UNLIMITED, ...PRESETS].map((size) => {
    const place = { kind: 'limits', subject, round, ...size, status: 'completed' } as const;
    const seen = { limitsSeen: size.cpus !== null, throttledNs: 0, peakBytes: own * MB };
    const tooSmall = 'the kernel ended it for want of memory';
    if ((size.memoryBytes ?? Number.POSITIVE_INFINITY) < 2 * own * MB) {
      return { ...place, ...seen, readyNs: null, firstResponseNs: null, warmNs: [], tooSmall };
    }
    const startNs = Math.round((alone * MS * (1 + round / 50)) / Math.min(1, size.cpus ?? 1));
    return { ...place, ...seen, readyNs: startNs, firstResponseNs: startNs, warmNs: [MS], tooSmall: null };
  });
}

const memoryFloor = (subject: string, round: number, { own }: Invented): MemoryFloorRecord => ({
  kind: 'memoryFloor',
  subject,
  round,
  status: 'completed',
  floorBytes: Math.round((own + round) * MB),
  tooSmallBytes: Math.round((own + round - 1) * MB),
  triedBytes: [Math.round((own + round - 1) * MB), Math.round((own + round) * MB)],
  firstResponseNs: [null, MS],
});

const STUDIED = Object.entries(INVENTED);

/** Invented figures, of a realistic size; nothing here was measured. */
export const STUDIED_RUN: RunSummary = {
  ...BASE,
  subjects: BASE.subjects.map((subject) => ({
    ...subject,
    subject: STUDIED.map(([id]) => id).find((id) => id.includes(`/${subject.runner}/`)) ?? subject.subject,
  })),
  studies: {
    burst: STUDIED.map(([subject, one]) =>
      summarizeBursts(subject, [
        ...ROUNDS.flatMap((round) => [1, 2, 4, 8, 16].map((count) => burst(subject, round, count, one))),
        ...ROUNDS.map((round) => fromZero(subject, round, one)),
      ]),
    ),
    density: STUDIED.map(([subject, one]) =>
      summarizeDensity(
        subject,
        ROUNDS.map((round) => density(subject, round, one)),
      ),
    ),
    limits: STUDIED.map(([subject, one]) =>
      summarizeLimits(
        subject,
        ROUNDS.flatMap((round) => [...limits(subject, round, one), memoryFloor(subject, round, one)]),
      ),
    ),
  },
};
