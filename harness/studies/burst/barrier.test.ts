import { describe, expect, it } from 'vitest';
import { Barrier } from './barrier.ts';

describe('Barrier', () => {
  it('lets everybody go when the last one has arrived', async () => {
    const barrier = new Barrier(3);
    const [first, second, third] = [barrier.join(), barrier.join(), barrier.join()];
    const gone: string[] = [];
    const all = [first, second].map((party, index) => party.arrive().then(() => gone.push(`${index}`)));
    await Promise.resolve();
    expect([gone, barrier.releasedNs]).toEqual([[], null]);
    await Promise.all([...all, third.arrive()]);
    expect(gone).toEqual(['0', '1']);
    expect(barrier.releasedNs).not.toBeNull();
  });

  it('does not wait for one that has left', async () => {
    const barrier = new Barrier(2);
    const [first, second] = [barrier.join(), barrier.join()];
    const arrival = first.arrive();
    second.leave();
    await arrival;
    first.leave(); // afterwards, which changes nothing
    expect(barrier.releasedNs).not.toBeNull();
  });

  it('is never released when all have left', () => {
    const barrier = new Barrier(1);
    barrier.join().leave();
    expect(barrier.releasedNs).toBeNull();
  });

  it('tells whoever waits, or comes later, that it was called off', async () => {
    const barrier = new Barrier(2);
    const [first, second] = [barrier.join(), barrier.join()];
    const arrival = first.arrive();
    barrier.callOff(new Error('enough'));
    await expect(arrival).rejects.toThrow('enough');
    await expect(second.arrive()).rejects.toThrow('enough');
  });
});
