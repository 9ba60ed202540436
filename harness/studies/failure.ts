import { ColdbenchError, messageOf } from '../model/errors.ts';

/** What a record says of an error. */
export const failureOf = (error: unknown): { readonly code: string; readonly reason: string } => ({
  code: error instanceof ColdbenchError ? error.code : 'UNEXPECTED',
  reason: messageOf(error),
});
