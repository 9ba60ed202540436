// The module that becomes the component of the variant `quickjs`: the workload behind the export of ../quickjs/workload.wit.
import './while-loading.ts'; // First: it is what the workload finds while it loads.
import './quickjs-console.ts';
import { handler } from 'coldbench:workload';
import { errorBody, respond as respondTo } from '../../support/guest/respond.ts';
import { loaded } from './while-loading.ts';

loaded();

/** A thrown string becomes the error of the world's result. */
export async function respond(event: string): Promise<string> {
  try {
    return await respondTo(handler, event);
  } catch (error) {
    throw errorBody(error);
  }
}
