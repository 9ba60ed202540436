import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QEMU_BEGINNING, type StandIn } from '../../testing/stand-in.ts';

/** Runs the program of the archive as a process, with the console, the port and the variables that the command line names. */
const QEMU = `${QEMU_BEGINNING}const { spawn } = require('node:child_process');
const { readFileSync, writeFileSync, writeSync } = require('node:fs');
const line = Number(after('-chardev', /^socket,id=console,fd=(\\d+)$/));
const address = after('-netdev', /hostfwd=tcp:([\\d.]+):8080-:8080$/);
const path = after('-initrd', /(.*)/);
const archive = readFileSync(path);
const words = after('-append', /^netdev\\.ip=10\\.0\\.2\\.15\\/24:10\\.0\\.2\\.2 vfs\\.fstab=\\[ "initrd0:\\/:extract::ramfs=1:" \\] (.*)$/);
const [, variables, node, program, channel, , port] = /^env\\.vars=\\[ (.*) \\] -- (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)$/.exec(words);
const contentOf = (path) => {
  for (let at = 0; ; ) {
    const field = (index) => parseInt(archive.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    const [size, nameSize] = [field(6), field(11)];
    const name = archive.toString('utf8', at + 110, at + 109 + nameSize);
    if (name === 'TRAILER!!!') throw new Error(path + ' is not in the archive');
    const content = at + Math.ceil((110 + nameSize) / 4) * 4;
    if ('/' + name === path) return archive.subarray(content, content + size);
    at = content + Math.ceil(size / 4) * 4;
  }
};
contentOf(node);
writeFileSync(path + '.mjs', contentOf(program));
const env = Object.fromEntries(variables.split(' ').map((variable) => variable.split('=', 2)));
writeSync(line, 'en1: Added\\r\\n');
const guest = spawn(process.execPath, [path + '.mjs', channel, address, port], { env, stdio: ['ignore', line, 'inherit'] });
// The kernel goes on when its program has ended.
guest.on('exit', () => setInterval(() => undefined, 60_000));
`;

/** The header of an ELF file and nothing else. */
export function elf(type: number): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(type, 16);
  return header;
}

/** A folder as a user would have it, and a program in the place of QEMU: for command line, archive and console alone. */
export async function makeStandIn(): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-unikraft-'));
  const bin = join(folder, 'root/usr/bin');
  const qemu = join(folder, 'qemu');
  await mkdir(bin, { recursive: true });
  await writeFile(join(folder, 'kernel'), elf(2));
  const headers = 'https://nodejs.org/download/release/v18.20.4/node-v18.20.4-headers.tar.gz';
  await writeFile(join(bin, 'node'), Buffer.concat([elf(3), Buffer.from(headers)]), { mode: 0o755 });
  await symlink('usr/bin', join(folder, 'root/bin'));
  await writeFile(qemu, QEMU, { mode: 0o755 });
  return { folder, qemu };
}
