import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether there is a file at this path that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a program of this name would be, by PATH, in its order. */
export const onPath = (name: string, env: NodeJS.ProcessEnv): string[] =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));

/** The program that the user named, and no other if there is a name; else the first of `names` that is on PATH. */
export function findProgram(
  named: string | undefined,
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): string | null {
  const places = named ? [named] : names.flatMap((name) => onPath(name, env));
  return places.find(isProgram) ?? null;
}
