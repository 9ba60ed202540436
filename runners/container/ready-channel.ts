import { execFile } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { constants, openSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import type { LaunchContext } from '../runner.ts';
import { checkSocketPath } from '../support/socket-path.ts';
import { ask, type Engine } from './engine.ts';
import { MOUNT_FOLDER } from './image.ts';
import type { Placement } from './placement.ts';

/** How the guest tells that it is ready. Prepared before the clock starts; the harness never polls. */
export interface ReadyChannel {
  /** The channel's name for the guest, and the port on which the guest is to listen. */
  readonly argument: string;
  readonly port: number;
  readonly mounts: Docker.MountSettings[];
  /** A place for the guest's socket beside its pipe; null unless it was asked for. */
  readonly socket: GuestSocket | null;
  readonly lines: Readable;
  /** What must be done between the container's creation and its start. */
  connect(container: Docker.Container): Promise<void>;
  close(): Promise<void>;
}

/** A Unix socket in a folder that guest and harness share. */
export interface GuestSocket {
  /** Its path for the guest, and for the harness. */
  readonly inside: string;
  readonly outside: string;
}

export interface ChannelOptions {
  readonly channel: Placement['channel'];
  /** Whether the guest is to make a socket in the pipe's folder. */
  readonly withSocket: boolean;
}

export function openReadyChannel(
  { channel, withSocket }: ChannelOptions,
  engine: Engine,
  context: LaunchContext,
): Promise<ReadyChannel> {
  return channel === 'pipe' ? openPipe(context, withSocket) : openAttached(engine);
}

const SOCKET = 'http';

/**
 * A named pipe in a private folder that the container sees read-only; a pipe may be written all the same. The default,
 * measured against an attached connection (2 cores, Docker 20.10, 60 interleaved pairs; see README.md): the line
 * arrives 0.4 ms earlier, no request is needed between create and start, and what the guest prints cannot disturb it.
 */
async function openPipe({ scratchDir }: LaunchContext, withSocket: boolean): Promise<ReadyChannel> {
  const name = `ready-${randomUUID()}`;
  const folder = join(scratchDir, name);
  const socket = withSocket
    ? { inside: `${MOUNT_FOLDER}/${SOCKET}`, outside: checkSocketPath(join(folder, SOCKET)) }
    : null;
  await mkdir(folder);
  try {
    // The guest is another user than the harness: it needs to find the pipe and to write it, and no more. Where it makes
    // a socket too, the sticky bit keeps it from putting anything in the pipe's place.
    await chmod(folder, withSocket ? 0o1733 : 0o711);
    await promisify(execFile)('mkfifo', ['-m', '0622', join(folder, name)]);
    // Opened for writing too, so that opening does not wait for a writer and reading does not end with one.
    const fd = openSync(join(folder, name), constants.O_RDWR | constants.O_NONBLOCK);
    const lines = new Socket({ fd, readable: true, writable: false });
    return {
      argument: `${MOUNT_FOLDER}/${name}`,
      port: 8080,
      mounts: [{ Type: 'bind', Source: folder, Target: MOUNT_FOLDER, ReadOnly: !withSocket }],
      socket,
      lines,
      connect: async () => undefined,
      close: async () => {
        lines.destroy();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The guest's standard output over an attached connection, for an engine with another kernel. The workload may print
 * there too, so only a line that names this trial's own random port counts. The attachment costs the timed launch a
 * request, about 1 ms.
 */
async function openAttached(engine: Engine): Promise<ReadyChannel> {
  const port = randomInt(10_000, 60_000);
  const output = new PassThrough();
  const lines = new PassThrough();
  let connection: NodeJS.ReadWriteStream | undefined;
  createInterface({ input: output }).on('line', (line) => {
    const start = line.indexOf(`{"port":${port},`);
    if (start >= 0) lines.write(`${line.slice(start)}\n`);
  });
  return {
    argument: '1',
    port,
    mounts: [],
    socket: null,
    lines,
    connect: async (container) => {
      connection = await ask(
        engine,
        'attach to a container',
        container.attach({ stream: true, stdout: true }),
      );
      // How the connection ends is not news: the container's exit or the engine's loss is noticed elsewhere.
      connection.on('error', () => output.end());
      engine.docker.modem.demuxStream(connection, output, new PassThrough());
    },
    close: async () => {
      (connection as { destroy?: () => void } | undefined)?.destroy?.();
      output.destroy();
    },
  };
}
