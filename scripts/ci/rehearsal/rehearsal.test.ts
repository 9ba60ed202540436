// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub Actions
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LOCAL_ACTIONS } from './actions.mjs';
import { fill, holds } from './expressions.mjs';
import { parseOutputs } from './shell.mjs';
import { runSteps } from './steps.mjs';

const contexts = {
  github: { event: { number: 7 }, ref: 'refs/heads/main' },
  env: { EMPTY: '' },
  steps: { one: { outputs: { path: '/x' } } },
  matrix: { runner: 'ubuntu-24.04' },
};

describe('fill()', () => {
  test.each([
    ['a ${{ matrix.runner }} b ${{ github.event.number }}', 'a ubuntu-24.04 b 7'],
    ["${{ env.EMPTY || '10m' }}", '10m'],
    ['${{ github.event.absent.field }}', ''],
    ['${{ contains(fromJSON(\'["a", "b"]\'), \'b\') }}', 'true'],
    ['plain', 'plain'],
  ])('%s', (text, filled) => {
    expect(fill(text, contexts)).toBe(filled);
  });

  test('refuses a context that there is not, as GitHub does', () => {
    expect(() => fill('${{ absent.x }}', contexts)).toThrow(/absent/);
  });
});

describe('holds()', () => {
  test.each([
    [undefined, true, false],
    ["${{ steps.one.outputs.path != '' }}", true, false],
    ["${{ !cancelled() && steps.one.outputs.path != '' }}", true, true],
    ['always()', true, true],
    ['failure()', false, true],
    ['${{ steps.two.outputs.path }}', false, false],
  ])('%s', (condition, afterSuccess, afterFailure) => {
    expect(holds(condition, contexts, false)).toBe(afterSuccess);
    expect(holds(condition, contexts, true)).toBe(afterFailure);
  });
});

test('parseOutputs() reads lines and blocks, and refuses anything else', () => {
  expect(parseOutputs('a=1=2\nb<<END\nx\n\ny\nEND\nempty=\n')).toEqual({ a: '1=2', b: 'x\n\ny', empty: '' });
  expect(() => parseOutputs('b<<END\nx\n')).toThrow(/never ends/);
  expect(() => parseOutputs('nonsense\n')).toThrow(/no output/);
});

describe('in a workspace', () => {
  let folder: string;
  let results: { name: string; outcome: string; detail: string }[];
  const place = () => ({
    workspace: join(folder, 'workspace'),
    serverUrl: `file://${folder}`,
    repository: 'none',
    ref: 'main',
    artifacts: join(folder, 'artifacts'),
    artifactsOf: () => join(folder, 'other'),
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'coldbench-rehearsal-'));
    for (const name of ['workspace', 'artifacts', 'logs']) mkdirSync(join(folder, name));
    results = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (yaml: string) =>
    runSteps(parse(yaml), {
      contexts: { ...contexts, runner: { temp: folder } },
      env: { PATH: process.env.PATH ?? '' },
      overrides: { BUDGET: '1s' },
      folder: join(folder, 'logs'),
      place: place(),
      timeoutMs: 10_000,
      report: (result) => results.push(result),
    });

  test('outputs and summaries go from step to step, and overrides win', async () => {
    const { failed, summary } = await run(`
- {name: first, id: one, run: 'echo "budget=$BUDGET" >>"$GITHUB_OUTPUT"', env: {BUDGET: 9m}}
- {name: second, run: 'echo "$VALUE" >>"$GITHUB_STEP_SUMMARY"', env: {VALUE: '\${{ steps.one.outputs.budget }}'}}
`);
    expect(failed).toBe(false);
    expect(summary).toBe('1s\n');
  });

  test('a failed step is named, and only what asks to run after it does', async () => {
    const { failed } = await run(`
- {name: breaks, run: 'false | true; exit 3'}
- {name: skipped, run: 'true'}
- {name: tidies, if: '\${{ !cancelled() }}', run: 'touch tidied'}
`);
    expect(failed).toBe(true);
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['breaks', 'failure'],
      ['skipped', 'skipped'],
      ['tidies', 'success'],
    ]);
    expect(results[0]?.detail).toBe('exit code 3');
    expect(existsSync(join(folder, 'workspace/tidied'))).toBe(true);
  });

  test('a composite action gets its inputs, and gives its outputs', async () => {
    writeFileSync(
      join(folder, 'workspace/action.yml'),
      `inputs: {word: {default: ''}, other: {default: fallback}}
outputs: {said: {value: '\${{ steps.say.outputs.said }}'}}
runs:
  using: composite
  steps:
    - {name: say, id: say, shell: bash, run: 'echo "said=$WORD $OTHER $GITHUB_ACTION_PATH" >>"$GITHUB_OUTPUT"', env: {WORD: '\${{ inputs.word }}', OTHER: '\${{ inputs.other }}'}}
`,
    );
    await run(`
- {name: use, id: use, uses: ./, with: {word: hello}}
- {name: check, run: 'echo "$SAID" >said', env: {SAID: '\${{ steps.use.outputs.said }}'}}
`);
    const said = readFileSync(join(folder, 'workspace/said'), 'utf8');
    expect(said).toBe(`hello fallback ${join(folder, 'workspace')}\n`);
    expect(results.map(({ name }) => name)).toEqual(['use / say', 'use', 'check']);
  });

  test('an input that the action does not have fails, as does an action that nothing stands in for', async () => {
    writeFileSync(
      join(folder, 'workspace/action.yml'),
      'inputs: {}\noutputs: {}\nruns: {using: composite, steps: []}\n',
    );
    await run('[{name: use, uses: ./, with: {wrod: hello}}]');
    await run('[{name: other, uses: somebody/action@0000}]');
    expect(results.map(({ detail }) => detail)).toEqual([
      'unknown inputs: wrod',
      expect.stringContaining('nothing stands in for somebody/action'),
    ]);
  });

  test('artifacts are kept by name, found by pattern, and never absent in silence', () => {
    const call = (name: string, inputs: Record<string, string>) =>
      LOCAL_ACTIONS[`actions/${name}`]?.(inputs, place());
    writeFileSync(join(folder, 'workspace/a.txt'), 'a');
    call('upload-artifact', { name: 'kept-x64', path: 'a.txt\nabsent.txt\n' });
    expect(() => call('upload-artifact', { name: 'kept-x64', path: 'a.txt' })).toThrow(/already/);
    expect(() => call('upload-artifact', { name: 'n', path: 'no', 'if-no-files-found': 'error' })).toThrow(
      /no file/,
    );
    call('download-artifact', { pattern: 'kept-*', path: 'all' });
    call('download-artifact', { pattern: 'kept-*', path: 'merged', 'merge-multiple': 'true' });
    expect(existsSync(join(folder, 'workspace/all/kept-x64/a.txt'))).toBe(true);
    expect(existsSync(join(folder, 'workspace/merged/a.txt'))).toBe(true);
  });
});
