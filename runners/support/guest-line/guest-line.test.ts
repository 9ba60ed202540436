import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exit } from '../../../harness/experiment/gate.ts';
import { type RootEntry, writeCpio } from './cpio.ts';
import { EventReader } from './guest/event-reader.ts';
import { firstProcessArguments } from './kernel-arguments.ts';
import { GuestLine } from './line.ts';
import { encodeHeader, LineReader, WINDOW_BYTES, windowsOf } from './protocol.ts';

describe('LineReader', () => {
  const word = fc.constantFrom('ready', 'more', 'answer', 'error', 'exit');
  const message = fc.record({ word, text: fc.json() });

  it('reads the same messages however the bytes arrive, with the returns that a line adds', () => {
    fc.assert(
      fc.property(fc.array(message), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (sent, sizes) => {
        const wire = Buffer.from(sent.map((one) => `${one.word} ${one.text}\r\n`).join(''));
        const reader = new LineReader();
        const read: { word: string; text: string }[] = [];
        for (let at = 0; at < wire.length; ) {
          const size = sizes.next().value;
          for (const { word, text } of reader.read(wire.subarray(at, at + size)))
            read.push({ word, text: Buffer.from(text).toString() });
          at += size;
        }
        expect(read).toEqual(sent);
      }),
    );
  });

  it('reads a word without a text', () => {
    const [ready, more] = new LineReader().read(Buffer.from('ready \r\nmore\n'));
    expect([ready?.word, ready?.text.length, more?.word, more?.text.length]).toEqual(['ready', 0, 'more', 0]);
  });
});

describe('what the host sends', () => {
  it('is a multiple of what wakes a serial port, in windows that make up the event', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * WINDOW_BYTES }), (length) => {
        const header = encodeHeader(length);
        expect(Number(header)).toBe(length);
        expect((header.length + length) % 16).toBe(0);
        const windows = windowsOf(Buffer.alloc(length, 7));
        expect(windows.reduce((sum, window) => sum + window.length, 0)).toBe(length);
        expect(windows.every((window) => window.length <= WINDOW_BYTES)).toBe(true);
      }),
    );
  });
});

describe('EventReader', () => {
  it('reads what the host sends, however it arrives, and asks for each further window before it comes', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 3 * WINDOW_BYTES }));
    fc.assert(
      fc.property(
        fc.array(length, { maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40_000 })),
        (lengths, sizes) => {
          const sent = lengths.map((size, index) => Buffer.alloc(size, `${index}\n`));
          const events: Buffer[] = [];
          let more = 0;
          const reader = new EventReader({
            event: (event) => void events.push(event),
            more: () => {
              more += 1;
            },
          });
          const send = (bytes: Uint8Array): void => {
            for (let at = 0, size = 0; at < bytes.length; at += size) {
              size = sizes.next().value;
              reader.read(Buffer.from(bytes.subarray(at, at + size)));
            }
          };
          for (const event of sent) {
            more = 0;
            send(Buffer.from(encodeHeader(event.length)));
            for (const [place, window] of windowsOf(event).entries()) {
              expect(more).toBe(place);
              send(window);
            }
          }
          expect(Buffer.concat(events).equals(Buffer.concat(sent))).toBe(true);
          expect(events.map((event) => event.length)).toEqual(lengths);
        },
      ),
    );
  });
});

