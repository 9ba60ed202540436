// `npm run setup -- NAME…`: the large programs that some runners need, each in a folder of its own under the cache, from
// the npm package that ships the binary. Plain JavaScript without dependencies, like setup.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildTool, checkBuildNeeds, failure } from './build-tool.mjs';

/** Resolves with nothing; throws an Error whose message and `remedy` are for the user. */
export function installTools(root, names, { env = process.env, say }) {
  const tools = JSON.parse(readFileSync(join(root, 'runners/support/tools.json'), 'utf8'));
  for (const name of names) {
    if (!(name in tools))
      throw failure(`There is no tool '${name}'.`, `They are ${Object.keys(tools).join(', ')}.`);
  }
  for (const name of names) install(name, tools[name], env, say);
}

function install(name, { version, binary, packages, build }, env, say) {
  const packageName = packages[`${process.platform}-${process.arch}`] ?? packages['*'];
  if (!packageName) {
    const remedy = `Install ${name} otherwise, and name it in COLDBENCH_TOOL_${name.toUpperCase().replaceAll('-', '_')}.`;
    throw failure(`npm has no ${name} for ${process.platform} ${process.arch}.`, remedy);
  }
  const folder = join(cacheDir(env), 'tools', `${name}-${version}`);
  const program = join(folder, 'node_modules', packageName, binary);
  if (existsSync(program)) return say(`coldbench: ${name} ${version} is there: ${program}`);
  if (build) checkBuildNeeds(name, build, env);
  say(`coldbench: installing ${packageName} ${version} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    fetchPackage(`${packageName}@${version}`, folder, env);
    if (build) buildTool(packageName, folder, env, say);
    if (!existsSync(program))
      throw failure(`${packageName} ${version} has no ${binary}.`, 'Please report this.');
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  say(`coldbench: ${name} ${version}: ${program}`);
}

/** No package runs a script of its own; `buildTool` runs those of one that has to be built. */
function fetchPackage(spec, cwd, env) {
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    execFileSync('npm', [...args, spec], { cwd, env, stdio: ['ignore', process.stderr, process.stderr] });
  } catch {
    throw failure(
      `npm could not install ${spec}; its message is above.`,
      'Check the network, and run it again.',
    );
  }
}

/** As harness/commands/cache-dir.ts. */
const cacheDir = (env) =>
  env.COLDBENCH_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coldbench');
