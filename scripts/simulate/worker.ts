// A thread that draws a part of the families; see parallel.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { runFamilies, type Task } from './families.ts';

parentPort?.postMessage(runFamilies(workerData as Task));
