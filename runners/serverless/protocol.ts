import type { Exit } from '../../harness/experiment/gate.ts';
import type { Bytes, Ms } from '../../harness/model/units.ts';

/**
 * The public names and limits of AWS Lambda that the emulator repeats. Sources: AWS Lambda Developer Guide, "Using the
 * Lambda runtime API for custom runtimes" (version 2018-06-01, with its OpenAPI file); AWS Lambda API Reference,
 * "Invoke"; "Lambda quotas"; and, for the texts that these leave open, AWS's own aws-lambda-runtime-interface-emulator.
 */
export const RUNTIME_API = '/2018-06-01/runtime';

/** Name, version and region of the only function; the emulator of AWS answers under the same path. */
export const FUNCTION = {
  name: 'function',
  version: '$LATEST',
  region: 'us-east-1',
  handler: 'index.handler',
} as const;
export const INVOKE_PATH = `/2015-03-31/functions/${FUNCTION.name}/invocations`;
/** In the answer of an invocation whose function failed, with the error document as its body and status 200. */
export const FUNCTION_ERROR_HEADER = 'x-amz-function-error';
export const FUNCTION_ARN = `arn:aws:lambda:${FUNCTION.region}:012345678912:function:${FUNCTION.name}`;

/** "At 1,769 MB, a function has the equivalent of one vCPU" (Developer Guide, "Configure Lambda function memory"). */
export const MEMORY_SIZE_MB = 1769;

/** The service says: "Request must be smaller than 6291456 bytes for the InvokeFunction operation". */
export const REQUEST_LIMIT_BYTES: Bytes = 6 * 1024 * 1024;
/** 6 MiB and 100 bytes: "exceeded maximum allowed payload size (6291556 bytes)". */
export const RESPONSE_LIMIT_BYTES: Bytes = 6 * 1024 * 1024 + 100;

/** The document with which the runtime, the emulator and the service describe an error. */
export function errorDocument(errorType: string, errorMessage: string): Uint8Array {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}

export function timedOut(requestId: string, timeoutMs: Ms): Uint8Array {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return errorDocument(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  );
}

export function exited(requestId: string, exit: Exit): Uint8Array {
  return errorDocument('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitReason(exit)}`);
}

export function responseTooLarge(sizeBytes: Bytes): Uint8Array {
  return errorDocument(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${sizeBytes} bytes) exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`,
  );
}

/** Worded like Go's `exec.ExitError`, on which the service's message rests. */
function exitReason({ code, signal }: Exit): string {
  if (signal) return `Runtime exited with error: signal: ${SIGNAL_TEXTS[signal] ?? signal}`;
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
}

const SIGNAL_TEXTS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};
