import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QEMU_BEGINNING, type StandIn } from '../../testing/stand-in.ts';

/** Copies what it reads, the manifest, to the image, and the program of it beside the image. */
const MKFS = `#!${process.execPath}
const { accessSync, copyFileSync, readFileSync, writeFileSync } = require('node:fs');
const [b, boot, k, kernel, image] = process.argv.slice(2);
if (b !== '-b' || k !== '-k' || !image) throw new Error('usage: mkfs -b BOOT -k KERNEL IMAGE');
for (const file of [boot, kernel]) accessSync(file);
const manifest = readFileSync(0, 'utf8');
copyFileSync(/app\\.mjs:\\(contents:\\(host:"?([^")]+)/.exec(manifest)[1], image + '.mjs');
writeFileSync(image, manifest);
`;

/** Runs the program of the manifest as a process, with the console and the port that the command line names. */
const QEMU = `${QEMU_BEGINNING}const { spawn } = require('node:child_process');
const { readFileSync, writeSync } = require('node:fs');
const console3 = Number(after('-chardev', /^socket,id=console,fd=(\\d+)$/));
after('-serial', /^(chardev:console)$/);
const disk = after('-drive', /,file=(.*)$/);
const address = after('-netdev', /hostfwd=tcp:([\\d.]+):8080-:8080$/);
const [, list] = /arguments:\\[([^\\]]+)\\]/.exec(readFileSync(disk, 'utf8'));
const [, , channel, , port] = list.split(' ');
writeSync(console3, 'en1: assigned 10.0.2.15\\r\\n');
const guest = spawn(process.execPath, [disk + '.mjs', channel, address, port], {
  stdio: ['ignore', console3, 'inherit'],
});
guest.on('exit', (code) => process.exit(code === null ? 1 : (code << 1) | 1));
`;

/** A folder with programs that take the place of Nanos and QEMU: for the command line and the protocol alone. */
export async function makeStandIn(): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-unikernel-'));
  const qemu = join(folder, 'qemu');
  await writeFile(join(folder, 'mkfs'), MKFS);
  await writeFile(qemu, QEMU);
  await writeFile(join(folder, 'kernel.img'), 'kernel');
  await writeFile(join(folder, 'boot.img'), 'boot');
  await Promise.all([join(folder, 'mkfs'), qemu].map((path) => chmod(path, 0o755)));
  return { folder, qemu };
}
