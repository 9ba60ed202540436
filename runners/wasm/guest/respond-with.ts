import type { Component } from './component.d.mts';
import { thrownBy } from './thrown-by.ts';

/** One call of a component's export. @throws what the handler threw, or why the component trapped. */
export function respondWith(component: Component, body: string, lastText: () => string): string {
  try {
    const { buffer, byteOffset, byteLength } = component.respond(Buffer.from(body));
    return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  } catch (error) {
    throw thrownBy(error, lastText());
  }
}
