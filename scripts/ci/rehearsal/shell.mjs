import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As GitHub calls them: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell */
const SHELLS = {
  default: ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
};

/**
 * Runs the text of a `run:` as a runner would: from a file, in the step's shell, with files to write outputs and a summary to.
 * @param {{ run: string, shell?: string, cwd: string, env: Record<string, string>, folder: string, timeoutMs: number }} step
 *   `folder` gets the script, its files and its log
 * @returns {Promise<{ exitCode: number | null, outputs: Record<string, string>, summary: string, log: string }>}
 */
export async function runShell({ run, shell, cwd, env, folder, timeoutMs }) {
  const [program, ...flags] = SHELLS[/** @type {'bash'} */ (shell ?? 'default')] ?? [];
  if (program === undefined) throw new Error(`The shell '${shell}' is not rehearsed, only bash is.`);
  const own = mkdtempSync(join(folder, 'step-'));
  const files = Object.fromEntries(
    ['script.sh', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'].map((name) => {
      const path = join(own, name);
      writeFileSync(path, name === 'script.sh' ? run : '');
      return [name, path];
    }),
  );
  const { 'script.sh': script, ...variables } = files;
  const log = join(own, 'log.txt');
  writeFileSync(log, '');
  const child = spawn(program, [...flags, script], {
    cwd,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    detached: false,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => appendFileSync(log, chunk));
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return {
    exitCode,
    outputs: parseOutputs(readFileSync(variables.GITHUB_OUTPUT, 'utf8')),
    summary: readFileSync(variables.GITHUB_STEP_SUMMARY, 'utf8'),
    log,
  };
}

/** `name=value` lines, and `name<<DELIMITER` with its lines. @param {string} text @returns {Record<string, string>} */
export function parseOutputs(text) {
  /** @type {Record<string, string>} */
  const outputs = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const several = /^([\w-]+)<<(.+)$/.exec(line);
    const single = /^([\w-]+)=(.*)$/s.exec(line);
    if (several) {
      const end = lines.indexOf(several[2] ?? '', at + 1);
      if (end < 0) throw new Error(`GITHUB_OUTPUT: '${line}' never ends.`);
      outputs[several[1] ?? ''] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (single) outputs[single[1] ?? ''] = single[2] ?? '';
    else if (line !== '') throw new Error(`GITHUB_OUTPUT: '${line}' is no output.`);
  }
  return outputs;
}
