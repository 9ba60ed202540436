import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { type History, openHistory } from '../store/index.ts';

/** A folder for one test file, a new history in it for whoever asks, and what its index told. */
export async function historyFolders() {
  const root = await mkdtemp(join(tmpdir(), 'coldbench-history-test-'));
  const opened: History[] = [];
  let number = 0;
  afterEach(async () => {
    for (const history of opened.splice(0)) await history.close();
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return {
    root,
    /** The path of a history that is not there yet. */
    newPath: (): string => join(root, `history-${number++}`),
    /** A new folder for result sets. */
    async newFolder(): Promise<string> {
      const folder = join(root, `files-${number++}`);
      await mkdir(folder);
      return folder;
    },
    /** Opens a history, which is closed after the test; `told` grows with each sentence. */
    async open(folder: string): Promise<{ history: History; told: string[] }> {
      const told: string[] = [];
      const history = await openHistory(folder, { tell: (line) => told.push(line) });
      opened.push(history);
      return { history, told };
    },
  };
}
