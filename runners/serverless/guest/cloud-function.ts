// The function that Google's Functions Framework loads and then serves. Its arguments of the process are those of
// every guest, before the framework's own.

import { handler } from 'coldbench:workload';
import { type AddressInfo, Server } from 'node:net';
import { type FunctionRequest, type FunctionResponse, http } from '@google-cloud/functions-framework';
import { announce, runtimeStamps } from '../../support/guest/announce.ts';
import { errorBody, respond } from '../../support/guest/respond.ts';

const workloadLoaded = process.hrtime.bigint();
const [, , channel = '3', host = '127.0.0.1'] = process.argv;

/** The body is text: the framework's JSON parser refuses an event that is neither an object nor a list. */
async function serve(request: FunctionRequest, response: FunctionResponse): Promise<void> {
  try {
    const output = await respond(handler, String(request.body));
    response.status(200).type('application/json').send(output);
  } catch (error) {
    // In production the framework's own answer to an error says nothing of it.
    response.status(500).type('application/json').send(errorBody(error));
  }
}

http('handler', serve);

// The framework tells nobody that it listens, and listens for the whole network. Like every guest of coldbench it
// announces itself, is there for this machine only, and keeps a connection however long the harness pauses.
const listen: (this: Server, port: number, host: string, listening: () => void) => Server =
  Server.prototype.listen;
Server.prototype.listen = function listenHere(this: Server, port: unknown, listening: () => void): Server {
  Object.assign(this, { keepAliveTimeout: 0 });
  return listen.call(this, Number(port), host, () => {
    listening();
    const { port: chosen } = this.address() as AddressInfo;
    announce(channel, { ...runtimeStamps(), workloadLoaded }, { port: chosen });
  });
} as typeof Server.prototype.listen;