describe('GuestLine', () => {
  /** A line whose other end is the test. */
  function openLine() {
    let exit: (exit: Exit) => void = () => undefined;
    const exited = new Promise<Exit>((resolve) => {
      exit = resolve;
    });
    const written: Buffer[] = [];
    const channel = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        written.push(bytes);
        done();
      },
    });
    const line = new GuestLine({ channel, exited, outputTail: 'what it printed' });
    return {
      line,
      written,
      exit,
      say: (text: string) => channel.push(Buffer.from(text)),
      end: () => channel.push(null),
    };
  }
  const never = new AbortController().signal;

  it('is ready at the first word, and answers in order', async () => {
    const { line, say } = openLine();
    let ready = 0;
    say('ready\r\n');
    await line.awaitReady(never, () => {
      ready += 1;
    });
    const answers = [line.call(Buffer.from('1')), line.call(Buffer.from('2'))];
    say('answer {"a"');
    say(':1}\r\n');
    await expect(answers[0]).resolves.toEqual(Buffer.from('{"a":1}'));
    say('error {"errorMessage":"no"}\n');
    await expect(answers[1]).rejects.toThrow('The handler failed: {"errorMessage":"no"}');
    expect(ready).toBe(1);
  });

  it('waits for the guest between two windows of an event', async () => {
    const { line, written, say } = openLine();
    const answer = line.call(Buffer.alloc(WINDOW_BYTES + 1, 'x'));
    await expect.poll(() => Buffer.concat(written).length).toBeGreaterThan(WINDOW_BYTES);
    const before = Buffer.concat(written).length;
    say('more\n');
    await expect.poll(() => Buffer.concat(written).length).toBe(before + 1);
    say('answer null\n');
    await expect(answer).resolves.toEqual(Buffer.from('null'));
  });

  it("tells of an end by the guest's last words, or by how its machine ended", async () => {
    const told = openLine();
    const untold = openLine();
    const [first, second] = [told, untold].map(({ line }) => line.awaitReady(never, () => undefined));
    told.say('exit {"code":3,"last":"Error: refuses to load"}\n');
    untold.exit({ code: null, signal: 'SIGKILL' });
    untold.end();
    await expect(first).rejects.toThrow(
      'The guest exited with code 3 before it was ready. It printed: Error: refuses to load',
    );
    await expect(second).rejects.toThrow(
      'was ended by SIGKILL before it was ready. It printed: what it printed',
    );
    await expect(untold.line.call(Buffer.from('1'))).rejects.toThrow('its machine was ended by SIGKILL');
  });

  it('takes what was said last before how the machine ended, though that is known first', async () => {
    const { line, exit, say, end } = openLine();
    const ready = line.awaitReady(never, () => undefined);
    exit({ code: 0, signal: null });
    await new Promise((resolve) => setImmediate(resolve));
    say('exit {"code":1,"last":"Error: refuses to load"}\n');
    end();
    await expect(ready).rejects.toThrow(
      'The guest exited with code 1 before it was ready. It printed: Error: refuses to load',
    );
  });

  it('refuses a word that nobody expects, and shows it', async () => {
    const { line, say } = openLine();
    say('[    0.1] Kernel panic\n');
    await expect(line.awaitReady(never, () => undefined)).rejects.toMatchObject({
      code: 'READY_GARBLED',
      message: expect.stringContaining('0.1] Kernel panic'),
    });
  });

  it('rejects with the reason of its signal', async () => {
    const abort = new AbortController();
    const ready = openLine().line.awaitReady(abort.signal, () => undefined);
    abort.abort(new Error('too late'));
    await expect(ready).rejects.toThrow('too late');
  });
});

describe('firstProcessArguments()', () => {
  it('hands an environment and arguments through the kernel', () => {
    const first = { program: '/usr/bin/node', args: ['/app.mjs'], environment: { TZ: 'UTC', A: 'b c' } };
    expect(firstProcessArguments(first).join(' ')).toBe('rdinit=/usr/bin/node TZ=UTC A="b c" -- /app.mjs');
  });

  it.each([{ 'a.b': '1' }, { A: 'with "quotes"' }, { A: 'two\nlines' }])(
    'refuses what a kernel would not hand on: %j',
    (environment) => {
      expect(() => firstProcessArguments({ program: '/init', args: [], environment })).toThrow(
        expect.objectContaining({ code: 'ENVIRONMENT_UNFIT' }),
      );
    },
  );
});

describe('writeCpio()', () => {
  const ENTRIES: readonly RootEntry[] = [
    { path: '/dev/null', kind: 'device', mode: 0o666, major: 1, minor: 3 },
    { path: '/app/app.mjs', kind: 'file', mode: 0o644, content: Buffer.from('odd') },
    { path: '/tmp', kind: 'folder', mode: 0o1777 },
  ];

  async function inFolder(look: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-cpio-'));
    await look(folder).finally(() => rm(folder, { recursive: true, force: true }));
  }

  it('writes headers, names and contents, each at a multiple of four, parents first, and then the trailer', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'root.cpio');
      const size = await writeCpio(path, ENTRIES);
      const archive = await readFile(path);
      expect(archive.length).toBe(size);
      const names: string[] = [];
      for (let at = 0; at < archive.length; ) {
        const field = (place: number): number =>
          Number.parseInt(archive.toString('latin1', at + 6 + 8 * place, at + 14 + 8 * place), 16);
        expect(archive.toString('latin1', at, at + 6)).toBe('070701');
        const [mode, length, major, minor, nameLength] = [1, 6, 9, 10, 11].map(field) as [
          number,
          number,
          number,
          number,
          number,
        ];
        names.push(
          `${archive.toString('latin1', at + 110, at + 109 + nameLength)} ${mode.toString(8)} ${length} ${major}:${minor}`,
        );
        const content = Math.ceil((at + 110 + nameLength) / 4) * 4;
        at = Math.ceil((content + length) / 4) * 4;
      }
      expect(names).toEqual([
        'app 40755 0 0:0',
        'app/app.mjs 100644 3 0:0',
        'dev 40755 0 0:0',
        'dev/null 20666 0 1:3',
        'tmp 41777 0 0:0',
        'TRAILER!!! 0 0 0:0',
      ]);
    }));

  it('gives the same bytes for the same entries, and takes large files from disk', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'content');
      await writeFile(file, 'odd');
      await writeCpio(join(folder, 'a'), ENTRIES);
      const [first, second, third] = [...ENTRIES].reverse();
      if (!first || second?.kind !== 'file' || !third) throw new Error('the entries changed');
      await writeCpio(join(folder, 'b'), [first, { ...second, content: { file } }, third]);
      expect(await readFile(join(folder, 'b'))).toEqual(await readFile(join(folder, 'a')));
    }));
});
