// An engine without a web platform has no encoders, and a loop over a text is slow in an interpreter: what the engine has
// in C is used, if only by a detour.

interface Base64 {
  readonly btoa?: (latin1: string) => string;
  readonly Uint8Array: { readonly fromBase64?: (text: string) => Uint8Array };
}
const { btoa, Uint8Array: Bytes } = globalThis as unknown as Base64;

/** @throws URIError for half a surrogate pair, of which JSON texts have none. */
export function encodeUtf8(text: string): Uint8Array {
  const latin1 = unescape(encodeURIComponent(text));
  return btoa && Bytes.fromBase64 ? Bytes.fromBase64(btoa(latin1)) : bytesOf(latin1);
}

export function bytesOf(latin1: string): Uint8Array {
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return bytes;
}

/** A call with more arguments than this would overflow an engine's stack. */
const AT_ONCE = 4096;

/** @throws URIError for what is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  let latin1 = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    latin1 += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + AT_ONCE));
  return /[\x80-\xff]/.test(latin1) ? decodeURIComponent(escape(latin1)) : latin1;
}
