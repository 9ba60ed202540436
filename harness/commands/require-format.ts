import { UsageError } from '../model/errors.ts';

/**
 * The format of that name.
 * @throws UsageError `UNKNOWN_FORMAT`, which lists those that there are
 */
export function requireFormat<F extends { readonly name: string; readonly purpose: string }>(
  formats: readonly F[],
  name: string,
): F {
  const found = formats.find((format) => format.name === name);
  if (found) return found;
  const known = formats.map((format) => `  ${format.name}: ${format.purpose}`).join('\n');
  throw new UsageError('UNKNOWN_FORMAT', `There is no format '${name}'.`, {
    remedy: `The formats are\n${known}`,
  });
}
