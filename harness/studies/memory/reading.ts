import { readdir, readFile } from 'node:fs/promises';
import type { CompletedMemory } from './figures.ts';

export type MemoryReading = CompletedMemory['ready'];

/** Clock ticks per second in /proc/PID/stat: fixed at 100 by the kernel's user interface on all supported machines. */
const NS_PER_TICK = 10_000_000;

/**
 * One process in full, from /proc; a figure that cannot be read is null. The files are read one after the other within a
 * millisecond or so: a process that works in between differs from itself by as much.
 */
export async function readMemory(pid: number): Promise<MemoryReading> {
  const [rollup, status, stat] = await Promise.all(
    ['smaps_rollup', 'status', 'stat'].map((name) => readOrEmpty(`/proc/${pid}/${name}`)),
  );
  const threads = await readThreads(pid);
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number | null => (stat ? Number(fields[number - 3]) : null);
  const ticks = (number: number): number | null => scaled(field(number), NS_PER_TICK);
  const rssBytes = kibibytes(rollup, 'Rss') ?? kibibytes(status, 'VmRSS');
  const peakBytes = kibibytes(status, 'VmHWM');
  const anonymousBytes = kibibytes(rollup, 'Anonymous') ?? kibibytes(status, 'RssAnon');
  return {
    source: rollup ? '/proc smaps_rollup, status, stat' : '/proc status, stat',
    rssBytes,
    pssBytes: kibibytes(rollup, 'Pss'),
    ussBytes: sum(kibibytes(rollup, 'Private_Clean'), kibibytes(rollup, 'Private_Dirty')),
    // Read at another instant than the resident set, which may have grown by then.
    peakRssBytes: peakBytes === null ? null : Math.max(peakBytes, rssBytes ?? 0),
    anonymousBytes,
    fileBytes: rssBytes === null || anonymousBytes === null ? null : Math.max(0, rssBytes - anonymousBytes),
    userNs: ticks(14),
    systemNs: ticks(15),
    ...threads,
    minorFaults: field(10),
    majorFaults: field(12),
  };
}

/** What the kernel keeps by thread, summed over those that are there. */
async function readThreads(pid: number) {
  const names = await readdir(`/proc/${pid}/task`).catch(() => []);
  const read = await Promise.all(
    names.map(async (name) => ({
      status: await readOrEmpty(`/proc/${pid}/task/${name}/status`),
      schedstat: await readOrEmpty(`/proc/${pid}/task/${name}/schedstat`),
    })),
  );
  const total = (of: (thread: (typeof read)[number]) => number | null): number | null =>
    read.reduce<number | null>((so, thread) => sum(so, of(thread)), names.length === 0 ? null : 0);
  return {
    cpuNs: total(({ schedstat }) => (schedstat ? Number(schedstat.split(' ')[0]) : null)),
    voluntarySwitches: total(({ status }) => counter(status, 'voluntary_ctxt_switches')),
    involuntarySwitches: total(({ status }) => counter(status, 'nonvoluntary_ctxt_switches')),
  };
}

/** CPU time of a process so far, in ns; null when it is gone or cannot be read. */
export const readCpu = async (pid: number): Promise<number | null> => (await readThreads(pid)).cpuNs;

const counter = (text: string | undefined, key: string): number | null => {
  const match = text?.match(new RegExp(`^${key}:\\s+(\\d+)`, 'm'));
  return match ? Number(match[1]) : null;
};
const kibibytes = (text: string | undefined, key: string): number | null => scaled(counter(text, key), 1024);
const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor;
const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** A file of a process that has just ended, or of another user, reads as empty. */
const readOrEmpty = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
