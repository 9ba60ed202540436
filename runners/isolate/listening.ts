import { z } from 'zod';
import { ColdbenchError } from '../../harness/model/errors.ts';

/** What workerd writes to its control descriptor when a socket listens; it has loaded the worker by then. */
const listeningSchema = z.object({
  event: z.literal('listen'),
  socket: z.literal('http'),
  port: z.int().positive(),
});

/** @throws ColdbenchError `READY_GARBLED` when the line says something else. */
export function parseListening(line: string): number {
  try {
    return listeningSchema.parse(JSON.parse(line)).port;
  } catch (cause) {
    throw new ColdbenchError(
      'READY_GARBLED',
      `workerd did not say where it listens, but: ${line.slice(0, 200)}`,
      { remedy: 'Use the workerd that `npm run setup -- workerd` installs.', cause },
    );
  }
}
