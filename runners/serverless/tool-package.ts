import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ColdbenchError } from '../../harness/model/errors.ts';
import { findTool, type ToolName, toolRemedy } from '../support/tools.ts';

/** An npm package that a platform's client is. */
export interface ToolPackage {
  readonly root: string;
  readonly version: string;
}

/** The package to which a tool's program belongs; null when the tool is nowhere. */
export async function findToolPackage(name: ToolName): Promise<ToolPackage | null> {
  const tool = findTool(name);
  // A program on PATH is a link into its package.
  return tool && packageAbove(await realpath(tool.path));
}

/** @throws ColdbenchError `TOOL_MISSING` when it is nowhere. */
export async function requireTool(name: ToolName): Promise<ToolPackage> {
  const found = await findToolPackage(name);
  if (found) return found;
  throw new ColdbenchError('TOOL_MISSING', `${name} is not installed.`, { remedy: toolRemedy(name) });
}

async function packageAbove(path: string): Promise<ToolPackage | null> {
  const root = dirname(path);
  if (root === path) return null;
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => null);
  const { version } = text === null ? {} : (JSON.parse(text) as { version?: unknown });
  return typeof version === 'string' ? { root, version } : packageAbove(root);
}
