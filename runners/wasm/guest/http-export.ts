// The module that becomes a component of wasi:http: the workload behind the engine's own `fetch` event.
import './while-loading.ts'; // First: it is what the workload finds while it loads.
import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../support/guest/respond.ts';
import { loaded } from './while-loading.ts';

/** As the engine has it; Node, whose types these are otherwise, has no such event. */
interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
declare function addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;

loaded();
addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

/** As the other packagings answer over HTTP: what the handler threw is the body of a response with status 500. */
async function answer(request: Request): Promise<Response> {
  try {
    return json(200, await respond(handler, await request.text()));
  } catch (error) {
    return json(500, errorBody(error));
  }
}

const json = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } });
