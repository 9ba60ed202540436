const MISSING_GLOBAL =
  /^(process|Buffer|require|global|module|__dirname|__filename|setImmediate|fetch) is not defined$/;

/**
 * What a failed call is answered with: what the handler threw, or why the component trapped. A trapped instance
 * refuses every later call, as the component model says it must. `lastText`: what the component printed last.
 */
export function thrownBy(error: unknown, lastText: string): unknown {
  if (error instanceof WebAssembly.RuntimeError) return trap(error, lastText);
  const payload = (error as { payload?: unknown }).payload;
  if (typeof payload !== 'string') return pending(error) ?? error;
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType: string; errorMessage: string };
  const hint = MISSING_GLOBAL.test(errorMessage) ? '; a component has no Node globals and no network' : '';
  return Object.assign(new Error(`${errorMessage}${hint}`), { name: errorType });
}

const NOTHING_LEFT = "; nothing is left that could settle the handler's promise";

/** jco's words for an asynchronous export that ended without an answer; the instance stays usable. */
function pending(error: unknown): Error | null {
  const message = error instanceof Error ? error.message : '';
  return message.includes('exited without resolution') ? new Error(`${message}${NOTHING_LEFT}`) : null;
}

/** The engine prints why it gives up before it executes `unreachable`. */
function trap(error: WebAssembly.RuntimeError, lastText: string): Error {
  const why = lastText.trim() || error.message;
  const hint = why.includes('event loop error') ? NOTHING_LEFT : '';
  return new Error(`The component trapped: ${why}${hint}`, { cause: error });
}
