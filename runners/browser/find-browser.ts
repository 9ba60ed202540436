import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../harness/model/errors.ts';
import { findProgram } from '../support/programs.ts';

export type FoundBrowser =
  | { readonly path: string; readonly version: string }
  | { readonly path: null; readonly reason: string; readonly remedy: string };

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const REMEDY =
  'Install Chromium or Chrome, or name the program in COLDBENCH_TOOL_CHROMIUM; or leave the browser runner out of this run.';

/** The Chromium that COLDBENCH_TOOL_CHROMIUM names, or the first one on PATH. */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<FoundBrowser> {
  if (process.platform !== 'linux') {
    return {
      path: null,
      reason: 'The processes of a browser are only read on Linux.',
      remedy: 'Leave the browser runner out of this run.',
    };
  }
  const named = env.COLDBENCH_TOOL_CHROMIUM;
  const path = findProgram(named, PROGRAMS, { PATH: `${env.PATH ?? ''}${delimiter}/usr/bin` });
  if (path === null) {
    const reason = named ? `${named} is not a program that can be run.` : 'There is no Chromium or Chrome.';
    return { path: null, reason, remedy: REMEDY };
  }
  try {
    const { stdout } = await promisify(execFile)(path, ['--version']);
    return { path, version: stdout.trim() };
  } catch (error) {
    return { path: null, reason: `${path} does not run: ${messageOf(error).split('\n')[0]}`, remedy: REMEDY };
  }
}
