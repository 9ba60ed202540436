import { ColdbenchError } from '../../../harness/model/errors.ts';

/** What a kernel starts as the first process, and how. */
export interface FirstProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The part of a kernel's command line that starts the first process of an initramfs: the kernel hands on what it does not
 * know, `NAME=value` as its environment, and what follows `--` as its arguments (kernel-parameters.rst).
 * @throws ColdbenchError `ENVIRONMENT_UNFIT` for what cannot be said so.
 */
export function firstProcessArguments({ program, args, environment }: FirstProcess): string[] {
  return [
    `rdinit=${program}`,
    ...Object.entries(environment).map(([name, value]) => `${fit(name)}=${quoted(name, value)}`),
    '--',
    ...args,
  ];
}

function fit(name: string): string {
  // A dot would make it a parameter of a module.
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw unfit(name);
}

function quoted(name: string, value: string): string {
  if (/["\n]/.test(value)) throw unfit(name);
  return /\s/.test(value) ? `"${value}"` : value;
}

const unfit = (name: string): ColdbenchError =>
  new ColdbenchError('ENVIRONMENT_UNFIT', `A kernel cannot hand the variable ${name} to its first process.`, {
    remedy: 'Use letters, digits and _ in names, and no quotation marks or newlines in values.',
  });
