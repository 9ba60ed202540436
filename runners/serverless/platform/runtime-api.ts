import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  errorDocument,
  FUNCTION_ARN,
  RESPONSE_LIMIT_BYTES,
  RUNTIME_API,
  responseTooLarge,
} from '../protocol.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import { readBody, send } from './http.ts';
import type { Invocation } from './invocation.ts';

const NEXT_PATH = `${RUNTIME_API}/invocation/next`;
const INIT_ERROR_PATH = `${RUNTIME_API}/init/error`;
const ANSWER_PATH = new RegExp(`^${RUNTIME_API}/invocation/([^/]+)/(response|error)$`);
const ACCEPTED = Buffer.from('{"status":"OK"}\n');

/** The runtime's side: the four calls of the Runtime API 2018-06-01. False when the request is none of them. */
export async function serveRuntime(
  environment: ExecutionEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { method, url = '' } = request;
  if (method === 'GET' && url === NEXT_PATH) {
    next(environment, response);
    return true;
  }
  if (method !== 'POST') return false;
  const [, requestId, kind] = ANSWER_PATH.exec(url) ?? [];
  if (requestId !== undefined) await answer(environment, request, response, requestId, kind === 'error');
  else if (url === INIT_ERROR_PATH) await initError(environment, request, response);
  else return false;
  return true;
}

/** Long poll: answered when there is an event, however long that takes. */
function next(environment: ExecutionEnvironment, response: ServerResponse): void {
  if (environment.state === 'InitError' || environment.state === 'Exited') {
    refuseTransition(environment, response, 'Ready');
    return;
  }
  const deliver = (invocation: Invocation): void =>
    send(response, 200, invocation.event, headersOf(invocation));
  response.once('close', () => environment.forget(deliver));
  environment.next(deliver);
}

function headersOf({ requestId, deadlineMs, traceId, clientContext }: Invocation): Record<string, string> {
  return {
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
    'Lambda-Runtime-Trace-Id': traceId ?? newTraceId(),
    ...(clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': clientContext }),
  };
}

async function answer(
  environment: ExecutionEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  isError: boolean,
): Promise<void> {
  const { bytes, sizeBytes } = await readBody(request, RESPONSE_LIMIT_BYTES);
  if (requestId !== environment.currentRequestId) {
    return send(response, 400, errorDocument('InvalidRequestID', 'Invalid request ID'));
  }
  if (environment.state !== 'Running') {
    return refuseTransition(
      environment,
      response,
      isError ? 'InvocationErrorResponse' : 'InvocationResponse',
    );
  }
  environment.answer(bytes ?? responseTooLarge(sizeBytes), isError || bytes === null);
  if (bytes) return send(response, 202, ACCEPTED);
  const text = `Exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`;
  send(response, 413, errorDocument('RequestEntityTooLarge', text));
}

async function initError(
  environment: ExecutionEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { bytes, sizeBytes } = await readBody(request, RESPONSE_LIMIT_BYTES);
  if (environment.state !== 'Started') return refuseTransition(environment, response, 'InitError');
  environment.failInit(bytes ?? responseTooLarge(sizeBytes));
  send(response, 202, ACCEPTED);
}

function refuseTransition(environment: ExecutionEnvironment, response: ServerResponse, target: string): void {
  const text =
    `State transition from ${environment.state} to ${target} failed for runtime. ` +
    'Error: State transition is not allowed';
  send(response, 403, errorDocument('InvalidStateTransition', text));
}

/** "Tracing header" of the X-Ray Developer Guide: time, 96 random bits, a parent; not sampled, since nobody listens. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const random = randomBytes(20).toString('hex');
  return `Root=1-${seconds}-${random.slice(0, 24)};Parent=${random.slice(24)};Sampled=0`;
}
