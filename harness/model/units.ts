/** Numbers that carry their unit in the type, so that nanoseconds are never added to milliseconds. */
declare const unit: unique symbol;
export type Quantity<U extends string> = number & { readonly [unit]?: U };

export type Ns = Quantity<'ns'>;
export type Ms = Quantity<'ms'>;
export type Bytes = Quantity<'bytes'>;

export const nsFromMs = (ms: Ms): Ns => Math.round(ms * 1e6);
export const msFromNs = (ns: Ns): Ms => ns / 1e6;
