// The module that becomes the component: the workload behind the one export of ../workload.wit.
import './while-loading.ts'; // First: it is what the workload finds while it loads.
import { handler } from 'coldbench:workload';
import { errorBody, respond as respondTo } from '../../support/guest/respond.ts';
import { loaded } from './while-loading.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
loaded();

/** A thrown string becomes the error of the world's result; anything else that is thrown would end the instance. */
export async function respond(event: Uint8Array): Promise<Uint8Array> {
  try {
    return encoder.encode(await respondTo(handler, decoder.decode(event)));
  } catch (error) {
    throw errorBody(error);
  }
}
