import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isProgram, onPath } from './programs.ts';
import tools from './tools.json' with { type: 'json' };

/** Programs that some runners need and `npm ci` does not install: they are large. `npm run setup -- NAME` does. */
export type ToolName = keyof typeof tools;
export const TOOL_NAMES = Object.keys(tools) as ToolName[];

interface Tool {
  readonly version: string;
  readonly binary: string;
  readonly packages: Readonly<Record<string, string>>;
}

export interface FoundTool {
  readonly path: string;
}

/**
 * Where a tool is: what `COLDBENCH_TOOL_<NAME>` says, what `npm run setup -- NAME` installed, or, for a program that is
 * called like the tool, what is on PATH. Null when it is nowhere.
 */
export function findTool(name: ToolName, env: NodeJS.ProcessEnv = process.env): FoundTool | null {
  const places = [env[toolVariable(name)], installedPath(name, env), ...onPath(name, env)];
  const path = places.find((place) => place !== undefined && canBeRun(place));
  return path === undefined ? null : { path };
}

/** The variable that names a tool's program: a shell takes no hyphen in a name. */
const toolVariable = (name: ToolName): string => `COLDBENCH_TOOL_${name.toUpperCase().replaceAll('-', '_')}`;

/** What installs a tool; null where npm has none for this system. */
export const toolCommand = (name: ToolName): string | null =>
  packageOf(name) ? `npm run setup -- ${name}` : null;

/** What to do when a tool is nowhere. */
export function toolRemedy(name: ToolName): string {
  const command = toolCommand(name);
  return command
    ? `Run \`${command}\`, or name the program in ${toolVariable(name)}.`
    : `Name the program in ${toolVariable(name)}: npm has none for ${process.platform} ${process.arch}.`;
}

function packageOf(name: ToolName): string | undefined {
  const { packages }: Tool = tools[name];
  return packages[`${process.platform}-${process.arch}`] ?? packages['*'];
}

/** As scripts/install-tools.mjs places it. */
function installedPath(name: ToolName, env: NodeJS.ProcessEnv): string | undefined {
  const { version, binary } = tools[name];
  const packageName = packageOf(name);
  const cache = env.COLDBENCH_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coldbench');
  return packageName && join(cache, 'tools', `${name}-${version}`, 'node_modules', packageName, binary);
}

// A script is run by Node, whatever its rights.
const canBeRun = (path: string): boolean => (path.endsWith('.js') ? existsSync(path) : isProgram(path));
