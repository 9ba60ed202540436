import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { packageContext, testWorkload } from '../../harness/testing/launching.ts';
import { parseLdd } from '../support/runtime-files.ts';
import { buildImage } from './build.ts';
import { contextTar } from './context-tar.ts';
import { containerRunner } from './index.ts';
import { describeWithEngine, engine, removeImages, withImagePrefix } from './testing/engine-needed.ts';

const workload = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));
const signal = new AbortController().signal;

describe('contextTar()', () => {
  const files = [
    { path: 'root/b/file', mode: 0o644, content: 'text' },
    { path: 'root/a', mode: 0o755, content: { file: process.execPath, sizeBytes: 0 } },
  ];

  it('gives the same bytes for the same files in another order', async () => {
    const [one, two] = [files.slice(0, 1), files.slice(0, 1)];
    expect(await buffer(contextTar([...one, { path: 'x', mode: 0o644, content: '1' }]))).toEqual(
      await buffer(contextTar([{ path: 'x', mode: 0o644, content: '1' }, ...two])),
    );
  });

  it('fails when a file has changed its size since it was described', async () => {
    await expect(buffer(contextTar(files))).rejects.toThrow(/size/i);
  });
});

describe('parseLdd()', () => {
  it("reads glibc's and musl's output, without what the kernel maps by itself", () => {
    const glibc =
      'linux-vdso.so.1 (0x00007f)\n\tlibm.so.6 => /lib/x/libm.so.6 (0x00007f)\n\t/lib64/ld.so.2 (0x00007f)\n';
    expect(parseLdd('node', glibc)).toEqual(['/lib/x/libm.so.6', '/lib64/ld.so.2']);
    const musl =
      '\t/lib/ld-musl-x86_64.so.1 (0x7f)\n\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f)\n';
    expect(parseLdd('node', musl)).toEqual(['/lib/ld-musl-x86_64.so.1']);
  });

  it('names a library that is missing', () => {
    expect(() => parseLdd('/opt/node', '\tlibuv.so.1 => not found\n')).toThrow(
      /node needs to run.*libuv\.so\.1/,
    );
  });
});

describeWithEngine('the image', () => {
  const runner = withImagePrefix(containerRunner(), 'test-image');
  afterAll(() => removeImages('test-image'));

  const layersOf = async (id: unknown): Promise<string[] | undefined> =>
    (await engine.docker.getImage(String(id)).inspect()).RootFS.Layers;

  it('has the same digest and the very same layers when it is built again, and replaces itself', async () => {
    const first = await runner.package(workload, { ...packageContext('/nowhere'), useCache: false });
    const firstLayers = await layersOf(first.details.imageId);
    const second = await runner.package(workload, { ...packageContext('/nowhere'), useCache: false });
    expect(second).toMatchObject({ cached: false, sha256: first.sha256 });
    // Podman counts the image's JSON too, whose date may be a digit shorter.
    expect(Math.abs(second.sizeBytes - first.sizeBytes)).toBeLessThan(10);
    expect(await layersOf(second.details.imageId)).toEqual(firstLayers);
    const label = ['coldbench.workload=test-image-echo'];
    expect(await engine.docker.listImages({ filters: { label, dangling: ['true'] } })).toEqual([]);
  });

  it('shares the layer with Node among workloads, and holds nothing but Node, its libraries and the bundle', async () => {
    const one = await runner.package(workload, packageContext('/nowhere'));
    const asyncHandler = join(projectRoot(), 'harness/testing/handlers/async-handler.ts');
    const two = await runner.package(testWorkload('async', asyncHandler), packageContext('/nowhere'));
    const [a, b] = [await layersOf(one.details.imageId), await layersOf(two.details.imageId)];
    expect(a).toHaveLength(2);
    expect(a?.[0]).toBe(b?.[0]);
    expect(a?.[1]).not.toBe(b?.[1]);
    expect(one.sha256).not.toBe(two.sha256);
  });

  it('that cannot be built tells what the engine says', async () => {
    const context = contextTar([
      { path: 'Dockerfile', mode: 0o644, content: 'FROM scratch\nCOPY absent /\n' },
    ]);
    const options = { tag: 'coldbench/test-image-bad:1', labels: {}, useCache: true, signal };
    await expect(buildImage(engine, context, options)).rejects.toMatchObject({
      code: 'IMAGE_BUILD_FAILED',
      message: expect.stringContaining('absent'),
    });
  });

  it('is not built when packaging is aborted', async () => {
    const abort = AbortSignal.abort(new Error('aborted by the test'));
    const context = { ...packageContext('/nowhere', abort), useCache: false };
    await expect(runner.package(workload, context)).rejects.toThrow('aborted by the test');
  });
});
