import type { NamedProcess } from '../runner.ts';
import { type ListedProcess, listProcesses } from './process-list.ts';

/** Whether a process is what an engine starts to hold this container. */
export const holds = ({ program, words }: ListedProcess, id: string): boolean =>
  /^(containerd-shim|conmon)/.test(program) && words.includes(id);

/** What an engine starts for one container: the process that holds it, and those that pass on a port published for it. */
export async function supportOf(id: string, publishedPort: string | null): Promise<NamedProcess[]> {
  const processes = await listProcesses();
  return processes.flatMap((each) => {
    const { pid, program, words } = each;
    const passesOn = program === 'docker-proxy' && words[words.indexOf('-host-port') + 1] === publishedPort;
    return holds(each, id) || passesOn ? [{ name: program, pid }] : [];
  });
}
