import { randomUUID } from 'node:crypto';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import { identify } from '../../harness/experiment/process-identity.ts';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { descendants } from '../support/descendants.ts';
import { READY_DESCRIPTOR } from '../support/guest-process.ts';
import { HttpClient } from '../support/http-client.ts';
import { readProcess } from '../support/process-resources.ts';
import { awaitReady } from '../support/ready.ts';
import { checkSocketPath } from '../support/socket-path.ts';
import { PROGRAM, type Root, SOCKETS } from './root.ts';
import { findSandboxTool, type SandboxTool, sandboxArguments } from './tools.ts';

/**
 * One cold start in namespaces of its own: what an engine would set up, without an engine. The guest has no network,
 * not even a loopback device that is up, and is called through a Unix socket in its root.
 */
export async function launchSandbox(
  tool: SandboxTool,
  root: Root,
  context: LaunchContext,
): Promise<Instance> {
  const socket = await openSocketPath(root, context.scratchDir);
  const gated = await prepareGate({
    command: requireProgram(tool),
    args: [
      ...sandboxArguments(tool, root.folder),
      root.node,
      PROGRAM,
      READY_DESCRIPTOR,
      'unix',
      socket.inside,
    ],
    cwd: context.scratchDir,
    environment: context.environment,
    signal: context.signal,
  }).catch(async (error: unknown) => {
    await socket.remove();
    throw error;
  });
  context.journal(gated.pid);
  const pids: number[] = [];
  const end = (): Promise<void> => endSandbox(gated, pids, socket);
  try {
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    const ready = await awaitReady(gated, context.signal, () => context.mark('ready'));
    context.report(ready);
    // What makes the sandbox stays as the guest's parent: the guest is the last of the line.
    pids.push(...(await descendants(gated.pid)));
    for (const pid of pids) context.journal(pid);
    const guestPid = pids.at(-1) ?? gated.pid;
    const client = new HttpClient('http://localhost', '/', {}, null, socket.outside);
    return {
      invoke: (input) => client.post(input),
      endpoint: client.endpoint,
      supportProcesses: async () => [gated.pid, ...pids].slice(0, -1).map((pid) => ({ name: tool, pid })),
      readResources: () => readProcess(guestPid),
      stop: async () => {
        await end();
        await client.close();
      },
    };
  } catch (error) {
    pids.push(...(await descendants(gated.pid)));
    await end();
    throw error;
  }
}

interface SocketPath {
  /** For the guest, in its root. */
  readonly inside: string;
  /** For the harness. */
  readonly outside: string;
  remove(): Promise<void>;
}

/** The root lies deep in the cache, where a path may be too long for a socket; the harness takes a shortcut to it. */
async function openSocketPath(root: Root, scratchDir: string): Promise<SocketPath> {
  const name = randomUUID().slice(0, 8);
  const shortcut = join(scratchDir, `s-${name}`);
  const outside = checkSocketPath(join(shortcut, name));
  await symlink(join(root.folder, SOCKETS), shortcut);
  return {
    inside: `${SOCKETS}/${name}`,
    outside,
    remove: async () => {
      await rm(outside, { force: true });
      await rm(shortcut, { force: true });
    },
  };
}

function requireProgram(tool: SandboxTool): string {
  const program = findSandboxTool(tool);
  if (program) return program;
  throw new ColdbenchError('SANDBOX_GONE', `${tool} is not installed any more.`, {
    remedy: 'Install it again.',
  });
}

const LOOK_AGAIN_MS = 5;

/** The first process of a process-id namespace takes all others with it; its own end is waited for. */
async function endSandbox(gated: GatedProcess, pids: readonly number[], socket: SocketPath): Promise<void> {
  await gated.stop();
  while (pids.some((pid) => identify(pid) !== null)) await wait(LOOK_AGAIN_MS);
  await socket.remove();
}
