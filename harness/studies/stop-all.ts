import type { StudyGuest } from './guest.ts';

/** Ends guests side by side, each whatever becomes of the others; resolves with the first failure, or null. */
export async function stopAll(guests: readonly StudyGuest[]): Promise<unknown> {
  const outcomes = await Promise.allSettled(guests.map((guest) => guest.stop()));
  return outcomes.find((outcome) => outcome.status === 'rejected')?.reason ?? null;
}
