// An engine without a web platform has no encoders; what it has in C is used where it can be.

/** As TextEncoder, but that half a surrogate pair stays as it is: JSON texts have none. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      bytes[length++] = unit;
      continue;
    }
    const point = text.codePointAt(at) ?? unit;
    if (point > 0xffff) at += 1;
    length = putPoint(point, bytes, length);
  }
  return bytes.subarray(0, length);
}

function putPoint(point: number, bytes: Uint8Array, at: number): number {
  const following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const lead = [0, 0xc0, 0xe0, 0xf0][following] ?? 0;
  bytes[at] = lead | (point >> (6 * following));
  for (let place = 1; place <= following; place += 1)
    bytes[at + place] = 0x80 | ((point >> (6 * (following - place))) & 0x3f);
  return at + following + 1;
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
