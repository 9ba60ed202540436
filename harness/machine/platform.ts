import { ColdbenchError } from '../model/errors.ts';

/** As in package.json's `engines`: the first Node 20 whose `require(esm)` and test runners our dependencies rely on. */
export const MINIMUM_NODE = '20.19.0';

/** Null when coldbench can run here; else what to do. Pure: takes `process.platform` and `process.version`. */
export function checkPlatform(platform: string, nodeVersion: string): ColdbenchError | null {
  if (platform === 'win32') {
    return new ColdbenchError('UNSUPPORTED_PLATFORM', 'coldbench runs on Linux and macOS.', {
      remedy: 'On Windows use WSL2: `wsl --install`, then clone inside it.',
    });
  }
  if (platform !== 'linux' && platform !== 'darwin') {
    return new ColdbenchError(
      'UNSUPPORTED_PLATFORM',
      `coldbench runs on Linux and macOS, not on ${platform}.`,
      {
        remedy: 'Run it on Linux, on macOS, or in a Linux virtual machine.',
      },
    );
  }
  if (isOlder(nodeVersion, MINIMUM_NODE)) {
    return new ColdbenchError(
      'NODE_TOO_OLD',
      `coldbench needs Node 20.19 or newer; this is ${nodeVersion}.`,
      {
        remedy: 'Install a current Node, for example from https://nodejs.org/en/download.',
      },
    );
  }
  return null;
}

/** Compares `v20.19.0` and `20.19`, number by number; what follows a hyphen (nightly, rc) does not count. */
export function isOlder(version: string, than: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(than)];
  for (const [index, least] of theirs.entries()) {
    const difference = (ours[index] ?? 0) - least;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

const numbersOf = (version: string): readonly number[] =>
  (version.match(/^v?([\d.]+)/)?.[1] ?? '').split('.').map(Number);
