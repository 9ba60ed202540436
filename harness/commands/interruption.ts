import { EXIT, type ExitCode } from './exit-codes.ts';

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.terminated } as const;
type InterruptSignal = keyof typeof CODES;

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, or null. */
  readonly exitCode: ExitCode | null;
  /** Gives the signals back to Node's defaults. */
  release(): void;
}

/**
 * Turns Ctrl-C and SIGTERM into an abort, so that the run ends in order: guests stopped, folders and containers
 * removed, the file closed as interrupted. A second Ctrl-C is told that this is under way.
 */
export function catchInterruption(note: (line: string) => void): Interruption {
  const abort = new AbortController();
  let exitCode: ExitCode | null = null;
  const handlers = (Object.keys(CODES) as InterruptSignal[]).map((name) => {
    const handler = (): void => {
      note(exitCode === null ? `${name}: stopping the guests and closing the file …` : 'Still cleaning up …');
      exitCode ??= CODES[name];
      abort.abort(new Error(`interrupted by ${name}`));
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: abort.signal,
    get exitCode() {
      return exitCode;
    },
    release: () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
