import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import type { NamedProcess } from '../runner.ts';
import { type ListedProcess, listProcesses } from './process-list.ts';

/**
 * What serves all containers of an engine: its own daemons, where they run on this machine. Another engine's are left out
 * where this user may see who holds the socket.
 */
export async function enginesOf(url: string): Promise<NamedProcess[]> {
  const processes = await listProcesses();
  const daemons = processes.filter(({ program }) => program === 'dockerd');
  const holders = await holdersOf(url, daemons);
  const own = holders.length > 0 ? holders : daemons;
  const containerds = processes.filter(({ program }) => program === 'containerd');
  const started = containerds.filter(({ parent }) => own.some(({ pid }) => pid === parent));
  const services = containerds.filter(({ parent }) => !daemons.some(({ pid }) => pid === parent));
  return [...own, ...(started.length > 0 ? started : services)].map(({ program: name, pid }) => ({
    name,
    pid,
  }));
}

/** Those that have the engine's socket open to listen; none where that cannot be seen. */
async function holdersOf(url: string, daemons: readonly ListedProcess[]): Promise<ListedProcess[]> {
  if (!url.startsWith('unix://')) return [];
  const inodes = await inodesOf(url.slice('unix://'.length));
  const held = await Promise.all(daemons.map(({ pid }) => socketsOf(pid)));
  return daemons.filter((_, index) => held[index]?.some((inode) => inodes.has(inode)));
}

/** A path is written as it was bound, which may be through a link; lines of /proc/net/unix end with inode and path. */
async function inodesOf(path: string): Promise<Set<string>> {
  const real = await realpath(path).catch(() => path);
  const table = await readFile('/proc/net/unix', 'utf8').catch(() => '');
  const found = new Set<string>();
  for (const [, inode = '', bound = ''] of table.matchAll(/ (\d+) (\/.+)$/gm)) {
    const same = bound === path || (await realpath(bound).catch(() => bound)) === real;
    if (same) found.add(inode);
  }
  return found;
}

async function socketsOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
