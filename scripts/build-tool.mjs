// A tool whose npm package holds sources: its own install scripts, and no other package's, build it where it was put.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export const failure = (message, remedy) => Object.assign(new Error(message), { remedy });

/** Before anything is fetched. `needs`: the programs of the build, each with Debian's name of its package. */
export function checkBuildNeeds(name, { needs }, env) {
  const missing = Object.keys(needs).filter((program) => !isOnPath(program, env));
  const wanted = Object.keys(needs).join(', ');
  if (missing.length > 0) {
    const packages = missing.map((program) => needs[program]).join(' ');
    throw failure(
      `${name} has to be built here, which needs ${wanted}: there is no ${missing.join(', ')}.`,
      `Install what is missing (Debian, Ubuntu: apt-get install ${packages}), and run it again.`,
    );
  }
  if (nodeWithHeaders() === null)
    throw failure(
      `${name} has to be built here, which needs this Node's headers: none lie in ${join(prefix(), 'include/node')}.`,
      'Use a Node from nodejs.org, whose archive has them, or install them (Debian, Ubuntu: libnode-dev).',
    );
}

/** The headers beside this Node are used: node-gyp would fetch others. So nothing of a build needs the network. */
export function buildTool(packageName, cwd, env, say) {
  say(`coldbench: building ${packageName}, which takes a minute or two …`);
  const options = {
    cwd,
    env: { ...env, npm_config_nodedir: nodeWithHeaders(), MAKEFLAGS: `-j${availableParallelism()}` },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  try {
    execFileSync('npm', ['rebuild', packageName, '--foreground-scripts', '--offline'], options);
  } catch ({ stdout = '', stderr = '' }) {
    process.stderr.write(`${stdout}${stderr}`.split('\n').slice(-40).join('\n'));
    throw failure(
      `${packageName} could not be built; the end of what its build printed is above.`,
      'Python 3.12 and newer needs its package setuptools for it; a compiler newer than the package may refuse its code.',
    );
  }
}

/** Where this Node was installed. */
const prefix = () => dirname(dirname(process.execPath));
const nodeWithHeaders = () => (existsSync(join(prefix(), 'include/node/node_api.h')) ? prefix() : null);

const isOnPath = (program, { PATH = '' }) =>
  PATH.split(delimiter).some((folder) => folder !== '' && isProgram(join(folder, program)));

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
