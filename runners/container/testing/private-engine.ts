import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { isProgram, onPath } from '../../support/programs.ts';
import { engineAt } from '../engine.ts';

/** It has this process's id: every program here hands on to the next. */
const WITHOUT_UNIFIED = [
  ...['unshare', '--mount', '--propagation', 'slave'],
  ...['sh', '-c', 'umount /sys/fs/cgroup/unified 2>/dev/null; exec dockerd "$@"', 'sh'],
] as const;

/** Why this machine cannot start a second Docker daemon, which needs `more` programs than usual; null when it can. */
export function noPrivateEngine(...more: readonly string[]): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  const missing = ['dockerd', 'ip', 'umount', ...more].find((program) => !isOnPath(program));
  return missing ? `needs the program ${missing}` : null;
}

/**
 * A Docker daemon of a test's own, which it may kill: own socket, own folders, own bridge, and no firewall rules.
 * The machine's daemon and its containers are not touched.
 */
export class PrivateEngine {
  readonly #folder = join(tmpdir(), `coldbench-engine-${process.pid}`);
  readonly #bridge = `cbt${process.pid}`;
  readonly #settings: object;
  readonly #hidesUnified: boolean;
  #daemon: ChildProcess | undefined;

  /**
   * `settings`: what its daemon.json says. `hidesUnified`: in the daemon's own view of the file systems, and so in its
   * runtimes', there is no cgroup v2 beside v1, which crun refuses to work with.
   */
  constructor(settings: object = {}, { hidesUnified = false } = {}) {
    this.#settings = settings;
    this.#hidesUnified = hidesUnified;
  }

  get url(): string {
    return `unix://${this.#folder}/engine.sock`;
  }

  /** Starts it, or starts it again after a kill. */
  async start(): Promise<void> {
    if (this.#isRunning()) return;
    if (!this.#daemon) await this.#prepare();
    const folder = this.#folder;
    const places = [
      '--data-root',
      `${folder}/data`,
      '--exec-root',
      `${folder}/exec`,
      '--pidfile',
      `${folder}/pid`,
    ];
    const listen = ['-H', this.url, '--bridge', this.#bridge, '--config-file', `${folder}/daemon.json`];
    const noRules = ['--iptables=false', '--ip-masq=false', '--ip-forward=false'];
    const [program, ...before] = this.#hidesUnified ? WITHOUT_UNIFIED : ['dockerd'];
    this.#daemon = spawn(program, [...before, ...places, ...listen, ...noRules], { stdio: 'ignore' });
    const { docker } = engineAt(this.url);
    while (this.#isRunning()) {
      const answers = await docker.ping().then(Boolean, () => false);
      if (answers) return;
      await pause(100);
    }
    throw new Error('the private Docker daemon does not start');
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#folder);
    // Or else the machine's own settings in /etc/docker would apply.
    await writeFile(join(this.#folder, 'daemon.json'), JSON.stringify(this.#settings));
    await execa('ip', ['link', 'add', this.#bridge, 'type', 'bridge']);
    await execa('ip', ['address', 'add', `10.213.${process.pid % 250}.1/24`, 'dev', this.#bridge]);
  }

  #isRunning(): boolean {
    return this.#daemon?.exitCode === null && this.#daemon.signalCode === null;
  }

  /** As an operator's `kill -9` or the kernel's out-of-memory killer would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    // Its containerd dies with it, but a machine whose init does not reap keeps it as a zombie, which the next daemon
    // takes for a living one.
    await rm(`${this.#folder}/exec/containerd/containerd.pid`, { force: true });
  }

  /** It stays there and does nothing, as on a machine without memory or with a disk that hangs. */
  freeze(): void {
    this.#daemon?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#daemon?.kill('SIGCONT');
  }

  /** Stops the daemon in good order and removes all that it made. */
  async close(): Promise<void> {
    await this.#end('SIGTERM');
    // A shim outlives a killed daemon, and ends by itself only when its container does in good order.
    for (const pid of await this.#shims()) process.kill(pid, 'SIGKILL');
    await execa('ip', ['link', 'delete', this.#bridge], { reject: false });
    const mounts = (await readFile('/proc/self/mounts', 'utf8'))
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(this.#folder)).reverse())
      await execa('umount', [mount]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The processes whose arguments name this engine's own folder. */
  async #shims(): Promise<number[]> {
    const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return pids.filter(
      (_pid, at) => lines[at]?.includes('containerd-shim') && lines[at].includes(`${this.#folder}/`),
    );
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const daemon = this.#daemon;
    if (!daemon || !this.#isRunning()) return;
    const exited = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill(signal);
    await exited;
  }
}

const isOnPath = (program: string): boolean => onPath(program, process.env).some(isProgram);
