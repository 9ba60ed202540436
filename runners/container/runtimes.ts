import { ColdbenchError } from '../../harness/model/errors.ts';
import type { IsolationClass } from '../runner.ts';
import type { EngineFacts, RegisteredRuntime } from './inspection.ts';

export const RUNTIME_NAMES = ['runsc', 'crun', 'youki', 'kata'] as const;
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/**
 * What this machine sees of a guest: the guest's own process; a sandbox of several processes, in which a kernel of its
 * own runs the guest; or a virtual machine, of which nothing is known.
 */
export type GuestKind = 'process' | 'sandbox' | 'machine';

interface KnownRuntime {
  /** How operators call it when they register it; else it is known by its program. */
  readonly registeredAs: RegExp;
  readonly program: string;
  readonly isolation: IsolationClass;
  readonly guest: GuestKind;
  readonly install: string;
}

const KNOWN: Readonly<Record<RuntimeName, KnownRuntime>> = {
  runsc: {
    registeredAs: /^(runsc|gvisor)\b/,
    program: 'runsc',
    isolation: 'user-space kernel',
    guest: 'sandbox',
    install: 'apt-get install runsc',
  },
  crun: {
    registeredAs: /^crun\b/,
    program: 'crun',
    isolation: 'namespaces',
    guest: 'process',
    install: 'apt-get install crun',
  },
  youki: {
    registeredAs: /^youki\b/,
    program: 'youki',
    isolation: 'namespaces',
    guest: 'process',
    install: 'see https://youki-dev.github.io/youki',
  },
  kata: {
    registeredAs: /^(kata|io\.containerd\.kata)\b/,
    program: 'kata-runtime',
    isolation: 'virtual machine',
    guest: 'machine',
    install: 'see https://katacontainers.io',
  },
};

/** A runtime of the engine, with what is known of its kind. */
export interface Runtime extends RegisteredRuntime {
  readonly isolation: IsolationClass;
  readonly guest: GuestKind;
}

const baseName = (path: string): string => path.replace(/^.*\//, '');

function kindOf({ name, program }: RegisteredRuntime): RuntimeName | undefined {
  return RUNTIME_NAMES.find((each) => {
    const { registeredAs, program: usual } = KNOWN[each];
    return registeredAs.test(name) || registeredAs.test(baseName(program)) || baseName(program) === usual;
  });
}

const withKind = (runtime: RegisteredRuntime): Runtime => {
  const kind = kindOf(runtime);
  const { isolation, guest } = kind ? KNOWN[kind] : ({ isolation: 'namespaces', guest: 'process' } as const);
  return { ...runtime, isolation, guest };
};

/** The one that the engine has registered under that name, or under another with that program; null for none. */
export function findRuntime({ runtimes }: Pick<EngineFacts, 'runtimes'>, name: RuntimeName): Runtime | null {
  const found = runtimes.find((each) => each.name === name) ?? runtimes.find((each) => kindOf(each) === name);
  return found ? withKind(found) : null;
}

/** @throws ColdbenchError `RUNTIME_UNKNOWN`: the engine was started anew without it since it was probed. */
export function requireRuntime(facts: EngineFacts, name: RuntimeName): Runtime {
  const found = findRuntime(facts, name);
  if (found) return found;
  const reason = `The engine at ${facts.url} does not know the runtime ${name}.`;
  throw new ColdbenchError('RUNTIME_UNKNOWN', reason, { remedy: registerRemedy(name) });
}

/** What the engine uses when it is told nothing. */
export function defaultRuntime({ runtimes, runtimeName }: EngineFacts): Runtime {
  const found = runtimes.find(({ name }) => name === runtimeName);
  return withKind(found ?? { name: runtimeName, program: runtimeName, arguments: [] });
}

/** How an engine is told of a runtime. */
export function registerRemedy(name: RuntimeName): string {
  const { program, install } = KNOWN[name];
  const entry = JSON.stringify({ runtimes: { [name]: { path: `/usr/bin/${program}` } } });
  return (
    `Install it (${install}), and register it: ${entry} in /etc/docker/daemon.json, ` +
    `or dockerd --add-runtime ${name}=/usr/bin/${program}; then start the engine again.`
  );
}

export const isolationOf = (name: RuntimeName): IsolationClass => KNOWN[name].isolation;
