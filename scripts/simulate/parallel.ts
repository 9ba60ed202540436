import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../harness/project-root.ts';
import { addTallies, type Tally, type Task } from './families.ts';

/** Small enough that threads end together, large enough that starting one does not matter. */
const FAMILIES_A_TASK = 250;

/** All families, on all processors; `onDone` is told how many are done so far. */
export async function runInParallel(
  task: Omit<Task, 'from' | 'to'>,
  families: number,
  onDone: (families: number) => void,
): Promise<Tally[]> {
  const starts = Array.from({ length: Math.ceil(families / FAMILIES_A_TASK) }, (_, i) => i * FAMILIES_A_TASK);
  const parts: Tally[][] = [];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let from = starts.shift(); from !== undefined; from = starts.shift()) {
      const to = Math.min(families, from + FAMILIES_A_TASK);
      parts.push(await inThread({ ...task, from, to }));
      done += to - from;
      onDone(done);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return addTallies(parts);
}

function inThread(task: Task): Promise<Tally[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(projectRoot(), 'dist/simulate-worker.js'), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`a thread ended with code ${code}`));
    });
  });
}
