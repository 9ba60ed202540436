import { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import { count } from '../../model/schema-fields.ts';
import { spreadOf, spreadSchema } from '../spread.ts';
import { type CompletedMemory, callCpuNs, type MemoryRecord, platformCpuNs } from './figures.ts';

const spread = spreadSchema.nullable();
const MOMENTS = ['ready', 'firstResponse', 'warm'] as const;

const momentSchema = z
  .object({
    pssBytes: spread,
    ussBytes: spread,
    rssBytes: spread,
    peakRssBytes: spread,
    anonymousBytes: spread,
    fileBytes: spread,
  })
  .meta({ id: 'memoryMoment', description: 'The guest at one moment; null where the system does not tell.' });

export const memorySummarySchema = z
  .object({
    subject: z.string(),
    rounds: count.describe('Rounds that were completed.'),
    ready: momentSchema,
    firstResponse: momentSchema,
    warm: momentSchema,
    support: z
      .array(z.object({ name: z.string(), pssBytes: spread, rssBytes: spread, cpuNs: spread }))
      .describe('Processes that each instance brings along, in no other figure.'),
    shared: z
      .array(z.object({ name: z.string(), cpuNs: spread }))
      .describe('Processes that serve all instances: their CPU time during a cold start.'),
    linearMemoryBytes: spread.describe(
      'Linear memory of a component after the warm calls. Null where there is none.',
    ),
    startCpuNs: spread.describe("The guest's CPU time until its first response."),
    startUserNs: spread,
    startSystemNs: spread,
    platformCpuNs: spread.describe('That of what it brings along and of what serves all, until then.'),
    callCpuNs: spread.describe("The guest's CPU time of one warm call."),
    switches: spread.describe('Context switches of the guest until its first response, of both kinds.'),
    majorFaults: spread,
    minorFaults: spread,
    source: z.string().nullable().describe('Null when no round was completed.'),
    reason: z.string().nullable().describe('Of the first round that was not completed. Null when all were.'),
  })
  .meta({ id: 'memorySummary', description: 'Memory and CPU time of one subject, medians over rounds.' });

export type MemorySummary = Inferred<typeof memorySummarySchema>;

export function summarizeMemory(subject: string, records: readonly MemoryRecord[]): MemorySummary {
  const own = records.filter((record) => record.subject === subject);
  const completed = own.filter((record) => record.status === 'completed');
  const over = (of: (record: CompletedMemory) => number | null) =>
    spreadOf(completed.map(of).filter((value) => value !== null));
  const moment = (name: (typeof MOMENTS)[number]) => ({
    pssBytes: over((record) => record[name].pssBytes),
    ussBytes: over((record) => record[name].ussBytes),
    rssBytes: over((record) => record[name].rssBytes),
    peakRssBytes: over((record) => record[name].peakRssBytes),
    anonymousBytes: over((record) => record[name].anonymousBytes),
    fileBytes: over((record) => record[name].fileBytes),
  });
  return {
    subject,
    rounds: completed.length,
    ready: moment('ready'),
    firstResponse: moment('firstResponse'),
    warm: moment('warm'),
    support: names(completed, 'support').map((name) => ({
      name,
      pssBytes: over((record) => of(record.support, name)?.pssBytes ?? null),
      rssBytes: over((record) => of(record.support, name)?.rssBytes ?? null),
      cpuNs: over((record) => of(record.support, name)?.cpuNs ?? null),
    })),
    shared: names(completed, 'shared').map((name) => ({
      name,
      cpuNs: over((record) => of(record.shared, name)?.cpuNs ?? null),
    })),
    linearMemoryBytes: over((record) => record.linearMemoryBytes ?? null),
    startCpuNs: over(({ firstResponse }) => firstResponse.cpuNs),
    startUserNs: over(({ firstResponse }) => firstResponse.userNs),
    startSystemNs: over(({ firstResponse }) => firstResponse.systemNs),
    platformCpuNs: over(platformCpuNs),
    callCpuNs: over(callCpuNs),
    switches: over(({ firstResponse: { voluntarySwitches, involuntarySwitches } }) =>
      voluntarySwitches === null || involuntarySwitches === null
        ? null
        : voluntarySwitches + involuntarySwitches,
    ),
    majorFaults: over(({ firstResponse }) => firstResponse.majorFaults),
    minorFaults: over(({ firstResponse }) => firstResponse.minorFaults),
    source: completed[0]?.warm.source ?? null,
    reason: own.find((record) => record.status !== 'completed')?.reason ?? null,
  };
}

const of = <T extends { readonly name: string }>(list: readonly T[], name: string): T | undefined =>
  list.find((one) => one.name === name);

const names = (records: readonly CompletedMemory[], kind: 'support' | 'shared'): string[] => [
  ...new Set(records.flatMap((record) => record[kind].map(({ name }) => name))),
];
