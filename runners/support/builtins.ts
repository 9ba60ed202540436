import { isBuiltin } from 'node:module';
import { ColdbenchError } from '../../harness/model/errors.ts';

/** The Node builtin that a bundle without Node could not resolve; null when bundling failed for another reason. */
export function unresolvedBuiltin(error: unknown): string | null {
  const name =
    error instanceof ColdbenchError ? error.message.match(/Could not resolve "([^"]+)"/)?.[1] : undefined;
  return name !== undefined && isBuiltin(name) ? name : null;
}
