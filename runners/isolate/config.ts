/** How workerd treats the worker's code; part of the artifact's digest. */
export interface WorkerSettings {
  /** A date, since workerd keeps to what it did then; not newer than the oldest workerd that is to run this. */
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
}

export const WORKER_FILE = 'worker.mjs';
export const HOST_FILE = 'host.mjs';

/** The files of an artifact that `workerd serve` is started with. */
export const COLD_CONFIG = 'worker.capnp';
export const WARM_HOST_CONFIG = 'host.capnp';

const text = (value: string): string => JSON.stringify(value);

const settingsFields = ({ compatibilityDate, compatibilityFlags }: WorkerSettings): string =>
  `compatibilityDate = ${text(compatibilityDate)}, compatibilityFlags = [${compatibilityFlags.map(text).join(', ')}]`;

/** One worker behind one socket on a free loopback port, in Cap'n Proto's text form. */
const configOf = (worker: string): string => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = (${worker})) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
`;

const moduleField = (file: string): string =>
  `modules = [ (name = ${text(file)}, esModule = embed ${text(file)}) ]`;

/** The workload's worker itself. */
export const coldConfig = (settings: WorkerSettings): string =>
  configOf(`${moduleField(WORKER_FILE)}, ${settingsFields(settings)}`);

/** A host that makes an isolate of the workload's worker when it is first asked for it. */
export const warmHostConfig = (settings: WorkerSettings): string =>
  configOf(`${moduleField(HOST_FILE)}, ${settingsFields({ ...settings, compatibilityFlags: [] })}, bindings = [
    (name = "CODE", text = embed ${text(WORKER_FILE)}),
    (name = "SETTINGS", json = ${text(JSON.stringify(settings))}),
    (name = "LOADER", workerLoader = ())
  ]`);
