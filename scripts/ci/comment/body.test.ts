import { describe, expect, test } from 'vitest';
import { formatBody, MARKER, MOST_CHARACTERS } from './body.mjs';
import { fitting } from './fitting.mjs';

const run = { headSha: 'a'.repeat(40), runUrl: 'https://github.example/runs/1' };

describe('formatBody()', () => {
  test('has the marker first, then a section for each machine', () => {
    const sections = [
      { name: 'ubuntu-24.04', markdown: 'fast' },
      { name: 'ubuntu-24.04-arm', markdown: 'faster' },
    ];
    expect(formatBody({ sections, ...run })).toBe(
      `${MARKER}\n## coldbench: base and head, measured in turns\n\nHead aaaaaaaaaaaa, by the code of this pull request: https://github.example/runs/1\n\n### ubuntu-24.04\n\nfast\n\n### ubuntu-24.04-arm\n\nfaster\n`,
    );
  });

  test('is never longer than GitHub takes, and says what is missing', () => {
    const markdown = `${'<details>\n| a row | of a table | & more |\n'.repeat(5000)}`;
    const sections = ['x64', 'arm64'].map((name) => ({ name: name.repeat(100), markdown }));
    const body = formatBody({ sections, ...run });
    expect(body.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(body.length).toBeGreaterThan(MOST_CHARACTERS * 0.9);
    expect(body.match(/The rest is in the artifacts/g)).toHaveLength(2);
  });

  test('neither a name nor a text of a section is an instruction', () => {
    const sections = [{ name: `x\n# @everyone ${MARKER}`, markdown: '@everyone <img src=x>' }];
    const [, ...lines] = formatBody({ sections, ...run }).split('\n');
    expect(lines.join('\n')).not.toMatch(/@e|<img|<!--|^# /m);
  });
});

describe('fitting()', () => {
  test('keeps whole lines and closes what a cut leaves open', () => {
    const text = `<details><summary>Phases</summary>\n\n${'| a | b |\n'.repeat(100)}\n</details>\n`;
    const cut = fitting(text, 400);
    expect(cut.length).toBeLessThanOrEqual(400);
    expect(cut).toMatch(/\| a \| b \|\n<\/details>\n\n_The rest is in the artifacts of the run\._\n$/);
  });

  test('closes what a stranger left open', () => {
    expect(fitting('<details>', 1000)).toBe('<details>\n</details>');
  });

  test('leaves a whole text as it is', () => {
    expect(fitting('<details>x</details>', 1000)).toBe('<details>x</details>');
  });
});
