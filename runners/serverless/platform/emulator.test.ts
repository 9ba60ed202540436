import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { INVOKE_PATH } from '../protocol.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import type { Timing } from './invocation.ts';

// A foreign runtime and a foreign client, by Node's own fetch over real sockets.
const TIMEOUT_MS = 30_000;
const SHORT_TIMEOUT_MS = 500;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LIMIT = 6_291_556;

let emulator: Emulator;
let events: string[];
let timings: Timing[];

async function start(timeoutMs: number): Promise<void> {
  events = [];
  timings = [];
  emulator = await startEmulator({
    timeoutMs,
    onReady: () => events.push('ready'),
    onInitError: (document) => events.push(`initError ${Buffer.from(document)}`),
    onTimeout: () => events.push('timeout'),
    onTiming: (timing) => timings.push(timing),
  });
}

beforeEach(() => start(TIMEOUT_MS));
afterEach(() => emulator.close());

const url = (path: string): string => `http://127.0.0.1:${emulator.port}${path}`;
const next = (signal?: AbortSignal): Promise<Response> =>
  fetch(url('/2018-06-01/runtime/invocation/next'), signal ? { signal } : {});
const idOf = (event: Response): string => event.headers.get('lambda-runtime-aws-request-id') ?? '';
const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url(path), { method: 'POST', body, headers });
const respond = (id: string, body: string): Promise<Response> =>
  post(`/2018-06-01/runtime/invocation/${id}/response`, body);
const invoke = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  post(INVOKE_PATH, body, headers);
/** For a call whose answer is no part of the test. */
const ignored = (call: Promise<unknown>): void => void call.catch(() => undefined);
const silence = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, 'silence'));

/** Expects a function error: status 200, the header, and the error document as the payload. */
async function expectFunctionError(
  answer: Promise<Response>,
): Promise<{ errorType: string; errorMessage: string }> {
  const response = await answer;
  expect(response.status).toBe(200);
  expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
  return (await response.json()) as { errorType: string; errorMessage: string };
}

