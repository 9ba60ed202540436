import { open, readFile, readlink, stat } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { findQemu, QEMU_REMEDY } from '../../microvm/find-machine.ts';
import type { Accelerator } from '../../microvm/machine.ts';
import { versionOf } from '../../support/versions.ts';
import { acceleratorOf } from '../accelerator.ts';

export const UNIKRAFT_VARIABLE = 'COLDBENCH_UNIKRAFT';

/** What a user has of Unikraft: a kernel that runs Linux programs, and a root file system with Node in it. */
export interface Unikraft {
  readonly kernel: string;
  readonly root: string;
  /** Node's path in the root. */
  readonly node: string;
}

interface Machine {
  readonly unikraft: Unikraft;
  readonly qemu: string;
  readonly qemuVersion: string;
  readonly accelerator: Accelerator;
}

interface Missing {
  readonly unikraft: null;
  readonly reason: string;
  readonly remedy: string;
}

const REMEDY = `Name a folder in ${UNIKRAFT_VARIABLE} that has a Unikraft kernel for QEMU on x86-64, built with app-elfloader, as \`kernel\`, and a root file system with Node as \`root\`; runners/unikernel/README.md says more.`;
const missing = (reason: string, remedy = REMEDY): Missing => ({ unikraft: null, reason, remedy });

const NODES = ['/usr/local/bin/node', '/usr/bin/node', '/bin/node'];

/** What it takes to boot Node on Unikraft here, or what of it is missing. */
export async function findUnikraft(env: NodeJS.ProcessEnv = process.env): Promise<Machine | Missing> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return missing(
      `The machine is an x86 one (${process.platform} ${process.arch}).`,
      'Leave unikernel:unikraft out of this run, or run it on x64 Linux.',
    );
  const folder = env[UNIKRAFT_VARIABLE];
  if (!folder) return missing('There is no Unikraft: it is not part of this project.');
  const [kernel, root] = [join(folder, 'kernel'), join(folder, 'root')];
  if ((await elfType(kernel)) === null) return missing(`${kernel} is not an ELF file that can be read.`);
  const node = await nodeIn(root);
  if (node === null) return missing(`${root} has no Node: none of ${NODES.join(', ')} is a program.`);
  if ((await elfType(join(root, node))) !== POSITION_INDEPENDENT)
    return missing(
      `${join(root, node)} is not position-independent, and Unikraft loads no other programs.`,
      'Use a distribution’s own Node: those of Alpine and Debian are, nodejs.org’s is not.',
    );
  const qemu = findQemu(env);
  if (qemu === null) return missing('There is no QEMU that can be run.', QEMU_REMEDY);
  const qemuVersion = (await versionOf(qemu)).replace(/^QEMU emulator version /, '');
  const unikraft = { kernel, root, node };
  return { unikraft, qemu, qemuVersion, accelerator: await acceleratorOf(qemu, env) };
}

/** The first of NODES that is a file in the root, where links lead to others in the root. */
async function nodeIn(root: string): Promise<string | null> {
  for (const path of NODES) {
    const found = await followed(root, path).catch(() => null);
    if (found !== null && (await stat(join(root, found)).catch(() => null))?.isFile()) return found;
  }
  return null;
}

async function followed(root: string, path: string): Promise<string> {
  const target = await readlink(join(root, path)).catch(() => null);
  return target === null ? path : followed(root, posix.resolve(dirname(path), target));
}

const POSITION_INDEPENDENT = 3;

/** `e_type` of an ELF header (System V ABI, chapter 4); null for what has none. */
async function elfType(path: string): Promise<number | null> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(18), 0, 18, 0).finally(() => file.close());
    return bytesRead === 18 && buffer.toString('latin1', 0, 4) === '\x7fELF' ? buffer.readUInt16LE(16) : null;
  } catch {
    return null;
  }
}

/** What Node's own programs and libraries say of where their headers are: the version, without running it. */
const HEADERS = /nodejs\.org\/download\/release\/(v\d+\.\d+\.\d+)\//;

/** The version of the root's Node, by what is written in it or in its library; null when nothing is. */
export async function nodeVersionIn(files: readonly string[]): Promise<string | null> {
  for (const path of files) {
    const [, version] = HEADERS.exec((await readFile(path)).toString('latin1')) ?? [];
    if (version !== undefined) return version;
  }
  return null;
}
