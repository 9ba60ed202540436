import type { WarmerStart } from '../harness/model/conditions.ts';
import type { AdapterMilestone, GuestMilestone } from '../harness/model/milestones.ts';
import type { Bytes, Ms, Ns } from '../harness/model/units.ts';
import type { Workload } from '../workloads/workload.ts';

/** The packagings that a run measures unless it is told otherwise. */
export const DEFAULT_RUNNERS = ['process', 'container', 'wasm', 'serverless'] as const;
export const RUNNER_NAMES = [
  ...DEFAULT_RUNNERS,
  'sandbox',
  'static-binary',
  'isolate',
  'browser',
  'microvm',
  'uml',
  'unikernel',
] as const;
export type RunnerName = (typeof RUNNER_NAMES)[number];

/** A runner, or one of its variants: `container`, `container:runsc`. */
export type RunnerSpec = RunnerName | `${RunnerName}:${string}`;

/** Whether a runner can work on this machine. Probing changes nothing and never throws. */
export type Probe =
  | {
      readonly available: true;
      readonly variant: string;
      readonly versions: Readonly<Record<string, string>>;
      /** That a translator runs the guest's instructions here, and why. Such a row is never ranked with others. */
      readonly emulated?: string;
      /** Its guests are containers of an engine, which `versions` tells of: a run that is killed leaves them to the next. */
      readonly containers?: true;
    }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** An adapter that packages a workload in one way. One folder each; see CONTRIBUTING.md. */
export interface Runner {
  readonly name: RunnerName;
  /** One line for `coldbench list`: what the artifact is and how it starts. */
  readonly summary: string;
  /** What stands between the guest and the machine's kernel. */
  readonly isolation: IsolationClass;
  /** The JavaScript engine that runs the handler. */
  readonly engine: ScriptEngine;
  /** Other ways of this runner than its default, by name; what differs from the default in a line. */
  readonly variants?: Readonly<Record<string, VariantInfo>>;
  /** `variant`: one of `variants`; without it the default is meant, whose name the answer has. */
  probe(variant?: string): Promise<Probe>;
  /** Builds the artifact; not timed; cached by content hash under `context.cacheDir`. */
  package(workload: Workload, context: PackageContext): Promise<PackagedWorkload>;
}

export const ISOLATION_CLASSES = [
  'none',
  'v8-isolate',
  'wasm',
  'namespaces',
  'user-space kernel',
  'virtual machine',
  'unikernel',
  'browser sandbox',
] as const;
export type IsolationClass = (typeof ISOLATION_CLASSES)[number];
export const SCRIPT_ENGINES = ['V8', 'SpiderMonkey', 'QuickJS', 'JavaScriptCore'] as const;
export type ScriptEngine = (typeof SCRIPT_ENGINES)[number];

/** A variant; what it does not name is as in the runner's default. */
export interface VariantInfo {
  readonly summary: string;
  readonly isolation?: IsolationClass;
  readonly engine?: ScriptEngine;
}

export interface PackageContext {
  /** One of the runner's `variants`; without it the default. */
  readonly variant?: string;
  /** Where artifacts are kept, one folder per content hash; shared by runs, so written atomically. */
  readonly cacheDir: string;
  /** False: build again even if the cache has it. */
  readonly useCache: boolean;
  readonly signal: AbortSignal;
}

export interface PackagedWorkload {
  /** Everything the packaging ships, in bytes: what would be uploaded or pulled (see the runner's README row). */
  readonly sizeBytes: Bytes;
  /** Digest of the artifact: same input, same digest. */
  readonly sha256: string;
  /** True when the artifact came from the cache. */
  readonly cached: boolean;
  /** Facts worth keeping in the result set: versions, minified or not, image id, layers. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /**
   * One cold start; resolves when an invocation would be accepted. When it rejects (also by `context.signal`)
   * it has left nothing behind: no process, container, port or folder.
   */
  launch: Launch;
  /** The warmer starts that this packaging knows, and why it does not know the others; one that is absent has no reason. */
  readonly warmerStarts?: Readonly<Partial<Record<WarmerStart, Launch | NoSuchStart>>>;
  /** The files of the host that a cold start reads, to be evicted under `disk-cold`, or why that cannot be done. */
  diskFiles?(): Promise<DiskFiles | NoSuchStart>;
  /**
   * Who holds its guests to limits: `harness` puts every process that is journaled before the launch, with all that it
   * starts, into a cgroup; a `runner` does it itself, by `LaunchContext.limits`. Absent: nobody can.
   */
  readonly limitedBy?: 'harness' | 'runner';
  /** Processes of this machine that serve all instances of this packaging, such as the engine's daemons. */
  sharedProcesses?(): Promise<readonly NamedProcess[]>;
}

export interface NamedProcess {
  /** Of the program. */
  readonly name: string;
  readonly pid: number;
}

