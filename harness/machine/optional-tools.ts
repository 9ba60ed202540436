import { findBrowser } from '../../runners/browser/find-browser.ts';
import { findSandboxTool } from '../../runners/sandbox/tools.ts';
import { findTool, TOOL_NAMES, toolCommand } from '../../runners/support/tools.ts';
import { findHost, type HostName } from '../../runners/wasm/hosts/find-host.ts';
import { type DoctorItem, type DoctorSection, item } from './doctor-report.ts';

/** A program that some variants need and `npm ci` does not install. */
export interface OptionalTool {
  readonly name: string;
  /** Null when it is nowhere. */
  readonly path: string | null;
  /** What installs it: a command, which several names may follow; null where there is none for this system. */
  readonly installer: string | null;
}

const OF_NPM = 'npm run setup --';
const OF_SYSTEM = 'apt-get install';
const BY_HAND = 'by hand:';

export async function findOptionalTools(): Promise<OptionalTool[]> {
  const ofNpm = TOOL_NAMES.map((name) => ({
    name,
    path: findTool(name)?.path ?? null,
    installer: toolCommand(name) === null ? null : OF_NPM,
  }));
  const tools = [...ofNpm, ...(await Promise.all([hostTool('wasmtime'), hostTool('spin')]))];
  // What needs these is measured on Linux only.
  if (process.platform !== 'linux') return tools;
  const { path: browser } = await findBrowser();
  return [
    ...tools,
    { name: 'bubblewrap', path: findSandboxTool('bubblewrap'), installer: OF_SYSTEM },
    { name: 'chromium', path: browser, installer: OF_SYSTEM },
  ];
}

/** A host of components; one that is too old for its variant counts as none. */
async function hostTool(name: HostName): Promise<OptionalTool> {
  const found = await findHost(name);
  return { name, path: 'reason' in found ? null : found.path, installer: BY_HAND };
}

/** Those that are there in a line, and the others in one for each command that installs them. */
export function optionalToolsSection(tools: readonly OptionalTool[]): DoctorSection {
  const there = tools.filter(({ path }) => path !== null);
  const absent = tools.filter(({ path }) => path === null);
  const installers = [...new Set(absent.map(({ installer }) => installer))];
  return {
    title: 'Optional tools',
    items: [
      ...(there.length > 0 ? [item('installed', 'ok', namesOf(there).join(', '))] : []),
      ...installers.map((installer) => notInstalled(absent, installer)),
    ],
  };
}

function notInstalled(absent: readonly OptionalTool[], by: string | null): DoctorItem {
  const names = namesOf(absent.filter(({ installer }) => installer === by));
  return by === null
    ? item('none here', 'info', names.join(', '), 'npm has none for this system.')
    : item('not installed', 'info', names.join(', '), `${by} ${names.join(' ')}`);
}

const namesOf = (tools: readonly OptionalTool[]): string[] => tools.map(({ name }) => name);
