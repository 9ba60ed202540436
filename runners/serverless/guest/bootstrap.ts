// The runtime: what Lambda itself puts beside the function. It loads the handler that _HANDLER names from
// LAMBDA_TASK_ROOT and asks the Runtime API for one event after the other. It is not part of the zip.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { announce, runtimeStamps } from '../../support/guest/announce.ts';
import { respond } from '../../support/guest/respond.ts';
import { type LambdaContext, lambdaContext, one } from './context.ts';
import { RuntimeClient } from './runtime-client.ts';

type Handler = (event: unknown, context: LambdaContext) => unknown;

const { AWS_LAMBDA_RUNTIME_API = '', LAMBDA_TASK_ROOT = '', _HANDLER = '' } = process.env;
const client = new RuntimeClient(AWS_LAMBDA_RUNTIME_API);
let phase: 'init' | 'idle' | 'invoke' = 'init';
let requestId: string | null = null;

// Like Lambda's own runtime: report what nobody caught, then end with status 129.
process.on('uncaughtException', (error) => {
  const reported = phase === 'idle' ? Promise.resolve() : client.failAtLast(requestId, error);
  void reported.catch(() => undefined).finally(() => process.exit(129));
});

async function loadHandler(): Promise<Handler> {
  const [moduleName = '', exportName = ''] = _HANDLER.split('.');
  const module = await import(pathToFileURL(join(LAMBDA_TASK_ROOT, `${moduleName}.mjs`)).href);
  if (typeof module[exportName] === 'function') return module[exportName];
  const error = new Error(`${_HANDLER} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

async function handleOne(handler: Handler): Promise<void> {
  phase = 'idle';
  const { headers, body } = await client.next();
  const id = one(headers['lambda-runtime-aws-request-id']);
  if (id === undefined) throw new Error(`The Runtime API handed over no event: ${body}`);
  phase = 'invoke';
  requestId = id;
  process.env._X_AMZN_TRACE_ID = one(headers['lambda-runtime-trace-id']) ?? '';
  const result = await respond((event) => handler(event, lambdaContext(id, headers)), body).then(
    (output) => ({ output }),
    (error: unknown) => ({ error }),
  );
  await ('output' in result ? client.respond(id, result.output) : client.fail(id, result.error));
}

// A promise that nobody settles runs into the deadline, as it hangs in every packaging; Lambda's runtime would notice
// the empty event loop and fail the invocation at once.
setInterval(() => undefined, 2 ** 30);
process.chdir(LAMBDA_TASK_ROOT);
const handler = await loadHandler();
const workloadLoaded = process.hrtime.bigint();
announce(process.argv[2] ?? '3', { ...runtimeStamps(), workloadLoaded });
for (;;) await handleOne(handler);