/** One start; as `PackagedWorkload.launch` describes it. A warmer start prepares what it needs before it marks `launch`. */
export type Launch = (context: LaunchContext) => Promise<Instance>;

/** Why a packaging cannot be started in a certain way. */
export interface NoSuchStart {
  readonly unavailable: string;
}

export interface DiskFiles {
  readonly paths: readonly string[];
  /** Whether its guests are run by `LaunchContext.nodePath`, which then belongs to the files. */
  readonly runsNode: boolean;
}

/** What a guest may use at most; null is as much as it likes. */
export interface ResourceLimits {
  /** CPU time a second of wall time: 0.25 is a quarter of one CPU. */
  readonly cpus: number | null;
  readonly memoryBytes: Bytes | null;
}

export interface LaunchContext {
  /** Unique within the run; fit for a container name or a folder name. */
  readonly trialId: string;
  /** Identifies the run; containers carry it as the label `coldbench.run`. */
  readonly runId: string;
  /** An empty private folder that exists for this run; the adapter removes what it puts there. */
  readonly scratchDir: string;
  /** The explicit, minimal environment that every guest gets; nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * The Node binary that runs guests. It is the harness's own, or under `disk-cold` a copy: the pages of a program that
   * runs cannot be evicted.
   */
  readonly nodePath: string;
  /** Awaited right before `mark('launch')`, after all other preparation: what the condition asks of the machine. */
  beforeLaunch(): Promise<void>;
  /** How long an invocation may take; the serverless runner derives its deadline from it. */
  readonly timeoutMs: Ms;
  /** What the guest is held to. To be heeded by a packaging that is `limitedBy` its runner. */
  readonly limits?: ResourceLimits;
  /** Aborted when the launch takes too long or the run is interrupted. */
  readonly signal: AbortSignal;
  /** Stamps an instant, now. `launch` comes first and exactly once, when all untimed preparation is over. */
  mark(milestone: AdapterMilestone): void;
  /** Hands over what the guest said about its own start. */
  report(guest: GuestReport): void;
  /** Writes a process into the run's journal, so that a later run can end it if this harness is killed. */
  journal(pid: number): void;
}

/** The guest's own stamps, in its CLOCK_MONOTONIC nanoseconds. */
export interface GuestReport {
  /** Its clock when it sent the report; null where it has no clock that could be compared with the host's. */
  readonly nowNs: bigint | null;
  readonly milestonesNs: Readonly<Partial<Record<GuestMilestone, bigint>>>;
  /** Why it cannot tell the others. */
  readonly unknown?: Readonly<Partial<Record<GuestMilestone, string>>>;
}

export interface Instance {
  /** One call; resolves with the whole response body. The harness times it and checks the answer. */
  invoke(input: Uint8Array): Promise<Uint8Array>;
  /** Where further connections to the guest go, for load; null where calls go another way than HTTP. */
  readonly endpoint: HttpEndpoint | null;
  /** Memory, CPU and faults of the guest alone, never of the harness or the engine. */
  readResources(): Promise<ResourceReading>;
  /** The linear memories of a WebAssembly component, as far as they have grown; only where there are some. */
  linearMemoryBytes?(): Promise<Bytes>;
  /** What an invocation's platform reported about it, in call order; only where the packaging has such a report. */
  readonly lambdaReports?: readonly LambdaReport[];
  /** Processes of this machine that this instance brings along: neither the guest nor what serves all instances. */
  supportProcesses?(): Promise<readonly NamedProcess[]>;
  /** Ends the guest; idempotent; leaves no process, container, port or folder. */
  stop(): Promise<void>;
}

/** How the guest is called by HTTP: POST the event, status 200 and no `errorHeader` is an answer. */
export interface HttpEndpoint {
  readonly origin: string;
  /** The Unix socket behind `origin`, for a guest without a network. */
  readonly socketPath?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In lower case; null when the status alone tells. */
  readonly errorHeader: string | null;
}

/** A reading names its source; what could not be read is null, never 0. */
export interface ResourceReading {
  readonly source: string;
  /** Resident set: pages in memory, shared ones counted in full. */
  readonly rssBytes: Bytes | null;
  /** Proportional set: shared pages divided by the number of processes that map them. Linux only. */
  readonly pssBytes: Bytes | null;
  /** Unique set: pages that only this guest maps. Linux only. */
  readonly ussBytes: Bytes | null;
  /** The highest resident set so far (VmHWM). */
  readonly peakRssBytes: Bytes | null;
  /** CPU time used so far, user and system, all threads. */
  readonly cpuNs: Ns | null;
  readonly majorFaults: number | null;
  readonly minorFaults: number | null;
}

/** The figures of a Lambda REPORT line. */
export interface LambdaReport {
  /** Only for the first invocation of a sandbox. */
  readonly initDurationNs: Ns | null;
  readonly durationNs: Ns;
  readonly billedDurationMs: Ms;
  readonly memorySizeBytes: Bytes;
  readonly maxMemoryUsedBytes: Bytes | null;
}