describe('Runtime API', () => {
  it('hands an event to the runtime with the headers of the specification, and its answer to the client', async () => {
    const fromMs = Date.now();
    const answer = invoke('{"n":1}');
    const event = await next();
    const untilMs = Date.now();
    expect(event.status).toBe(200);
    expect(await event.text()).toBe('{"n":1}');
    expect(idOf(event)).toMatch(UUID);
    const deadlineMs = Number(event.headers.get('lambda-runtime-deadline-ms'));
    expect(deadlineMs).toBeGreaterThanOrEqual(fromMs + TIMEOUT_MS);
    expect(deadlineMs).toBeLessThanOrEqual(untilMs + TIMEOUT_MS);
    expect(event.headers.get('lambda-runtime-invoked-function-arn')).toMatch(
      /^arn:aws:lambda:us-east-1:\d{12}:function:function$/,
    );
    expect(event.headers.get('lambda-runtime-trace-id')).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
    );
    const accepted = await respond(idOf(event), '{"m":2}');
    expect(accepted.status).toBe(202);
    expect(await accepted.json()).toEqual({ status: 'OK' });
    const response = await answer;
    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.headers.get('x-amzn-requestid')).toBe(idOf(event));
    expect(response.headers.has('x-amz-function-error')).toBe(false);
    expect(await response.text()).toBe('{"m":2}');
  });

  it('keeps a runtime waiting until there is an event, and calls it ready at its first request only', async () => {
    const event = next();
    expect(await Promise.race([event, silence(200)])).toBe('silence');
    expect(events).toEqual(['ready']);
    const answer = invoke('1');
    await respond(idOf(await event), '2');
    expect(await (await answer).text()).toBe('2');
    const second = next();
    ignored(invoke('3'));
    expect(await (await second).text()).toBe('3');
    expect(events).toEqual(['ready']);
  });

  it('hands over one event at a time, in the order in which they came', async () => {
    const answers: Promise<string>[] = [];
    for (const body of ['"a"', '"b"', '"c"']) {
      answers.push(invoke(body).then((response) => response.text()));
      await silence(20);
    }
    const order: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const event = await next();
      const body = await event.text();
      order.push(body);
      await respond(idOf(event), `[${body}]`);
    }
    expect(order).toEqual(['"a"', '"b"', '"c"']);
    expect(await Promise.all(answers)).toEqual(['["a"]', '["b"]', '["c"]']);
    expect(timings).toHaveLength(3);
  });

  it('hands the same event again to a runtime that asks again before it has answered', async () => {
    const answer = invoke('1');
    const first = await next();
    const again = await next();
    expect(idOf(again)).toBe(idOf(first));
    await respond(idOf(again), '2');
    expect(await (await answer).text()).toBe('2');
  });

  it('forgets a runtime that hangs up while it waits, and hands the event to the next that asks', async () => {
    const hangUp = new AbortController();
    const lost = next(hangUp.signal);
    await silence(50);
    hangUp.abort();
    await expect(lost).rejects.toThrow();
    await silence(50);
    const answer = invoke('1');
    const event = await next();
    expect(await event.text()).toBe('1');
    await respond(idOf(event), '2');
    expect(await (await answer).text()).toBe('2');
  });

  it("passes the client's trace header and context on", async () => {
    const context = { client: { app_title: 'x' } };
    const answer = invoke('1', {
      'x-amzn-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1',
      'x-amz-client-context': Buffer.from(JSON.stringify(context)).toString('base64'),
    });
    const event = await next();
    expect(event.headers.get('lambda-runtime-trace-id')).toBe(
      'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1',
    );
    expect(JSON.parse(event.headers.get('lambda-runtime-client-context') ?? '')).toEqual(context);
    await respond(idOf(event), '2');
    await answer;
  });

  it("answers the client of a handler's error with status 200, the header and the runtime's document", async () => {
    const answer = invoke('1');
    const id = idOf(await next());
    const document = { errorType: 'RangeError', errorMessage: 'no', stackTrace: ['at x'] };
    const headers = { 'lambda-runtime-function-error-type': 'RangeError' };
    const path = `/2018-06-01/runtime/invocation/${id}/error`;
    expect((await post(path, JSON.stringify(document), headers)).status).toBe(202);
    expect(await expectFunctionError(answer)).toEqual(document);
  });

  it('refuses an answer to a request id that it did not hand out', async () => {
    ignored(invoke('1'));
    await next();
    const refusal = await respond('8476a536-e9f4-11e8-9739-2dfe598c3fcd', '2');
    expect(refusal.status).toBe(400);
    expect(await refusal.json()).toEqual({
      errorType: 'InvalidRequestID',
      errorMessage: 'Invalid request ID',
    });
  });

  it('refuses a second answer: as a wrong transition, and after the next request as an unknown id', async () => {
    const answer = invoke('1');
    const id = idOf(await next());
    await respond(id, '2');
    const second = await respond(id, '3');
    expect(second.status).toBe(403);
    expect(await second.json()).toMatchObject({ errorType: 'InvalidStateTransition' });
    ignored(next());
    await silence(50);
    expect((await respond(id, '4')).status).toBe(400);
    expect(await (await answer).text()).toBe('2');
  });

  it('answers 413 to a response above 6,291,556 bytes, and the client gets Function.ResponseSizeTooLarge', async () => {
    const answer = invoke('1');
    const refusal = await respond(idOf(await next()), 'x'.repeat(LIMIT + 1));
    expect(refusal.status).toBe(413);
    expect(await refusal.json()).toMatchObject({ errorType: 'RequestEntityTooLarge' });
    expect(await expectFunctionError(answer)).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size (${LIMIT + 1} bytes) exceeded maximum allowed payload size (${LIMIT} bytes).`,
    });
  });

  it('passes a response of exactly 6,291,556 bytes, and goes on after one that was too large', async () => {
    const first = invoke('1');
    await respond(idOf(await next()), 'x'.repeat(LIMIT + 1));
    await first;
    const answer = invoke('2');
    expect((await respond(idOf(await next()), 'x'.repeat(LIMIT))).status).toBe(202);
    expect((await (await answer).text()).length).toBe(LIMIT);
  });

  it('answers 404 to what is no part of either API', async () => {
    expect((await fetch(url('/2018-06-01/runtime/invocation/previous'))).status).toBe(404);
    expect((await post('/2015-03-31/functions/other/invocations', '1')).status).toBe(404);
    expect((await fetch(url(INVOKE_PATH))).status).toBe(404);
  });
});

describe('an environment that loses its runtime', () => {
  it("answers the first invocation with the runtime's init error, and every one after it", async () => {
    const answer = invoke('1');
    const document = { errorType: 'Error', errorMessage: 'cannot load', stackTrace: [] };
    expect((await post('/2018-06-01/runtime/init/error', JSON.stringify(document))).status).toBe(202);
    expect(await expectFunctionError(answer)).toEqual(document);
    expect(await expectFunctionError(invoke('2'))).toEqual(document);
    expect(events).toEqual([`initError ${JSON.stringify(document)}`]);
    expect((await next()).status).toBe(403);
  });

  it('refuses an init error from a runtime that has asked for an event', async () => {
    ignored(next());
    await silence(50);
    const refusal = await post('/2018-06-01/runtime/init/error', '{}');
    expect(refusal.status).toBe(403);
    expect(await refusal.json()).toEqual({
      errorType: 'InvalidStateTransition',
      errorMessage:
        'State transition from Ready to InitError failed for runtime. Error: State transition is not allowed',
    });
  });

  it('ends an invocation that takes too long as Sandbox.Timedout, and has the runtime killed', async () => {
    await emulator.close();
    await start(SHORT_TIMEOUT_MS);
    const answer = invoke('1');
    const event = await next();
    const { errorType, errorMessage } = await expectFunctionError(answer);
    expect(errorType).toBe('Sandbox.Timedout');
    expect(errorMessage).toBe(`RequestId: ${idOf(event)} Error: Task timed out after 0.50 seconds`);
    expect(events).toEqual(['ready', 'timeout']);
    expect(timings[0]?.durationNs).toBeGreaterThan(SHORT_TIMEOUT_MS * 0.9e6);
    expect(timings[0]?.durationNs).toBeLessThan(SHORT_TIMEOUT_MS * 4e6);
    expect((await respond(idOf(event), 'too late')).status).toBe(400);
  });

  it('times out an invocation that waits for a runtime which never asks again', async () => {
    await emulator.close();
    await start(SHORT_TIMEOUT_MS);
    const first = invoke('1');
    await respond(idOf(await next()), '2');
    await first;
    expect(await expectFunctionError(invoke('2'))).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it.each([
    [{ code: 7, signal: null }, 'Runtime exited with error: exit status 7'],
    [{ code: 0, signal: null }, 'Runtime exited without providing a reason'],
    [{ code: null, signal: 'SIGKILL' as const }, 'Runtime exited with error: signal: killed'],
  ])('ends the running invocation and all later ones as Runtime.ExitError: %o', async (exit, reason) => {
    const answer = invoke('1');
    const event = await next();
    const waiting = invoke('2');
    await silence(50);
    emulator.environment.exited(exit);
    expect(await expectFunctionError(answer)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${idOf(event)} Error: ${reason}`,
    });
    expect((await expectFunctionError(waiting)).errorMessage).toContain(reason);
    expect((await expectFunctionError(invoke('3'))).errorMessage).toContain(reason);
  });
});

