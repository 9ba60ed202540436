import { homedir, userInfo } from 'node:os';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Ms } from '../../harness/model/units.ts';
import { type Engine, engineAt, httpStatus } from './engine.ts';
import { NoAnswer, within } from './waiting.ts';

/** Why there is no engine, and what to do about it. */
export interface NoEngine {
  readonly available: false;
  readonly reason: string;
  readonly remedy: string;
}

export type Connection = { readonly available: true; readonly engine: Engine } | NoEngine;

type Environment = Readonly<Record<string, string | undefined>>;

const PING_TIMEOUT_MS: Ms = 2000;
const LEAVE_OUT = 'or leave the container row out: --runners process,wasm,serverless';

/** Where an engine may answer: what DOCKER_HOST says and nothing else, or the usual sockets in this order. */
export function engineUrls(environment: Environment): string[] {
  if (environment.DOCKER_HOST) return [environment.DOCKER_HOST];
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const runtimeDir = environment.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.()}`;
  return [
    'unix:///var/run/docker.sock',
    `unix://${runtimeDir}/docker.sock`,
    `unix://${homedir()}/.docker/run/docker.sock`,
    `unix://${runtimeDir}/podman/podman.sock`,
    'unix:///run/podman/podman.sock',
  ];
}

/** The first engine that answers a ping; otherwise the most telling of the failures. Never throws. */
export async function findEngine(environment: Environment = process.env): Promise<Connection> {
  const failures: { missing: boolean; noEngine: NoEngine }[] = [];
  for (const url of engineUrls(environment)) {
    const unusable = unusableUrl(url);
    if (unusable) return unusable;
    const engine = engineAt(url);
    try {
      await within(PING_TIMEOUT_MS, engine.docker.ping());
      return { available: true, engine };
    } catch (error) {
      engine.disconnect();
      failures.push({ missing: codeOf(error) === 'ENOENT', noEngine: explain(url, error, environment) });
    }
  }
  const telling = failures.find(({ missing }) => !missing) ?? failures[0];
  return (
    telling?.noEngine ?? { available: false, reason: 'No place to look for an engine.', remedy: LEAVE_OUT }
  );
}

/** @throws ColdbenchError `ENGINE_UNAVAILABLE` with the reason and remedy of the probe. */
export async function connectEngine(): Promise<Engine> {
  const connection = await findEngine();
  if (connection.available) return connection.engine;
  throw new ColdbenchError('ENGINE_UNAVAILABLE', connection.reason, { remedy: connection.remedy });
}

/** A guest is published on its engine's own loopback address, so the engine must be on this machine. */
function unusableUrl(url: string): NoEngine | null {
  if (/^(?:unix|npipe):\/\/./.test(url)) return null;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (/^(?:tcp|https?):\/\//.test(url) && /^(?:localhost|127\..*|\[::1\])$/.test(host)) return null;
  const reason = `DOCKER_HOST is ${url}: not an engine on this machine, reached by unix:// or by tcp:// on a loopback address.`;
  return {
    available: false,
    reason,
    remedy: `Unset DOCKER_HOST, run coldbench on the engine's machine, ${LEAVE_OUT}`,
  };
}

function explain(url: string, error: unknown, environment: Environment): NoEngine {
  const where = environment.DOCKER_HOST ? `${url} (from DOCKER_HOST)` : url;
  const no = (reason: string, remedy: string): NoEngine => ({ available: false, reason, remedy });
  if (error instanceof NoAnswer) {
    return no(
      `The container engine at ${where} gave ${error.message}.`,
      `Try "docker version"; restart the engine, ${LEAVE_OUT}`,
    );
  }
  switch (codeOf(error)) {
    case 'ENOENT': {
      const start = 'Install and start Docker or Podman, or point DOCKER_HOST at its socket';
      return no(`No container engine: there is no socket at ${where}.`, `${start}; ${LEAVE_OUT}`);
    }
    case 'ECONNREFUSED':
      return no(
        `Nobody listens at ${where}: the engine has stopped.`,
        `Start it, for example with "sudo systemctl start docker"; ${LEAVE_OUT}`,
      );
    case 'EACCES':
    case 'EPERM':
      return no(
        `Permission denied: user ${userName()} may not use the engine's socket ${where}.`,
        `Join its group with "sudo usermod -aG docker ${userName()}" and log in again; ${LEAVE_OUT}`,
      );
    default: {
      const said = httpStatus(error) === null ? messageOf(error) : `HTTP status ${httpStatus(error)}`;
      return no(
        `What answers at ${where} is no container engine: ${said}.`,
        `Check DOCKER_HOST; ${LEAVE_OUT}`,
      );
    }
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** A user id without a name, as in a container, is still somebody. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
