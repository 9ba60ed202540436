import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from '@bytecodealliance/jco';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { finishLaunch, observeLaunch, packageContext } from '../../../harness/testing/launching.ts';
import { variantOf } from '../../../harness/testing/runner-needed.ts';
import { resolveWorkload } from '../../../workloads/index.ts';
import { buildComponent } from '../component.ts';
import type { instantiate as Instantiate } from '../guest/component.d.mts';
import { runner as wasm } from '../index.ts';
import { optimize } from './optimize.ts';

const runner = variantOf(wasm, 'optimized');
/** Kept from one test run to the next: a component takes seconds to build. */
const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');
const noAbort = new AbortController().signal;

/** A component that is optimised in a second, with something in it that can go. */
const SMALL = `(component
  (core module $m
    (func $unused (result i32) (i32.mul (i32.const 6) (i32.const 7)))
    (func (export "answer") (result i32) (local i32)
      (local.set 0 (i32.const 40))
      (i32.add (local.get 0) (i32.const 2))))
  (core instance $i (instantiate $m))
  (func (export "answer") (result u32) (canon lift (core func $i "answer"))))`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-optimized-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function optimizeInto(name: string, component: Uint8Array | string): Promise<string> {
  const [path, into] = [join(folder, `${name}.wasm`), join(folder, name)];
  await writeFile(path, component);
  await mkdir(into);
  await optimize(path, into, noAbort);
  return into;
}

describe('optimize()', () => {
  it('writes a smaller component that answers the same, with its bindings', async () => {
    const component = await parse(SMALL);
    const into = await optimizeInto('small', component);
    expect((await readdir(into)).sort()).toEqual(['app.wasm', 'component.core.wasm', 'component.js']);
    expect((await stat(join(into, 'app.wasm'))).size).toBeLessThan(component.length);
    const bindings = (await readFile(join(into, 'component.js'))).toString('base64');
    const { instantiate }: { instantiate: typeof Instantiate } = await import(
      `data:text/javascript;base64,${bindings}`
    );
    const core = new WebAssembly.Module(await readFile(join(into, 'component.core.wasm')));
    const instance = (await instantiate(() => core, {})) as unknown as { answer(): number };
    expect(instance.answer()).toBe(42);
  });

  it('says what is wrong with what is no component', async () => {
    await expect(optimizeInto('none', 'no component')).rejects.toMatchObject({
      code: 'OPTIMIZE_FAILED',
      message: expect.stringMatching(/cannot optimise the component: \S/),
    });
  });

  it('ends when it is aborted, with wasm-opt', async () => {
    const { folder: base } = await buildComponent(await resolveWorkload('noop'), packageContext(cacheDir));
    const into = join(folder, 'aborted');
    await mkdir(into);
    const aborted = optimize(join(base, 'app.wasm'), into, AbortSignal.timeout(2000));
    await expect(aborted).rejects.toThrow('timeout');
    const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'args=']);
    expect(stdout.split('\n').filter((line) => line.includes(into))).toEqual([]);
  });
});

describe('wasm:optimized', () => {
  it('has its own name, and tells the version of what optimises', async () => {
    expect(await runner.probe()).toMatchObject({
      available: true,
      variant: 'optimized',
      versions: { binaryen: expect.stringMatching(/^\d+\./), jco: expect.any(String) },
    });
  });

  const slow = process.env.COLDBENCH_TEST_OPTIMIZED !== '1';
  it.skipIf(slow)(
    `answers byte for byte as in Node, from a smaller component${slow ? ' (skipped, as it takes minutes: COLDBENCH_TEST_OPTIMIZED=1 runs it)' : ''}`,
    async () => {
      const workload = await resolveWorkload('noop');
      const packaged = await runner.package(workload, packageContext(cacheDir));
      const base = await wasm.package(workload, packageContext(cacheDir));
      expect(packaged.sizeBytes).toBeLessThan(base.sizeBytes);
      expect(packaged.sha256).not.toBe(base.sha256);
      expect(packaged.details).toMatchObject({
        optimizer: expect.stringContaining('-Oz'),
        unoptimizedBytes: base.sizeBytes,
        engine: 'StarlingMonkey',
      });
      const launch = await observeLaunch();
      const instance = await packaged.launch(launch.context);
      const body = await instance.invoke(workload.input);
      expect(createHash('sha256').update(body).digest('hex')).toBe(workload.expectedSha256);
      await instance.stop();
      expect(await finishLaunch(launch)).toEqual([]);
    },
    1_200_000,
  );
});
