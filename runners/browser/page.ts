import { ColdbenchError } from '../../harness/model/errors.ts';
import type { DevTools } from './devtools.ts';
import type { Reply } from './guest/messages.ts';

/** A page of a browser, and the connection through which it is called. */
export interface Page {
  readonly devtools: DevTools;
  readonly sessionId: string;
}

/** The page that the browser was started with. */
export async function firstPage(devtools: DevTools): Promise<Page> {
  const { targetInfos } = (await devtools.send('Target.getTargets')) as {
    targetInfos: readonly { readonly type: string; readonly targetId: string }[];
  };
  const page = targetInfos.find(({ type }) => type === 'page');
  if (!page) throw new ColdbenchError('GUEST_FAILED', 'The browser has no page.');
  return attach(devtools, page.targetId);
}

export async function newPage(devtools: DevTools, url: string): Promise<Page> {
  const { targetId } = (await devtools.send('Target.createTarget', { url })) as { targetId: string };
  return attach(devtools, targetId);
}

async function attach(devtools: DevTools, targetId: string): Promise<Page> {
  const attached = await devtools.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = attached as { sessionId: string };
  await devtools.send('Performance.enable', {}, sessionId);
  return { devtools, sessionId };
}

/** Two instants of the browser's clock, which on Linux is CLOCK_MONOTONIC. */
export interface PageClock {
  readonly nowNs: bigint;
  readonly navigationNs: bigint;
}

export async function readClock({ devtools, sessionId }: Page): Promise<PageClock> {
  const { metrics } = (await devtools.send('Performance.getMetrics', {}, sessionId)) as {
    metrics: readonly { readonly name: string; readonly value: number }[];
  };
  const at = (name: string): bigint =>
    nsFromSeconds(metrics.find((metric) => metric.name === name)?.value ?? 0);
  return { nowNs: at('Timestamp'), navigationNs: at('NavigationStart') };
}

/** The browser counts in microseconds. */
const nsFromSeconds = (seconds: number): bigint => BigInt(Math.round(seconds * 1e6)) * 1000n;

/** @throws ColdbenchError `CALL_FAILED` with what the handler threw. */
export async function callPage({ devtools, sessionId }: Page, input: Uint8Array): Promise<Uint8Array> {
  const body = JSON.stringify(new TextDecoder().decode(input));
  const params = { expression: `coldbenchCall(${body})`, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = (await devtools.send('Runtime.evaluate', params, sessionId)) as {
    result?: { readonly value?: Reply };
    exceptionDetails?: unknown;
  };
  const reply = result?.value;
  if (reply && 'answer' in reply) return Buffer.from(reply.answer);
  const why = reply?.failure ?? JSON.stringify(exceptionDetails);
  throw new ColdbenchError('CALL_FAILED', `The handler failed: ${why.slice(0, 500)}`);
}
