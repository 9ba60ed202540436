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

/** Adds these files, and asks for all series every so often, so that the index is merged; until it is killed. */
async function addAndAsk(folder: string, files: readonly string[]): Promise<void> {
  const history = await openHistory(folder, { tell: () => undefined });
  for (const [number, file] of files.entries()) {
    const { run } = await history.add(file);
    print(run);
    if (number % 20 === 19) await history.series({ metric: 'coldStart' });
  }
  print('done');
  for (;;) await history.series();
}

/** Asks for how many points there are, over and over, until it is killed. */
async function ask(folder: string): Promise<void> {
  const history = await openHistory(folder, { tell: () => undefined });
  for (;;)
    print(
      (await history.series({ metric: 'coldStart' })).reduce((sum, { points }) => sum + points.length, 0),
    );
}

const programs = { add, addAndAsk, ask };
const [program = '', folder = '', ...files] = process.argv.slice(2);
await programs[program as keyof typeof programs](folder, files);
