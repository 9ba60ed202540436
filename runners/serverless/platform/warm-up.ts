import { Agent, request } from 'node:http';
import { RuntimeClient } from '../guest/runtime-client.ts';
import { INVOKE_PATH } from '../protocol.ts';
import { startEmulator } from './emulator.ts';

const ROUNDS = 300;
const EVENT = Buffer.from('{"warm":true}');

/**
 * Calls an imaginary function until the emulator's code is compiled. A platform has been running long before a cold
 * start; with fresh code the first response of a trial came 5 ms later than from the second trial on.
 */
export async function warmUp(): Promise<void> {
  const nothing = (): void => undefined;
  const { port, close } = await startEmulator({
    timeoutMs: 60_000,
    onReady: nothing,
    onInitError: nothing,
    onTimeout: nothing,
    onTiming: nothing,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await Promise.all([serve(new RuntimeClient(`127.0.0.1:${port}`)), call(port, agent)]);
  agent.destroy();
  await close();
}

async function serve(runtime: RuntimeClient): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { headers, body } = await runtime.next();
    await runtime.respond(String(headers['lambda-runtime-aws-request-id']), body);
  }
}

async function call(port: number, agent: Agent): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await new Promise<void>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: INVOKE_PATH, method: 'POST', agent };
      const outgoing = request(options, (response) =>
        response.once('end', resolve).once('error', reject).resume(),
      );
      outgoing.once('error', reject).end(EVENT);
    });
  }
}
