/** Docker's names of processor architectures, where Node has another. */
const ENGINE_ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  ppc64: 'ppc64le',
};

/** What this harness's Node is built for, and so what its images hold. */
export const ownArchitecture = (): string => ENGINE_ARCHITECTURES[process.arch] ?? process.arch;
