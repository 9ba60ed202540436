import { messageOf } from '../../harness/model/errors.ts';
import { findProgram } from '../support/programs.ts';
import { versionOf } from '../support/versions.ts';
import { whyNotHere } from './trial.ts';

export type FoundUml =
  | { readonly path: string; readonly version: string }
  | { readonly path: null; readonly reason: string; readonly remedy: string };

const PROGRAM = 'linux.uml';
const REMEDY =
  'Install User-Mode Linux, on Debian with `apt-get install user-mode-linux`, or name the program in COLDBENCH_TOOL_UML.';
const LEAVE_OUT = 'Leave uml out of this run';

/** A Linux kernel that is a program of this machine, and runs programs here; or why there is none. */
export async function findUml(env: NodeJS.ProcessEnv = process.env): Promise<FoundUml> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const reason = `User-Mode Linux runs on x86 Linux (${process.platform} ${process.arch}).`;
    return { path: null, reason, remedy: `${LEAVE_OUT}, or run it on x64 Linux.` };
  }
  const named = env.COLDBENCH_TOOL_UML;
  const path = findProgram(named, [PROGRAM], env);
  if (path === null)
    return { path, reason: `${named || PROGRAM} is not a program that can be run.`, remedy: REMEDY };
  try {
    const why = await whyNotHere(path);
    if (why === null) return { path, version: await versionOf(path) };
    const reason = `${path} starts and cannot run a program on this machine: ${why}`;
    return {
      path: null,
      reason,
      remedy: `${LEAVE_OUT}; runners/uml/README.md says which machines it needs.`,
    };
  } catch (error) {
    return { path: null, reason: messageOf(error), remedy: REMEDY };
  }
}
