import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awaitReady, parseReady } from './ready.ts';

const LINE = JSON.stringify({ port: 8080, nowNs: '20', milestonesNs: { processStart: '10' } });
const never = new Promise<never>(() => undefined);
const patient = new AbortController().signal;

afterEach(() => vi.useRealTimers());

describe('awaitReady()', () => {
  // Trap 5: a harness that polls for readiness measures its own interval. Here no timer runs at all.
  it('resolves by the line itself, while every timer stands still', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] });
    const channel = new PassThrough();
    const stamped: string[] = [];
    const ready = awaitReady({ channel, exited: never, outputTail: '' }, patient, () =>
      stamped.push('ready'),
    );
    channel.write(`${LINE}\n`);
    expect(await ready).toEqual({ port: 8080, nowNs: 20n, milestonesNs: { processStart: 10n } });
    expect(stamped).toEqual(['ready']);
  });

  it('reads a line that arrives in pieces', async () => {
    const channel = new PassThrough();
    const ready = awaitReady({ channel, exited: never, outputTail: '' }, patient, () => undefined);
    for (const character of `${LINE}\n`) channel.write(character);
    expect(await ready).toMatchObject({ port: 8080 });
  });

  it('rejects with what the guest printed when it ends before', async () => {
    const exited = Promise.resolve({ code: 3, signal: null });
    const guest = { channel: new PassThrough(), exited, outputTail: 'out of luck' };
    await expect(awaitReady(guest, patient, () => undefined)).rejects.toMatchObject({
      code: 'GUEST_EXITED',
      message: expect.stringMatching(/exited with code 3.*out of luck/),
    });
  });

  it('rejects with the reason of an abort', async () => {
    const abort = new AbortController();
    const ready = awaitReady(
      { channel: new PassThrough(), exited: never, outputTail: '' },
      abort.signal,
      () => undefined,
    );
    abort.abort(new Error('enough'));
    await expect(ready).rejects.toThrow('enough');
  });
});

describe('parseReady()', () => {
  it.each(['', 'ready', '{}', '{"nowNs":20,"milestonesNs":{}}', '{"nowNs":"-1","milestonesNs":{}}', '[1]'])(
    'refuses %j and shows it',
    (line) => {
      expect(() => parseReady(line)).toThrow(expect.objectContaining({ code: 'READY_GARBLED' }));
    },
  );
});