describe('Invoke API', () => {
  it('refuses a request of 6,291,456 bytes with 413, and takes the next on the same connection', async () => {
    const refusal = await invoke('x'.repeat(6_291_456));
    expect(refusal.status).toBe(413);
    expect(refusal.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
    expect(await refusal.json()).toEqual({
      Message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
    const answer = invoke('x'.repeat(6_291_455));
    const event = await next();
    expect((await event.text()).length).toBe(6_291_455);
    await respond(idOf(event), '1');
    expect((await answer).status).toBe(200);
  });

  it('refuses an invocation type that it does not emulate', async () => {
    const refusal = await invoke('1', { 'x-amz-invocation-type': 'Event' });
    expect(refusal.status).toBe(400);
    expect(refusal.headers.get('x-amzn-errortype')).toBe('InvalidParameterValueException');
  });

  it('gives the init duration to the first invocation only, and durations that the client has waited for', async () => {
    emulator.environment.starts(process.hrtime.bigint() - 30_000_000n);
    const waitedNs: number[] = [];
    for (const delayMs of [40, 0]) {
      const fromNs = process.hrtime.bigint();
      const answer = invoke('1');
      const id = idOf(await next());
      await silence(delayMs);
      await respond(id, '2');
      await answer;
      waitedNs.push(Number(process.hrtime.bigint() - fromNs));
    }
    expect(timings[0]?.initDurationNs).toBeGreaterThanOrEqual(30e6);
    expect(timings[1]?.initDurationNs).toBeNull();
    expect(timings[0]?.durationNs).toBeGreaterThan(39e6);
    timings.forEach(({ durationNs }, index) => {
      expect(durationNs).toBeLessThan(waitedNs[index] ?? 0);
    });
  });

  it('frees its port and breaks waiting connections when it is closed, twice if need be', async () => {
    const waiting = next();
    const lost = expect(waiting).rejects.toThrow();
    await silence(50);
    await Promise.all([emulator.close(), emulator.close()]);
    await lost;
    await expect(invoke('1')).rejects.toThrow();
  });
});
