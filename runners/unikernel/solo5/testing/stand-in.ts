import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QEMU_BEGINNING, type StandIn } from '../../testing/stand-in.ts';

/** What both have in common: a script in a context of Node's own engine, with `solo5` over a descriptor. */
const GUEST = `
const { readFileSync, readSync, writeSync } = require('node:fs');
const { runInNewContext } = require('node:vm');
function run({ bundle, wire, prefixBytes, cmdline }) {
  let pending = Buffer.alloc(0);
  let closed = false;
  const receive = () => {
    const bytes = Buffer.alloc(65536);
    const length = readSync(wire, bytes);
    closed ||= length === 0;
    pending = Buffer.concat([pending, bytes.subarray(0, length)]);
  };
  /** Without prefixes it is a stream, which is cut anywhere; with them it is one frame after the other. */
  const first = () => {
    if (prefixBytes === 0) return pending.length === 0 ? null : pending.subarray(0, 999);
    if (pending.length < prefixBytes) return null;
    const end = prefixBytes + pending.readUInt32BE(0);
    return pending.length < end ? null : pending.subarray(0, end);
  };
  const solo5 = {
    cmdline,
    clockMonotonic: () => process.hrtime.bigint(),
    clockWall: () => BigInt(Date.now()) * 1000000n,
    yield: () => {
      if (first() === null && !closed) receive();
      return first() !== null || closed;
    },
    consoleWrite: (text) => void writeSync(1, text),
    netRead: () => {
      const frame = first();
      if (frame === null) return closed ? new ArrayBuffer(0) : null;
      pending = pending.subarray(frame.length);
      return new Uint8Array(frame.subarray(prefixBytes)).buffer;
    },
    netWrite: (frame) => {
      const prefix = Buffer.alloc(prefixBytes);
      if (prefixBytes > 0) prefix.writeUInt32BE(frame.length);
      const bytes = Buffer.concat([prefix, frame]);
      for (let sent = 0; sent < bytes.length; ) sent += writeSync(wire, bytes, sent);
      return true;
    },
    exit: (code) => process.exit(code),
  };
  try {
    runInNewContext(readFileSync(bundle, 'utf8').replace(/\\0+$/, ''), { solo5 });
  } catch (error) {
    console.log(error.stack);
    process.exit(1);
  }
}
`;

/** Checks devices as the tender does, in its words; an image is a list of the names of its devices. */
const TENDER = `#!${process.execPath}
${GUEST}
const args = process.argv.slice(2);
const fail = (words) => {
  console.error(words.map((line) => 'solo5-spt: ' + line).join('\\n'));
  process.exit(1);
};
if (args[0] === '--version') {
  console.error('solo5-spt tender, version v0.0.0 (a stand-in)');
  process.exit(0);
}
const end = args.indexOf('--');
const options = args.slice(0, end);
const [image, ...rest] = args.slice(end + 1);
const declared = readFileSync(image, 'utf8').trim().split(' ');
const attached = {};
for (const option of options) {
  const [, kind, name, value] = /^--(mem|block|net)[:=]?(\\w*)=?(\\S*)$/.exec(option) ?? fail(['Invalid option: ' + option]);
  if (kind === 'mem') continue;
  if (!declared.includes(name)) fail(["Resource not declared in manifest: '" + name + "'", 'Invalid option: ' + option]);
  attached[name] = value;
}
const types = { bundle: 'BLOCK_BASIC' };
const missing = declared.filter((name) => !(name in attached));
if (missing.length > 0) {
  fail([
    ...missing.map((name) => "Device '" + name + "' of type " + (types[name] ?? 'NET_BASIC') + ' declared but not attached.'),
    'All declared devices must be attached. See --help for syntax.',
  ]);
}
run({ bundle: attached.bundle, wire: Number(attached.service.slice(1)), prefixBytes: 0, cmdline: rest.join(' ') });
`;

/** Takes the options that are given, and no other; ends with QEMU's code for the end of a guest. */
const QEMU = `${QEMU_BEGINNING}${GUEST}
after('-device', /^(virtio-blk-pci),drive=bundle$/);
after('-device', /^(virtio-net-pci),netdev=service$/);
after('-device', /^(isa-debug-exit)$/);
readFileSync(after('-kernel', /^(.*javascript\\.virtio)$/));
process.on('exit', () => {
  process.exitCode = 83;
});
run({
  bundle: after('-drive', /^if=none,id=bundle,format=raw,readonly=on,file=(.*)$/),
  wire: Number(after('-netdev', /^socket,id=service,fd=(\\d+)$/)),
  prefixBytes: 4,
  cmdline: after('-append', /^(.*)$/),
});
`;

export const DEVICES = 'bundle service';

/** A folder with programs that take the place of tender, images and QEMU: for command lines, wire and script alone. */
export async function makeStandIn(devices = DEVICES, tender = TENDER): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-solo5-'));
  const qemu = join(folder, 'qemu');
  await writeFile(join(folder, 'solo5-spt'), tender);
  await writeFile(qemu, QEMU);
  for (const image of ['javascript.spt', 'javascript.virtio']) await writeFile(join(folder, image), devices);
  await Promise.all([join(folder, 'solo5-spt'), qemu].map((path) => chmod(path, 0o755)));
  return { folder, qemu };
}
