import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { CommandSandbox } from '../../harness/testing/command.ts';

const folder = join(projectRoot(), 'scripts/fleet');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const names = readdirSync(folder);

describe('the scripts of scripts/fleet', () => {
  it.each(names.filter((name) => name.endsWith('.sh')))('%s is sound to bash', (name) => {
    execFileSync('bash', ['-n', join(folder, name)]);
  });
});

describe('the templates of scripts/fleet', () => {
  const help = new Map<string, string>();
  beforeAll(async () => {
    const sandbox = await CommandSandbox.create();
    for (const command of ['plan', 'bench', 'merge', 'compare', 'validate', 'show']) {
      help.set(command, (await sandbox.run([command, '--help'])).stdout);
    }
    await sandbox.remove();
  });

  /** Commands of coldbench in a text, each as its name and its flags; a line that ends in a backslash goes on. */
  const commandsOf = (text: string): { command: string; flags: string[] }[] =>
    [
      ...text
        .replaceAll(/\\?\n\s+(?=--)/g, ' ')
        .matchAll(/coldbench(?:\.mjs)?(?: --)? (plan|bench|merge|compare|validate|show) ([^\n#`]*)/g),
    ].map(([, command = '', rest = '']) => ({ command, flags: rest.match(/(?<=^|\s)"?--[a-z-]+/g) ?? [] }));

  it.each(names.filter((name) => /\.(sh|yml|md)$/.test(name) && name !== 'image.sh'))(
    '%s uses only flags that there are',
    (name) => {
      const commands = commandsOf(read(name));
      expect(commands.length).toBeGreaterThan(0);
      for (const { command, flags } of commands) {
        for (const flag of flags) {
          // A shell puts the name of the mode there.
          if (flag === '"--') continue;
          expect(help.get(command), `${command} ${flag}`).toContain(`${flag.replace('"', '')} `);
        }
      }
    },
  );

  it('are all named in the README', () => {
    for (const name of names.filter((one) => /\.(sh|yml)$/.test(one)))
      expect(read('README.md')).toContain(`(${name})`);
  });
});
