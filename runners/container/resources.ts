import type Docker from 'dockerode';
import type { ResourceReading } from '../runner.ts';
import { readProcess, unreadable } from '../support/process-resources.ts';
import { ask, type Engine } from './engine.ts';
import { type HostProcess, isVisible } from './host-process.ts';
import type { GuestKind } from './runtimes.ts';
import { readSandbox } from './sandbox-guest.ts';

/**
 * The guest's own process from /proc where it can be seen; otherwise its cgroup's figures from the engine. A virtual
 * machine's engine tells figures of the guest in it, to which the machine itself would have to be added.
 */
export async function readGuest(
  engine: Engine,
  container: Docker.Container,
  guest: HostProcess,
  kind: GuestKind = 'process',
): Promise<ResourceReading> {
  if (kind === 'machine') return unreadable('the memory of a virtual machine is not known to the engine');
  if (kind === 'sandbox') return readSandbox(container.id, await readStats(engine, container));
  return (await isVisible(guest)) ? readProcess(guest.pid) : readStats(engine, container);
}

/** The answer of GET /containers/{id}/stats; its memory counters carry the kernel's names, cgroup v1's or v2's. */
interface Stats {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: { readonly stats?: Readonly<Record<string, number>> };
}

async function readStats(engine: Engine, container: Docker.Container): Promise<ResourceReading> {
  const options = { stream: false, 'one-shot': true } as { stream: false };
  return readingOf((await ask(engine, 'measure a container', container.stats(options))) as Stats);
}

/**
 * A cgroup charges page cache to whoever read it first, so its total is no resident set. Its anonymous and its mapped
 * pages together are the nearest to one. Peak, proportional and unique sets cannot be had this way, and from Podman
 * no resident set either.
 */
export function readingOf(answer: Stats): ResourceReading {
  const { anon, file_mapped, rss, mapped_file, pgfault, pgmajfault } = answer.memory_stats?.stats ?? {};
  return {
    ...unreadable('engine stats (cgroup)'),
    rssBytes: sum(anon, file_mapped) ?? sum(rss, mapped_file),
    cpuNs: answer.cpu_stats?.cpu_usage?.total_usage ?? null,
    majorFaults: pgmajfault ?? null,
    minorFaults: pgfault === undefined || pgmajfault === undefined ? null : pgfault - pgmajfault,
  };
}

const sum = (a?: number, b?: number): number | null => (a === undefined || b === undefined ? null : a + b);
