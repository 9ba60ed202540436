import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSets } from '../compare/compare.ts';
import { type SampleSet, sampleComparable, writeSampleSet } from '../compare/testing/sample-set.ts';
import { formatMarkdown } from '../formats/markdown.ts';
import { readReportRun } from './report-data.ts';
import { byColdStart, subjectNames } from './subject-names.ts';
import { summarizeFile } from './summary.ts';
import type { RunSummary } from './summary-types.ts';
import { formatRun } from './terminal.ts';
import { verdicts } from './verdict.ts';

const WHY = 'KVM does not work here';
/** Faster than the others, so that a ranking would put it first. */
const GUEST = { runner: 'microvm', variant: 'tcg', coldMs: 20, emulated: WHY } as const;
const SET: SampleSet = {
  subjects: [{ coldMs: 50 }, { runner: 'container', variant: 'same-node', coldMs: 200 }, GUEST],
};
const COMPARING = { threshold: 0.02, metrics: [], acrossMachines: false, allowEmulated: false };

describe('a guest that a translator ran, among real ones', () => {
  let folder: string;
  let path: string;
  let summary: RunSummary;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-emulated-'));
    path = await writeSampleSet(join(folder, 'set.ndjson'), SET);
    summary = await summarizeFile(path);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says why in the summary, and has no overhead; the others have theirs', () => {
    const rows = summary.subjects.map(({ runner, emulated, overhead }) => [
      runner,
      emulated,
      overhead !== null,
    ]);
    expect(rows).toEqual([
      ['process', null, false],
      ['container', null, true],
      ['microvm', WHY, false],
    ]);
  });

  it('comes last, with a mark, however fast it was', () => {
    const names = byColdStart(summary.subjects).map(subjectNames(summary.subjects));
    expect(names).toEqual(['process', 'container', 'microvm [emulated]']);
    expect(formatMarkdown(summary)).toContain('| microvm &#91;emulated&#93; |');
  });

  it('is told of in words without being compared', () => {
    const words = verdicts(summary.workloads[0], summary.subjects, ({ runner }) => runner);
    const textOf = (label: string) => words.find((one) => one.label === label)?.text;
    expect(textOf('microvm')).toMatch(
      /^Starting in a virtual machine took [\d.]+ ms under a translator of instructions, which says nothing of hardware: not compared\.$/,
    );
    expect(textOf('container')).toContain('more than a plain process');
    expect(textOf('warm')).toContain('for container');
    expect(textOf('warm')).not.toContain('microvm');
  });

  it('is in the tables of a page, and in no chart of it', async () => {
    const [workload] = (await readReportRun(path)).workloads;
    expect(workload?.subjects.map(({ name }) => name)).toEqual(['process', 'container']);
    expect(workload?.others.map(({ name }) => name)).toEqual(['microvm [emulated]']);
  });

  it('has no bar of its phases, only their figures', () => {
    const text = formatRun(summary, { width: 100, color: false, unicode: true });
    const [bars, table] = text.split('Where the time of a cold start goes\n')[1]?.split('\n\n') ?? [];
    expect(bars?.split('\n').map((line) => line.split(' ')[0])).toEqual(['process', 'container']);
    expect(table).toContain('microvm [emulated]');
  });

  it('has its charts where there is nothing real beside it', async () => {
    const only = await writeSampleSet(join(folder, 'only.ndjson'), { subjects: [GUEST] });
    const [workload] = (await readReportRun(only)).workloads;
    expect(workload?.subjects.map(({ name }) => name)).toEqual(['microvm [emulated]']);
  });
});

describe('two runs with a guest that a translator ran', () => {
  it('compares it with itself only, labelled, and never as a ratio to a real process', async () => {
    const [old, fresh] = await Promise.all([
      sampleComparable('old', { ...SET, seed: 1 }),
      sampleComparable('new', { ...SET, seed: 2 }),
    ]);
    const { subjects, ratios } = compareSets(old, fresh, COMPARING);
    expect(subjects.map(({ runner, emulated }) => [runner, emulated])).toEqual([
      ['process', null],
      ['container', null],
      ['microvm', 'both'],
    ]);
    expect(ratios.map(({ runner }) => runner)).toEqual(['container']);
  });

  it('leaves it out when it was real on the other side', async () => {
    const { emulated: _, ...real } = GUEST;
    const [old, fresh] = await Promise.all([
      sampleComparable('old', { ...SET, seed: 1, subjects: [{}, real] }),
      sampleComparable('new', { ...SET, seed: 2, subjects: [{}, GUEST] }),
    ]);
    const { subjects, notes } = compareSets(old, fresh, COMPARING);
    expect(subjects.map(({ runner }) => runner)).toEqual(['process']);
    expect(notes.join()).toContain('microvm/tcg is left out: a translator ran it in new only');
  });
});
