import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../../../harness/model/errors.ts';
import { findProgram } from '../../support/programs.ts';
import { versionOf } from '../../support/versions.ts';

export type HostName = 'wasmtime' | 'spin';

/** A program of the user's that serves components of wasi:http. */
export interface ComponentHost {
  readonly path: string;
  readonly version: string;
}

export type FoundHost = ComponentHost | { readonly reason: string; readonly remedy: string };

interface Wanted {
  /** What is looked for, and where one gets it. */
  readonly remedy: string;
  /** Why a host of this version is none, or null. */
  refuse(host: ComponentHost): Promise<string | null>;
}

const variableOf = (name: HostName): string => `COLDBENCH_TOOL_${name.toUpperCase()}`;

const WANTED: Readonly<Record<HostName, Wanted>> = {
  wasmtime: {
    remedy: `Install Wasmtime 25 or newer (https://wasmtime.dev), or name the program in ${variableOf('wasmtime')}.`,
    // Older ones serve no component whose memory is larger than 10 MB, or take one release of wasi:http alone.
    refuse: async (host) => {
      if (isOlder(host, 25, 0)) return 'it is older than 25';
      const help = await helpOf(host, ['serve', '--help']);
      const missing = ['--allow-precompiled', '--addr'].find((flag) => !help.includes(flag));
      return missing ? `its \`wasmtime serve\` has no ${missing}` : null;
    },
  },
  spin: {
    remedy: `Install Spin 3.2 or newer (https://spinframework.dev), or name the program in ${variableOf('spin')}.`,
    // Older ones take components of wasi:http 0.2.0 and 0.2.1 alone.
    refuse: async (host) => (isOlder(host, 3, 2) ? 'it is older than 3.2' : null),
  },
};

/** The program that `COLDBENCH_TOOL_<NAME>` names, or the first one on PATH, if it can do what is asked of it. */
export async function findHost(name: HostName, env: NodeJS.ProcessEnv = process.env): Promise<FoundHost> {
  const { remedy, refuse } = WANTED[name];
  const named = env[variableOf(name)];
  const path = findProgram(named, [name], env);
  if (path === null) {
    const reason = named ? `${named} is not a program that can be run.` : `There is no ${name} here.`;
    return { reason, remedy };
  }
  try {
    const host = { path, version: (await versionOf(path)).replace(`${name} `, '') };
    const why = await refuse(host);
    return why === null ? host : { reason: `${path} is ${name} ${host.version}: ${why}.`, remedy };
  } catch (error) {
    return { reason: `${path} does not run: ${messageOf(error).split('\n')[0]}`, remedy };
  }
}

/** Also where it says no version that could be read. */
function isOlder({ version }: ComponentHost, major: number, minor: number): boolean {
  const [, own = 0, ownMinor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return own < major || (own === major && ownMinor < minor);
}

/** What it prints when it is asked for help, also where it knows nothing of the command. */
async function helpOf({ path }: ComponentHost, args: readonly string[]): Promise<string> {
  const asked = promisify(execFile)(path, [...args], { timeout: 10_000 });
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  return stdout;
}
