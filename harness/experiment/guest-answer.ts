import type { GatedProcess } from './gate.ts';

/**
 * Lets a guest go that answers once, on its channel, and ends.
 * @throws Error with the end of what it printed, when it ends without an answer.
 */
export async function answerOf(guest: GatedProcess): Promise<unknown> {
  guest.open();
  let text = '';
  guest.channel.setEncoding('utf8');
  for await (const chunk of guest.channel) text += chunk as string;
  const { code, signal } = await guest.exited;
  if (text === '')
    throw new Error(`it ended with ${signal ?? `code ${code}`}: ${guest.outputTail || 'no output'}`);
  return JSON.parse(text);
}
