// A fresh Node process that calls the handler directly: no server, no transport. Its answer is the reference where a
// workload has no recorded digest, and its latency is what warm overheads are against.

import { handler } from 'coldbench:workload';
import { readFileSync, writeSync } from 'node:fs';
import { Bench } from 'tinybench';
import { respond } from '../../../runners/support/guest/respond.ts';

const KEPT_SAMPLES = 2000;
const [, , inputPath = '', timeMs = '300'] = process.argv;
const body = readFileSync(inputPath, 'utf8');

// The same JSON text in and out as in every packaging, so that what remains of a difference is the packaging.
const call = (): Promise<string> => respond(handler, body);

const output = await call();
const bench = new Bench({
  time: Number(timeMs),
  iterations: 8,
  warmupTime: Number(timeMs) / 3,
  warmupIterations: 4,
  retainSamples: true,
  throws: true,
});
bench.add('handler', call);
const [task] = await bench.run();
const samplesMs = task?.result.state === 'completed' ? (task.result.latency.samples ?? []) : [];
const every = Math.max(1, Math.ceil(samplesMs.length / KEPT_SAMPLES));
const samplesNs = samplesMs.filter((_, index) => index % every === 0).map((ms) => Math.round(ms * 1e6));
writeSync(3, `${JSON.stringify({ output, samplesNs })}\n`);
