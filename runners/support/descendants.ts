import { readdir, readFile } from 'node:fs/promises';

/** What a process has started, and what that has; parents before children. Empty where the kernel does not tell. */
export async function descendants(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  const below = await Promise.all(children.map(descendants));
  return [...children, ...below.flat()];
}

/** Each thread has a list of its own; see proc_pid_tid_children(5). A process that has just ended has none. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
