// The program of the platform's thread: opens an execution environment whenever the harness asks for one.
import { type MessagePort, parentPort } from 'node:worker_threads';
import { startEmulator } from './emulator.ts';
import type { FromEnvironment, OpenMessage, ToEnvironment } from './messages.ts';
import { warmUp } from './warm-up.ts';

async function open({ timeoutMs, control, timings }: OpenMessage): Promise<void> {
  const tell = (message: FromEnvironment): void => control.postMessage(message);
  const { environment, port, close } = await startEmulator({
    timeoutMs,
    onReady: () => tell({ type: 'ready' }),
    onInitError: (document) => tell({ type: 'initError', document }),
    onTimeout: () => tell({ type: 'timedOut' }),
    onTiming: (timing) => timings.postMessage(timing),
  });
  control.on('message', (message: ToEnvironment) => {
    if (message.type === 'starts') environment.starts(message.atNs);
    else if (message.type === 'exited') environment.exited(message.exit);
    else void close().then(() => closePorts(control, timings));
  });
  tell({ type: 'listening', port });
}

function closePorts(...ports: MessagePort[]): void {
  for (const port of ports) port.close();
}

await warmUp();
parentPort?.on('message', (message: OpenMessage) => void open(message));
parentPort?.postMessage('warm');
