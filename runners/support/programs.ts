import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether there is something at this path that this user may read, write or run; `how` is of fs.constants. */
export function may(path: string, how: number): boolean {
  try {
    accessSync(path, how);
    return true;
  } catch {
    return false;
  }
}

export const isProgram = (path: string): boolean => may(path, constants.X_OK);

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
