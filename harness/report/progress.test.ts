import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import type { TrialStep } from './progress-text.ts';

const HIDE_CURSOR = '\u001b[?25l';

class FakeStream extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  text = '';

  constructor(isTTY: boolean, columns: number) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override write(chunk: unknown): boolean {
    this.text += String(chunk);
    return true;
  }

  get lines(): string[] {
    return stripVTControlCharacters(this.text)
      .split('\n')
      .filter((line) => line !== '');
  }
}

function started({ isTty = false, color = false, unicode = true, columns = 60 } = {}) {
  const stream = new FakeStream(isTty, columns);
  const clock = { ns: 0 };
  const progress = createProgress({ stream, isTty, color, unicode, now: () => clock.ns });
  return { stream, clock, progress };
}

const step = (more: Partial<TrialStep> = {}): TrialStep => ({
  block: 7,
  blocks: 30,
  subject: 'markdown/wasm/jco',
  elapsedNs: 65e9,
  leftNs: 130e9,
  coldStartNs: 112e6,
  ...more,
});

describe('into a pipe', () => {
  test('writes one line per packaging step and note, without any escape', () => {
    const { stream, progress } = started();
    progress.phase('probing runners');
    progress.packaging({ runner: 'wasm', workload: 'markdown', done: 1, total: 4 });
    progress.note('interrupted\u001b[2J\nonce');
    expect(stream.text).toBe(
      'probing runners\npackaging markdown as wasm (1 of 4 ready)\ninterrupted once\n',
    );
  });

  test('writes one line per ten seconds of trials, and the last state when done', () => {
    const { stream, clock, progress } = started();
    for (let second = 0; second <= 24; second += 1) {
      clock.ns = second * 1e9;
      progress.trial(step({ block: second + 1, elapsedNs: clock.ns }));
    }
    progress.done();
    progress.done();
    expect(stream.lines).toEqual([
      'block 1 of 30 · 0.0s elapsed, at most 2m 10s left',
      'block 11 of 30 · 10s elapsed, at most 2m 10s left',
      'block 21 of 30 · 20s elapsed, at most 2m 10s left',
      'block 25 of 30 · 24s elapsed, at most 2m 10s left',
    ]);
  });

  test('writes ASCII where UTF-8 is not spoken', () => {
    const { stream, progress } = started({ unicode: false });
    progress.trial(step({ blocks: null, leftNs: null }));
    expect(stream.text).toBe('block 7 | 1m 05s elapsed\n');
  });
});

describe('on a terminal', () => {
  test.each([
    [100, '━━━━━╌╌╌╌╌╌╌╌╌╌╌ block 7 of 30 · 1m 05s elapsed, at most 2m 10s left · markdown/wasm/jco 112 ms'],
    [90, 'block 7 of 30 · 1m 05s elapsed, at most 2m 10s left · markdown/wasm/jco 112 ms'],
    [70, '━━━━━╌╌╌╌╌╌╌╌╌╌╌ block 7 of 30 · 1m 05s elapsed, at most 2m 10s left'],
    [60, 'block 7 of 30 · 1m 05s elapsed, at most 2m 10s left'],
  ])('shows in %d columns what fits, and cuts no number short', (columns, line) => {
    const { stream, progress } = started({ isTty: true, columns });
    progress.trial(step());
    expect(stream.lines).toEqual([line]);
  });

  test('redraws at most ten times a second', () => {
    const { stream, clock, progress } = started({ isTty: true });
    for (let ms = 0; ms < 1000; ms += 1) {
      clock.ns = ms * 1e6;
      progress.trial(step({ elapsedNs: ms * 1e9 }));
    }
    expect(stream.text.split('elapsed').length - 1).toBe(10);
  });

  test('a note stays above the live line', () => {
    const { stream, progress } = started({ isTty: true });
    progress.phase('probing');
    progress.note('container: no engine');
    expect(stream.lines).toEqual(['probing', 'container: no engine', 'probing']);
  });

  test('done() leaves an empty line behind, once', () => {
    const { stream, progress } = started({ isTty: true });
    progress.phase('probing');
    stream.text = '';
    progress.done();
    expect(stream.lines).toEqual([]);
    expect(stream.text).toContain('\u001b[2K');
    stream.text = '';
    progress.done();
    expect(stream.text).not.toContain(HIDE_CURSOR);
    expect(stream.text).toBe('');
  });

  test('drawing takes less than a millisecond', () => {
    const { clock, progress } = started({ isTty: true, color: true });
    const times = Array.from({ length: 500 }, (_, index) => {
      clock.ns = index * 1e9;
      const start = performance.now();
      progress.trial(step({ block: index, elapsedNs: clock.ns, coldStartNs: index * 1e6 }));
      return performance.now() - start;
    }).sort((a, b) => a - b);
    expect(times[250]).toBeLessThan(1);
  });
});
