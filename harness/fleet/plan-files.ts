import { join } from 'node:path';

/** Where the files of a plan's folder are. */
export const planPath = (folder: string): string => join(folder, 'plan.json');
export const handlerPath = (folder: string, digest: string): string =>
  join(folder, 'handlers', `${digest}.mjs`);
export const inputPath = (folder: string, digest: string): string => join(folder, 'inputs', `${digest}.json`);
