import type { IncomingMessage, ServerResponse } from 'node:http';
import { FUNCTION, FUNCTION_ERROR_HEADER, INVOKE_PATH, REQUEST_LIMIT_BYTES } from '../protocol.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import { header, readBody, send } from './http.ts';
import type { Outcome } from './invocation.ts';

/**
 * The client's side: the Invoke operation, synchronous (`RequestResponse`) only. A function's error is a 200 with
 * `X-Amz-Function-Error`; of its two values the service uses only `Unhandled` for runtimes of the Runtime API.
 * Not repeated: credentials, versions and aliases, logs in the answer, and the check that the event is JSON, whose
 * parsing would be the emulator's cost in every call.
 */
export async function serveInvoke(
  environment: ExecutionEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== 'POST' || request.url !== INVOKE_PATH) return false;
  const { bytes } = await readBody(request, REQUEST_LIMIT_BYTES - 1);
  const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (!bytes) {
    const text = `Request must be smaller than ${REQUEST_LIMIT_BYTES} bytes for the InvokeFunction operation`;
    refuse(response, 413, 'RequestEntityTooLargeException', text);
  } else if (type !== 'RequestResponse') {
    refuse(response, 400, 'InvalidParameterValueException', `Invocation type ${type} is not emulated.`);
  } else {
    const outcome = await environment.invoke({
      event: bytes,
      traceId: header(request, 'x-amzn-trace-id'),
      clientContext: decoded(header(request, 'x-amz-client-context')),
    });
    reply(response, outcome);
  }
  return true;
}

function reply(response: ServerResponse, { requestId, payload, isError }: Outcome): void {
  const headers = { 'X-Amzn-RequestId': requestId, 'X-Amz-Executed-Version': FUNCTION.version };
  send(response, 200, payload, isError ? { ...headers, [FUNCTION_ERROR_HEADER]: 'Unhandled' } : headers);
}

function refuse(response: ServerResponse, status: number, errorType: string, text: string): void {
  send(response, status, Buffer.from(JSON.stringify({ Message: text })), { 'X-Amzn-ErrorType': errorType });
}

/** Clients send the context in base64, and the runtime receives it as JSON text. */
const decoded = (base64: string | undefined): string | undefined =>
  base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('utf8');
