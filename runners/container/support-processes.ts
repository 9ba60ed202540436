import { readdir, readFile } from 'node:fs/promises';
import type { NamedProcess } from '../runner.ts';

/** What an engine starts for one container: the process that holds it, and those that pass on a port published for it. */
export async function supportOf(id: string, publishedPort: string | null): Promise<NamedProcess[]> {
  const processes = await listProcesses();
  return processes.flatMap(({ pid, words }) => {
    const program = nameOf(words);
    const holds = /^(containerd-shim|conmon)/.test(program) && words.includes(id);
    const passesOn = program === 'docker-proxy' && words[words.indexOf('-host-port') + 1] === publishedPort;
    return holds || passesOn ? [{ name: program, pid }] : [];
  });
}

/** What serves all containers of this machine: the engine's own daemons, where they run on it. */
export async function enginesHere(): Promise<NamedProcess[]> {
  const processes = await listProcesses();
  return processes.flatMap(({ pid, words }) =>
    ['dockerd', 'containerd'].includes(nameOf(words)) ? [{ name: nameOf(words), pid }] : [],
  );
}

const nameOf = ([program = '']: readonly string[]): string => program.replace(/^.*\//, '');

/** Processes of this machine with their arguments; those of which nothing can be seen are left out. */
async function listProcesses(): Promise<{ readonly pid: number; readonly words: readonly string[] }[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      words: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0'),
    })),
  );
  return all.filter(({ words }) => words[0] !== '');
}
