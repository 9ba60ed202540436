import { openHistory } from '../store/index.ts';

/** Programs that tests run in a process of their own; each prints one JSON value a line. */
const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Adds these files, one after the other; prints each as it is kept. */
async function add(folder: string, files: readonly string[]): Promise<void> {
  const history = await openHistory(folder, { tell: print });
  for (const file of files) {
    const added = await history
      .add(file)
      .catch(({ code, message }: NodeJS.ErrnoException) => ({ code, message }));
    print(added);
  }
  await history.close();
}

/** Adds these files, and asks for series every so often, so that the index is merged; prints each run as it is kept. */
async function addAndAsk(folder: string, files: readonly string[]): Promise<void> {
  const history = await openHistory(folder, { tell: () => undefined });
  for (const [number, file] of files.entries()) {
    print((await history.add(file)).run);
    if (number % 20 === 19) await history.series({ metric: 'coldStart' });
  }
  await history.close();
}

/** Asks for how many points there are, over and over, until it is killed, or nobody listens any more. */
async function ask(folder: string): Promise<void> {
  const history = await openHistory(folder, { tell: () => undefined });
  print('asking');
  for (;;) {
    const series = await history.series({ metric: 'coldStart' });
    print(series.reduce((sum, { points }) => sum + points.length, 0));
  }
}

process.stdout.on('error', () => process.exit(1));
const programs = { add, addAndAsk, ask };
const [program = '', folder = '', ...files] = process.argv.slice(2);
await programs[program as keyof typeof programs](folder, files);
