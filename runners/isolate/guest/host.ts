// A host that runs already and has the code: its loader makes the isolate when the first request for it comes.
import { errorBody } from '../../support/guest/respond.ts';
import { HOST_PATH } from './paths.ts';

/** The bindings of ../config.ts. */
interface Bindings {
  readonly CODE: string;
  readonly SETTINGS: object;
  readonly LOADER: WorkerLoader;
}

interface WorkerLoader {
  get(id: string, load: () => object): { getEntrypoint(): { fetch(request: Request): Promise<Response> } };
}

async function answer(request: Request, { CODE, SETTINGS, LOADER }: Bindings): Promise<Response> {
  if (new URL(request.url).pathname === HOST_PATH) return new Response(null);
  const load = (): object => ({
    ...SETTINGS,
    mainModule: 'worker.mjs',
    modules: { 'worker.mjs': { js: CODE } },
  });
  try {
    return await LOADER.get('workload', load).getEntrypoint().fetch(request);
  } catch (error) {
    return new Response(errorBody(error), { status: 500 });
  }
}

export default { fetch: answer };
