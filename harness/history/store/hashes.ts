import { createHash } from 'node:crypto';

const ID_DIGITS = 12;
const KEY_DIGITS = 16;

/** 12 hex digits, enough for the handful of series and machine classes of a history. */
export const idOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS);

/** The part of a result set's SHA-256 that its name holds. */
export const keyOf = (sha256: string): string => sha256.slice(0, KEY_DIGITS);
