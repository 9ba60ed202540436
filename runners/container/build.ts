import type { Readable } from 'node:stream';
import type { ImageInspectInfo } from 'dockerode';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import { ownArchitecture } from './architecture.ts';
import { ask, type Engine, engineLost, httpStatus } from './engine.ts';

export interface BuildOptions {
  readonly tag: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly useCache: boolean;
  readonly signal: AbortSignal;
}

/** The image that a tag or id names, or null when the engine has none. */
export async function findImage(engine: Engine, name: string): Promise<ImageInspectInfo | null> {
  try {
    return await ask(engine, `look for the image ${name}`, engine.docker.getImage(name).inspect());
  } catch (error) {
    if (httpStatus(error) === 404) return null;
    throw error;
  }
}

/**
 * Has the engine build a context whose Dockerfile is at its root, and resolves with the tagged image.
 * @throws ColdbenchError `IMAGE_BUILD_FAILED` with the engine's message; `ENGINE_LOST`; the reason of `signal`.
 */
export async function buildImage(
  engine: Engine,
  context: Readable,
  options: BuildOptions,
): Promise<ImageInspectInfo> {
  try {
    const progress = await engine.docker.buildImage(context, {
      t: options.tag,
      labels: { ...options.labels },
      ...(await foreignPlatform(engine)),
      nocache: !options.useCache,
      rm: true,
      forcerm: true,
      abortSignal: options.signal,
    });
    await buildEnd(engine, progress);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof ColdbenchError) throw error;
    if (httpStatus(error) === null) throw engineLost(engine, `build ${options.tag}`, error);
    throw buildFailed(messageOf(error), error);
  } finally {
    context.destroy();
  }
  const image = await findImage(engine, options.tag);
  if (!image) throw buildFailed(`it reported success, and there is no image ${options.tag}`);
  return image;
}

/** An engine takes an image to be of its own architecture, unless it is told that what is in it is of another. */
async function foreignPlatform(engine: Engine): Promise<{ platform?: string }> {
  const own = ownArchitecture();
  const { Arch: architecture } = await engine.docker.version();
  return architecture === own ? {} : { platform: `linux/${own}` };
}

/** Reads the build's report to its end; the engine answers 200 first and tells of a failure later. */
async function buildEnd(engine: Engine, progress: NodeJS.ReadableStream): Promise<void> {
  const steps = await new Promise<{ error?: string }[]>((resolve, reject) => {
    engine.docker.modem.followProgress(progress, (error, output) =>
      error ? reject(error) : resolve(output),
    );
  });
  const failure = steps.find(({ error }) => error !== undefined);
  if (failure?.error) throw buildFailed(failure.error);
}

function buildFailed(why: string, cause?: unknown): ColdbenchError {
  return new ColdbenchError(
    'IMAGE_BUILD_FAILED',
    `The container engine could not build the image: ${why.trim()}`,
    {
      remedy: 'Check the free disk space and "docker info"; "docker builder prune" empties the build cache.',
      cause,
    },
  );
}
