import { FUNCTION, MEMORY_SIZE_MB } from './protocol.ts';

/**
 * What a Lambda runtime finds in its environment (Developer Guide, "Working with Lambda environment variables":
 * defined runtime environment variables), on top of the environment that every guest gets. Left out: credentials and
 * the X-Ray daemon's address, since there are none; `LD_LIBRARY_PATH` and `NODE_PATH`, which would change how modules
 * are found; `_X_AMZN_TRACE_ID`, which the runtime sets at each invocation. `TZ` and `LANG` stay as in every
 * packaging, in place of the service's `:UTC` and `en_US.UTF-8`.
 */
export function lambdaEnvironment(
  base: Readonly<Record<string, string>>,
  place: { readonly taskRoot: string; readonly runtimeDir: string; readonly runtimeApi: string },
): Record<string, string> {
  return {
    ...base,
    _HANDLER: FUNCTION.handler,
    AWS_DEFAULT_REGION: FUNCTION.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MEMORY_SIZE_MB),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION.name,
    AWS_LAMBDA_FUNCTION_VERSION: FUNCTION.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FUNCTION.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'coldbench',
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    AWS_REGION: FUNCTION.region,
    LAMBDA_RUNTIME_DIR: place.runtimeDir,
    LAMBDA_TASK_ROOT: place.taskRoot,
  };
}
