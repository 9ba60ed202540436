import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** A text as `biome check` wants the file of that path, which need not exist. */
export const formatted = (path: string, text: string): string =>
  execFileSync(join(projectRoot(), 'node_modules/.bin/biome'), ['format', `--stdin-file-path=${path}`], {
    cwd: projectRoot(),
    input: text,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
