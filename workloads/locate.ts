import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from '../harness/model/errors.ts';
import { isWorkloadName, WORKLOAD_NAMES, type WorkloadName, workloadFolder } from './built-in.ts';

/** Where a workload's module is, and what the workload is called. */
export interface LocatedModule {
  readonly name: string;
  readonly modulePath: string;
  readonly builtIn: boolean;
}

const MODULE_EXTENSION = /\.[cm]?[jt]sx?$/;
const NAME_CHARS = 40;
const REMEDY = `Built-in: ${WORKLOAD_NAMES.join(', ')}. A module of your own: its path, for example ./resize.ts.`;

/**
 * What contains a path separator or ends like a module's file name is a path, anything else a built-in name.
 * @throws UsageError `UNKNOWN_WORKLOAD`, `WORKLOAD_NOT_FOUND`
 */
export function locate(nameOrPath: string): LocatedModule {
  const isPath = /[/\\]/.test(nameOrPath) || MODULE_EXTENSION.test(nameOrPath);
  if (isPath) return locateModule(resolve(nameOrPath));
  if (isWorkloadName(nameOrPath)) return locateBuiltIn(nameOrPath);
  throw new UsageError('UNKNOWN_WORKLOAD', `There is no workload ${JSON.stringify(nameOrPath)}.`, {
    remedy: `${suggestion(nameOrPath)}${REMEDY}`,
  });
}

function locateBuiltIn(name: WorkloadName): LocatedModule {
  return { name, modulePath: join(workloadFolder(name), 'handler.ts'), builtIn: true };
}

function locateModule(modulePath: string): LocatedModule {
  const found = statSync(modulePath, { throwIfNoEntry: false });
  if (!found) throw notFound(`There is no module ${modulePath}.`);
  if (!found.isFile()) throw notFound(`${modulePath} is not a file.`);
  const builtIn = WORKLOAD_NAMES.map(locateBuiltIn).find((one) => isSameFile(one.modulePath, modulePath));
  return builtIn ?? { name: nameOf(modulePath), modulePath, builtIn: false };
}

const isSameFile = (one: string, other: string): boolean => realpathSync(one) === realpathSync(other);

function notFound(message: string): UsageError {
  return new UsageError('WORKLOAD_NOT_FOUND', message, {
    remedy:
      'Give the path of a module that exports handler(event), relative to the current folder, or a built-in name.',
  });
}

/**
 * The file's name, or its folder's for `handler` and `index`, in the characters that a docker tag allows.
 * A built-in's name is not given away: two rows called `hash` would be taken for the same workload.
 */
export function nameOf(modulePath: string): string {
  const stem = parse(modulePath).name;
  const own = sanitised(stem === 'handler' || stem === 'index' ? basename(dirname(modulePath)) : stem);
  return isWorkloadName(own) ? `user-${own}` : own;
}

function sanitised(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return plain.slice(0, NAME_CHARS).replaceAll(/^-+|-+$/g, '') || 'workload';
}

function suggestion(name: string): string {
  const nearest = closest(name.toLowerCase(), WORKLOAD_NAMES);
  return distance(name.toLowerCase(), nearest) <= 2 ? `Did you mean ${nearest}? ` : '';
}
