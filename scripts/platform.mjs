// Plain JavaScript without dependencies: it must run on the very systems that it refuses.

/** As in package.json's `engines`. */
export const MINIMUM_NODE = '20.19.0';

/**
 * Null when coldbench can run on this system; else what is wrong and what to do.
 * @param {string} platform `process.platform`
 * @param {string} nodeVersion `process.version`
 * @returns {{ message: string, remedy: string } | null}
 */
export function whyUnsupported(platform, nodeVersion) {
  if (platform === 'win32') {
    return {
      message: 'coldbench runs on Linux and macOS.',
      remedy: 'On Windows use WSL2: `wsl --install`, then clone inside it.',
    };
  }
  if (platform !== 'linux' && platform !== 'darwin') {
    return {
      message: `coldbench runs on Linux and macOS, not on ${platform}.`,
      remedy: 'Run it on Linux, on macOS, or in a Linux virtual machine.',
    };
  }
  if (isOlder(nodeVersion, MINIMUM_NODE)) {
    return {
      message: `coldbench needs Node 20.19 or newer; this is ${nodeVersion}.`,
      remedy: 'Install a current Node, for example from https://nodejs.org/en/download.',
    };
  }
  return null;
}

/** Compares `v20.19.0` and `20.19`, number by number; what follows a hyphen (nightly, rc) does not count. */
export function isOlder(/** @type {string} */ version, /** @type {string} */ than) {
  const [ours, theirs] = [numbersOf(version), numbersOf(than)];
  for (const [index, least] of theirs.entries()) {
    const difference = (ours[index] ?? 0) - least;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

const numbersOf = (/** @type {string} */ version) =>
  (version.match(/^v?([\d.]+)/)?.[1] ?? '').split('.').map(Number);
