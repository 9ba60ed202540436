import type { Look } from './look.ts';

export interface NextCommand {
  readonly command: string;
  /** What it does, in a few words. */
  readonly purpose: string;
}

/** A path as a POSIX shell reads it: bare where that is safe, else in single quotes. */
export const shellPath = (path: string): string =>
  /^[\w./@:+,][\w./@:+,-]*$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** Where the raw trials are, and what to run next. Neither is wrapped, so that both can be copied. */
export function formatNextSteps(path: string, commands: readonly NextCommand[], look: Look): string {
  const longest = Math.max(0, ...commands.map(({ command }) => command.length));
  const lines = commands.map(({ command, purpose }) => {
    const gap = ' '.repeat(longest - command.length + 2);
    const fits = 2 + longest + 2 + purpose.length <= look.width;
    return `  ${look.colors.cyan(command)}${fits ? gap + look.colors.dim(purpose) : ''}`;
  });
  return [`${look.colors.bold('Every trial is in')} ${path}`, ...lines].join('\n');
}
