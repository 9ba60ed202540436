import { describe, expect, test } from 'vitest';
import { METRICS } from '../../model/metrics.ts';
import { textWidth } from '../../report/text.ts';
import type { Series } from '../series.ts';
import type { HistoryRun } from '../store/index.ts';
import { formatRunList, type RunListView } from './run-list.ts';
import { formatSeries, type SeriesView } from './series-table.ts';

const metricNamed = (name: string) => {
  const found = METRICS.find((metric) => metric.name === name);
  if (!found) throw new Error(`no metric ${name}`);
  return found;
};
const coldStart = metricNamed('coldStart');
const plain = { color: false, unicode: true, width: 100 };

const machine = (id: string, facts: Record<string, string> = {}) => ({ id, name: `CPU of ${id}`, facts });
const startedAt = (day: number) => new Date(Date.UTC(2026, 0, day, 3)).toISOString();
const run = (day: number, fields: Partial<HistoryRun> = {}): HistoryRun => ({
  run: `run-${day}`,
  path: `runs/${day}`,
  id: `${day}`,
  startedAt: startedAt(day),
  commit: `${day}`.padStart(40, 'c'),
  machine: machine('aaaaaaaaaaaa'),
  complete: true,
  superseded: false,
  labels: {},
  quietness: 90,
  plan: {} as HistoryRun['plan'],
  clock: null,
  ...fields,
});
const series = (
  days: readonly number[],
  fields: Partial<Series['key']> = {},
  of = machine('aaaaaaaaaaaa'),
): Series => ({
  id: 'id',
  key: {
    workload: 'w',
    work: 'x',
    runner: 'process',
    variant: 'node',
    condition: 'cold',
    metric: 'coldStart',
    ...fields,
  },
  unit: 'ns',
  machine: of,
  points: days.map((day) => ({
    run: `run-${day}`,
    startedAt: startedAt(day),
    commit: null,
    value: 50e6 + day * 1e6,
    interval: day % 2 === 0 ? { low: 49e6 + day * 1e6, high: 52e6 + day * 1e6 } : null,
    n: day % 2 === 0 ? 20 : 3,
  })),
});

const HOSTILE = '\u001b[31m<b>\u202e=cmd()\u0007';
const expectHarmless = (text: string): void => {
  for (const sign of ['\u001b', '\u0007', '\u202e']) expect(text).not.toContain(sign);
};

