import { release } from 'node:os';
import { findEngine, type NoEngine } from './connect.ts';
import type { Engine } from './engine.ts';
import { ask } from './engine.ts';

/** What `coldbench doctor` and a result set's machine fingerprint tell about the engine. */
export interface EngineFacts {
  readonly available: true;
  readonly url: string;
  readonly product: string;
  readonly version: string;
  readonly apiVersion: string;
  /** The low-level runtime that starts containers, with its version when the engine tells it. */
  readonly runtime: string;
  readonly runtimeName: string;
  /** All that it can be told to use. */
  readonly runtimes: readonly RegisteredRuntime[];
  readonly storageDriver: string;
  readonly cgroupVersion: string;
  readonly operatingSystem: string;
  /** In Docker's words: amd64, arm64. */
  readonly architecture: string;
  /** False for Docker Desktop and other virtual machines: other clock, other /proc, other file systems. */
  readonly sameKernel: boolean;
  /** With SELinux a container may not use a folder of the host unless it is relabelled. */
  readonly selinux: boolean;
}

/** A low-level runtime, as the engine's operator has named it. */
export interface RegisteredRuntime {
  readonly name: string;
  /** The path of its program, its name, or what takes the place of one. */
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The fields of GET /info and GET /version that both Docker and Podman fill in. */
interface Info {
  readonly Driver?: string;
  readonly CgroupVersion?: string;
  readonly DefaultRuntime?: string;
  readonly Runtimes?: Readonly<Record<string, RuntimeEntry>> | null;
  readonly KernelVersion?: string;
  readonly OperatingSystem?: string;
  readonly SecurityOptions?: readonly string[] | null;
}
interface RuntimeEntry {
  readonly path?: string;
  readonly runtimeType?: string;
  readonly runtimeArgs?: readonly string[] | null;
}
interface Version {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly Arch: string;
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
}

/** The engine that coldbench would use, or why it cannot use one. Changes nothing. */
export async function inspectEngine(): Promise<EngineFacts | NoEngine> {
  const connection = await findEngine();
  if (!connection.available) return connection;
  try {
    return await factsOf(connection.engine);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { available: false, reason, remedy: 'Try "docker info", and restart the engine if it fails too.' };
  }
}

/** @throws ColdbenchError `ENGINE_LOST` or `ENGINE_REFUSED`. */
export async function factsOf(engine: Engine): Promise<EngineFacts> {
  const [info, version] = await ask(
    engine,
    'describe itself',
    Promise.all([engine.docker.info() as Promise<Info>, engine.docker.version() as Promise<Version>]),
  );
  const component = (name: string): string | undefined =>
    version.Components?.find((each) => each.Name === name)?.Version;
  const runtime = info.DefaultRuntime ?? 'unknown';
  return {
    available: true,
    url: engine.url,
    product: component('Podman Engine') ? 'Podman' : 'Docker',
    version: version.Version,
    apiVersion: version.ApiVersion,
    runtime: [runtime, component(runtime)].filter(Boolean).join(' '),
    runtimeName: runtime,
    runtimes: Object.entries(info.Runtimes ?? {}).map(([name, { path, runtimeType, runtimeArgs }]) => {
      return { name, program: path ?? runtimeType ?? name, arguments: runtimeArgs ?? [] };
    }),
    storageDriver: info.Driver ?? 'unknown',
    cgroupVersion: info.CgroupVersion ?? 'unknown',
    operatingSystem: info.OperatingSystem ?? 'unknown',
    architecture: version.Arch,
    sameKernel: process.platform === 'linux' && info.KernelVersion === release(),
    selinux: info.SecurityOptions?.some((option) => option.includes('selinux')) ?? false,
  };
}
