import { type HostFiles, hostFiles } from '../../harness/machine/host-files.ts';

const REGISTERED = '/proc/sys/fs/binfmt_misc';

/** e_machine of an ELF header (elf.h), as binfmt_misc prints its two bytes, by Docker's names of architectures. */
const MACHINES: Readonly<Record<string, string>> = {
  amd64: '3e00',
  arm64: 'b700',
  riscv64: 'f300',
};
const MACHINE_AT = 2 * 18;
const MACHINE_DIGITS = 4;

/**
 * Whether the kernel hands programs of another architecture to a translator that also containers find: binfmt_misc keeps
 * it open with the flag F (admin-guide/binfmt-misc.rst). Such a container is as emulated as the harness itself is.
 */
export const isTranslated = (architecture: string, files: HostFiles = hostFiles): boolean =>
  files.list(REGISTERED).some((name) => {
    const entry = files.read(`${REGISTERED}/${name}`) ?? '';
    const [magic, flags] = [bytesOf(entry, 'magic'), /^flags: *(\w*)$/m.exec(entry)?.[1]];
    const machine = magic?.slice(MACHINE_AT, MACHINE_AT + MACHINE_DIGITS);
    return (
      entry.startsWith('enabled\n') && flags?.includes('F') === true && machine === MACHINES[architecture]
    );
  });

const bytesOf = (entry: string, key: string): string | undefined =>
  new RegExp(`^${key} ([0-9a-f]+)$`, 'm').exec(entry)?.[1];
