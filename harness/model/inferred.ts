import type { z } from 'zod';
import type { WithoutIndex } from './schema.ts';

/**
 * What a schema describes, as a type for code that only reads it: readonly all the way down, and without the index
 * signatures that stand for fields which a reader does not know.
 */
export type Inferred<S extends z.ZodType> = Reading<z.infer<S>>;

/** A number with its unit is a number, although its type has a property too. */
type Reading<T> = T extends number | string | boolean | null | undefined
  ? T
  : T extends readonly (infer U)[]
    ? readonly Reading<U>[]
    : keyof WithoutIndex<T> extends never
      ? Readonly<T>
      : { readonly [K in keyof WithoutIndex<T>]: Reading<T[K]> };
