import { type ColdbenchError, UsageError } from '../model/errors.ts';
import { EXIT, type ExitCode, GATE_EXIT } from './exit-codes.ts';

/** The exit codes of a command that ends with an error. */
export interface ErrorExits {
  readonly usage: ExitCode;
  of(error: ColdbenchError): ExitCode;
  /** For a fault of the program itself; null where Node's own code will do. */
  readonly crashed: ExitCode | null;
}

const ORDINARY: ErrorExits = {
  usage: EXIT.usage,
  of: (error) => (error instanceof UsageError ? EXIT.usage : EXIT.failed),
  crashed: null,
};

/** A file that was named and is not what the gate needs. */
const NAMED_WRONGLY: readonly string[] = [
  'RESULT_NOT_FOUND',
  'RESULT_NOT_READABLE',
  'NOT_A_RESULT_SET',
  'SCHEMA_TOO_NEW',
  'SCHEMA_TOO_OLD',
  'SCHEMA_INVALID',
  'LINE_TOO_LONG',
  'RESULT_ALTERED',
  'RESULT_EXISTS',
];

/** What is wrong with the place, whatever the change is. */
const UNFIT: readonly string[] = [
  'NOTHING_TO_MEASURE',
  'DISK_FULL',
  'RESULT_NOT_WRITABLE',
  'OUTPUT_NOT_WRITABLE',
];

/** Of a gate no error may end with 1, which is what Node gives to an error that nobody catches. */
const GATE: ErrorExits = {
  usage: GATE_EXIT.usage,
  of(error) {
    if (error instanceof UsageError || NAMED_WRONGLY.includes(error.code)) return GATE_EXIT.usage;
    return UNFIT.includes(error.code) ? GATE_EXIT.unfit : GATE_EXIT.cannotTell;
  },
  crashed: GATE_EXIT.crashed,
};

export const errorExitsOf = (command: string | null): ErrorExits => (command === 'gate' ? GATE : ORDINARY);
