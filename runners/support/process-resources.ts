import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ResourceReading } from '../runner.ts';

/** Clock ticks per second in /proc/PID/stat: fixed at 100 by the kernel's user interface on all supported machines. */
const NS_PER_TICK = 10_000_000;

export const unreadable = (source: string): ResourceReading => ({
  source,
  rssBytes: null,
  pssBytes: null,
  ussBytes: null,
  peakRssBytes: null,
  cpuNs: null,
  majorFaults: null,
  minorFaults: null,
});

/**
 * Reads one process. Never `ru_maxrss`: a child's includes the peak of the parent it was forked from.
 * Linux: /proc; macOS: `ps` (resident set and CPU time only). A process that is gone reads as all null.
 */
export function readProcess(pid: number): Promise<ResourceReading> {
  return process.platform === 'linux' ? readProc(pid) : readPs(pid);
}

async function readProc(pid: number): Promise<ResourceReading> {
  const [rollup, status, stat, cpuNs] = await Promise.all([
    readOrEmpty(`/proc/${pid}/smaps_rollup`),
    readOrEmpty(`/proc/${pid}/status`),
    readOrEmpty(`/proc/${pid}/stat`),
    readThreadsCpu(pid),
  ]);
  if (stat === '') return unreadable(`/proc/${pid} cannot be read`);
  // Fields after the command name, which may itself hold spaces and parentheses; see proc_pid_stat(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  const privateBytes = [kibibytes(rollup, 'Private_Clean'), kibibytes(rollup, 'Private_Dirty')];
  const rssBytes = kibibytes(rollup, 'Rss') ?? kibibytes(status, 'VmRSS');
  const highWaterBytes = kibibytes(status, 'VmHWM');
  return {
    source: rollup === '' ? '/proc status, stat' : '/proc smaps_rollup, status, stat',
    rssBytes,
    pssBytes: kibibytes(rollup, 'Pss'),
    ussBytes: privateBytes.every((bytes) => bytes !== null)
      ? privateBytes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)
      : null,
    // The files are read at different instants: in one of ten readings a guest that still grew was above its own peak.
    peakRssBytes: highWaterBytes === null ? null : Math.max(highWaterBytes, rssBytes ?? 0),
    cpuNs: cpuNs ?? (field(14) + field(15)) * NS_PER_TICK,
    minorFaults: field(10),
    majorFaults: field(12),
  };
}

/** The scheduler's own count in nanoseconds, summed over the threads; null where the kernel does not keep it. */
async function readThreadsCpu(pid: number): Promise<number | null> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const runs = await Promise.all(
    threads.map((thread) => readOrEmpty(`/proc/${pid}/task/${thread}/schedstat`)),
  );
  const totalNs = runs.reduce((sum, run) => sum + Number(run.split(' ')[0] || 0), 0);
  return totalNs > 0 ? totalNs : null;
}

async function readPs(pid: number): Promise<ResourceReading> {
  const source = 'ps rss, time';
  const output = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)]).catch(() => null);
  const match = output?.stdout.trim().match(/^(\d+)\s+(?:(\d+):)?(\d+):([\d.]+)$/);
  if (!match) return unreadable(`${source}: no process ${pid}`);
  const [, rss, hours = '0', minutes, seconds] = match;
  const cpuSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return { ...unreadable(source), rssBytes: Number(rss) * 1024, cpuNs: Math.round(cpuSeconds * 1e9) };
}

function kibibytes(text: string, key: string): number | null {
  const match = text.match(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm'));
  return match ? Number(match[1]) * 1024 : null;
}

/** A file of a process that has just ended, or of another user, reads as empty. */
const readOrEmpty = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
