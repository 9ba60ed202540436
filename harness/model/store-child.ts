import { readResultSet } from './codec.ts';
import { sampleEnding, sampleManifest, sampleTrial } from './codec-sample.ts';
import { ColdbenchError } from './errors.ts';
import { createResultSetWriter } from './store.ts';

/** Programs that tests run in a process of their own; each prints one JSON value a line. */
const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);

const trial = (number: number) => ({
  ...sampleTrial,
  trial: number,
  warmNs: Array<number>(100).fill(number),
});

/** Appends until it is killed; prints how many trials are on disk. */
async function writeUntilKilled(path: string): Promise<void> {
  const writer = await createResultSetWriter(path);
  await writer.append(sampleManifest);
  for (let number = 0; ; number += 1) {
    await writer.append(trial(number));
    print(number + 1);
  }
}

/** Appends until the disk is full, then goes on in what is left; prints the errors, and what can be read. */
async function writeUntilFull(path: string): Promise<void> {
  // Without a listener the signal that comes with EFBIG ends the process.
  process.on('SIGXFSZ', () => undefined);
  const writer = await createResultSetWriter(path);
  await writer.append(sampleManifest);
  let written = 0;
  const fill = async (): Promise<never> => {
    for (; ; written += 1) await writer.append(trial(written));
  };
  for (let tries = 0; tries < 2; tries += 1) print(await fill().catch(describe));
  const ended = await writer.end(sampleEnding).then(() => 'ended', describe);
  await writer.close();
  const outcome = await drain(path);
  print({ ended, counts: writer.counts, written, outcome });
}

/** Prints how the attempt to create a file ends. */
async function create(path: string): Promise<void> {
  print(await createResultSetWriter(path).then(() => 'created', describe));
}

/** Reads a whole result set; prints the outcome and the most memory that the process ever had. */
async function readAll(path: string): Promise<void> {
  const outcome = await drain(path);
  print({ outcome, peakRssBytes: process.resourceUsage().maxRSS * 1024 });
}

async function drain(path: string) {
  const reader = readResultSet(path);
  for (;;) {
    const next = await reader.next();
    if (next.done) return next.value;
  }
}

function describe(error: unknown) {
  if (!(error instanceof ColdbenchError)) throw error;
  return { code: error.code, message: error.message, remedy: error.remedy };
}

const programs = { create, writeUntilKilled, writeUntilFull, readAll };
const [program = '', path = ''] = process.argv.slice(2);
await programs[program as keyof typeof programs](path);
