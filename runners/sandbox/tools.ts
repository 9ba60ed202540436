import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../harness/model/errors.ts';
import type { Probe } from '../runner.ts';
import { findProgram } from '../support/programs.ts';
import { versionOf } from '../support/versions.ts';

/** What makes the namespaces. */
export type SandboxTool = 'unshare' | 'bubblewrap';

const PROGRAMS: Readonly<Record<SandboxTool, string>> = { unshare: 'unshare', bubblewrap: 'bwrap' };

/** Namespaces of its own: user, mount, process ids, network, host name, and System V IPC. */
const UNSHARE = [
  '--user',
  '--map-root-user',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--net',
  '--uts',
  '--ipc',
];
const BUBBLEWRAP = ['--unshare-all', '--uid', '0', '--gid', '0', '--die-with-parent', '--as-pid-1'];

/** The arguments that run a program with `root` as its whole file system. */
export function sandboxArguments(tool: SandboxTool, root: string): string[] {
  if (tool === 'unshare') return [...UNSHARE, `--root=${root}`, '--wd=/'];
  return [...BUBBLEWRAP, '--bind', root, '/', '--proc', '/proc', '--dev', '/dev', '--chdir', '/'];
}

export const findSandboxTool = (tool: SandboxTool, path = process.env.PATH ?? ''): string | null =>
  findProgram(undefined, [PROGRAMS[tool]], { PATH: [path, '/usr/bin', '/bin'].join(delimiter) });

const unavailable = (reason: string, remedy: string): Probe => ({ available: false, reason, remedy });

/** Whether this kernel gives namespaces to this user is found by asking for them. */
export async function probe(tool: SandboxTool): Promise<Probe> {
  if (process.platform !== 'linux') {
    return unavailable('Namespaces are a feature of Linux.', 'Leave the sandbox out of this run.');
  }
  const program = findSandboxTool(tool);
  if (program === null) {
    const packageName = tool === 'unshare' ? 'util-linux' : 'bubblewrap';
    return unavailable(
      `${PROGRAMS[tool]} is not installed.`,
      `Install ${packageName}: apt-get install ${packageName}.`,
    );
  }
  const args = tool === 'unshare' ? [...UNSHARE, 'true'] : [...BUBBLEWRAP, '--ro-bind', '/', '/', 'true'];
  try {
    await promisify(execFile)(program, args, { timeout: 10_000 });
    return { available: true, variant: tool, versions: { [tool]: await versionOf(program) } };
  } catch (error) {
    const why = messageOf(error).split('\n').filter(Boolean).at(-1) ?? '';
    return unavailable(
      `This system does not give namespaces to this user: ${why}`,
      "Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, or AppArmor's restriction of them), or run as root.",
    );
  }
}
