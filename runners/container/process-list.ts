import { readdir, readFile } from 'node:fs/promises';

export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** The arguments, its own name first; one empty word where nothing can be seen of them. */
  readonly words: readonly string[];
  /** Its name without a path. */
  readonly program: string;
}

/** All processes of this machine; none where there is no /proc. */
export async function listProcesses(): Promise<ListedProcess[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const all = await Promise.all(pids.map(describe));
  return all.filter((each) => each !== null);
}

/** Null for one that has just ended. */
async function describe(pid: number): Promise<ListedProcess | null> {
  const [line, stat] = await Promise.all(
    ['cmdline', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  );
  if (!stat) return null;
  const words = (line ?? '').split('\0');
  // The fields after the command name, which may hold spaces and parentheses: state, parent; see proc_pid_stat(5).
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return { pid, parent, words, program: (words[0] ?? '').replace(/^.*\//, '') };
}