describe('the list of runs', () => {
  const view: RunListView = {
    folder: '/history',
    metric: coldStart,
    runs: [run(4), run(3, { complete: false, commit: null }), run(2, { clock: 'odd' })],
    series: [series([2, 3, 4]), series([3, 4], { runner: 'wasm', variant: 'sm' })],
    count: 30,
  };

  test('has a row a run, a column a subject, and says what is not as it should be', () => {
    expect(
      formatRunList(view, plain),
    ).toBe(`the newest 3 of 30 runs in /history: median cold start of each subject; --limit shows more

                                        process            wasm
started (UTC)     commit      machine   ms [95%]           ms [95%]           note
────────────────────────────────────────────────────────────────────────────────────────────────
2026-01-04 03:00  cccccccccc  aaaaaaaa  54.0 [53.0, 56.0]  54.0 [53.0, 56.0]
2026-01-03 03:00  –           aaaaaaaa  53.0 (n=3)         53.0 (n=3)         incomplete
2026-01-02 03:00  cccccccccc  aaaaaaaa  52.0 [51.0, 54.0]  –                  time doubtful: odd

Machine classes
aaaaaaaa  CPU of aaaaaaaaaaaa  (3 runs)
`);
  });

  test('names workloads and variants where there are several', () => {
    const several = [series([4]), series([4], { workload: 'v' }), series([4], { variant: 'bun' })];
    const text = formatRunList({ ...view, series: several }, { ...plain, width: 160 });
    for (const head of ['w/process (node)', 'w/process (bun)', 'v/process']) expect(text).toContain(head);
  });

  test('without a run says so', () => {
    expect(formatRunList({ ...view, runs: [], series: [], count: 0 }, plain)).toBe(
      '/history holds no such run.\n',
    );
  });

  test.each([60, 80, 160])('fits a terminal of %i columns', (width) => {
    const many = Array.from({ length: 12 }, (_, index) =>
      series([2, 3, 4], { workload: `workload-${index}` }),
    );
    for (const line of formatRunList(
      { ...view, series: many, runs: view.runs.map((one) => ({ ...one, clock: null })) },
      { ...plain, width },
    ).split('\n'))
      expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  test('prints nothing that a terminal would obey', () => {
    const hostile = [
      run(4, { commit: HOSTILE, machine: { ...machine('b'), name: HOSTILE }, clock: HOSTILE }),
    ];
    const text = formatRunList(
      {
        ...view,
        folder: HOSTILE,
        runs: hostile,
        series: [series([4], { workload: HOSTILE, variant: HOSTILE })],
      },
      plain,
    );
    expectHarmless(text);
  });

  test('in ASCII', () => {
    expect(formatRunList(view, { ...plain, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('a series', () => {
  const view: SeriesView = {
    key: series([]).key,
    metric: coldStart,
    segments: [
      series([1, 2, 3, 4, 6], {}, machine('aaaaaaaaaaaa', { node: 'v20', v8: '11' })),
      series([8], {}, machine('bbbbbbbbbbbb', { node: 'v22', v8: '11' })),
    ],
    otherWork: [{ work: 'old', points: 7, until: '2025-12-01T00:00:00.000Z' }],
    phases: [],
    notes: new Map([['run-8', ['incomplete']]]),
    limit: 2,
  };

  test('is told segment by segment, with what made it another machine class', () => {
    expect(formatSeries(view, plain)).toBe(`w / process / node  cold start  6 runs, 2 machine classes

aaaaaaaa  CPU of aaaaaaaaaaaa  2026-01-01 to 2026-01-06, 5 runs
▁▂▄▅█  51.0 ms to 56.0 ms

started (UTC)     commit  median ms [95%]     n
───────────────────────────────────────────────
2026-01-04 03:00  –       54.0 [53.0, 56.0]  20
2026-01-06 03:00  –       56.0 [55.0, 58.0]  20
3 earlier runs: --limit shows more

bbbbbbbb  CPU of bbbbbbbbbbbb  2026-01-08, 1 run
Other than the segment above: node: v20 → v22.
▁  58.0 ms

started (UTC)     commit  median ms [95%]     n  note
───────────────────────────────────────────────────────────
2026-01-08 03:00  –       58.0 [57.0, 60.0]  20  incomplete

Until 2025-12-01 the input or the answer was another: 7 runs with --work old.
`);
  });

  test('bytes are told in bytes', () => {
    const rss = { ...view, metric: metricNamed('rss'), segments: [series([2])] };
    expect(formatSeries(rss, plain)).toContain('52.0 MB');
  });

  test('ten thousand points are drawn in one line', () => {
    const long = series(Array.from({ length: 10_000 }, (_, index) => (index % 300) * 2));
    const [, , , line = ''] = formatSeries({ ...view, segments: [long] }, { ...plain, width: 60 }).split(
      '\n',
    );
    expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^[▁-█]{30,}/);
  });

  test('prints nothing that a terminal would obey, and in ASCII nothing else', () => {
    const segment = series([2], {}, { id: 'b', name: HOSTILE, facts: { [HOSTILE]: HOSTILE } });
    const hostile = {
      ...view,
      key: { ...view.key, workload: HOSTILE, variant: HOSTILE },
      segments: [view.segments[0] ?? segment, segment],
      notes: new Map([['run-2', [HOSTILE]]]),
    };
    expectHarmless(formatSeries(hostile, plain));
    expect(formatSeries(hostile, { ...plain, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
