/**
 * JSON text in, JSON text out: what every packaging does around the handler.
 * @throws TypeError when the result has no JSON form (undefined, a function, a cycle, a BigInt).
 */
export async function respond(handler: (event: unknown) => unknown, body: string): Promise<string> {
  const output = JSON.stringify(await handler(JSON.parse(body)));
  if (output === undefined) throw new TypeError('handler returned a value that JSON cannot express');
  return output;
}

/** A thrown value as the response of a failed call: the shape that AWS Lambda uses. */
export function errorBody(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return JSON.stringify({ errorType: name, errorMessage: message });
}
