// The worker of the `isolate` packaging: the workload behind workerd's fetch event.
import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../support/guest/respond.ts';
import { START_PATH } from './paths.ts';

const headers = { 'content-type': 'application/json' };

async function answer(request: Request): Promise<Response> {
  // In a host that runs already, this is how the host learns that the isolate is there: the workload has been loaded.
  if (new URL(request.url).pathname === START_PATH) return new Response(null);
  try {
    return new Response(await respond(handler, await request.text()), { headers });
  } catch (error) {
    return new Response(errorBody(error), { status: 500, headers });
  }
}

export default { fetch: answer };
