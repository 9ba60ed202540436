/** What a stream and the environment allow; `formatRun` and `createProgress` take it from here. */
export interface TerminalOptions {
  readonly color: boolean;
  readonly unicode: boolean;
  readonly width: number;
  readonly isTty: boolean;
}

interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Width of a report that no terminal limits: a file, a pipe, a CI log. */
const PIPED_WIDTH = 100;

export function terminalOptions(
  stream: OutputStream,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): TerminalOptions {
  const isTty = stream.isTTY === true;
  return {
    color: wantsColor(isTty, env),
    unicode: speaksUnicode(env, platform),
    width: widthOf(stream, env),
    isTty,
  };
}

/** NO_COLOR (https://no-color.org) wins over FORCE_COLOR, which wins over what the stream is. */
function wantsColor(isTty: boolean, env: Environment): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTty && env.TERM !== 'dumb';
}

/** The first of LC_ALL, LC_CTYPE and LANG that is set and not empty decides (POSIX, "Environment Variables"). */
function speaksUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale ? /utf-?8/i.test(locale) : platform === 'darwin';
}

function widthOf(stream: OutputStream, env: Environment): number {
  const asked = Number(env.COLUMNS);
  return stream.columns || (Number.isInteger(asked) && asked > 0 ? asked : PIPED_WIDTH);
}
