import { describe, expect, it } from 'vitest';
import { now, Stamps } from './stamps.ts';

describe('Stamps', () => {
  it('gives times since the launch, and a reason for each instant that is missing', () => {
    const stamps = new Stamps();
    stamps.mark('launch');
    stamps.mark('ready');
    const { times, nullReasons } = stamps.sinceLaunch();
    expect(times.launch).toBe(0);
    expect(times.ready).toBeGreaterThan(0);
    expect(nullReasons).toMatchObject({
      createdNs: expect.any(String),
      processStartNs: 'the guest did not report it',
    });
  });

  it("takes the guest's own stamps when its clock is the host's", () => {
    const stamps = new Stamps();
    stamps.mark('launch');
    const processStart = now();
    stamps.adopt({ nowNs: now(), milestonesNs: { processStart } });
    expect(stamps.at('processStart')).toBe(processStart);
  });

  it.each([
    ['behind', -5_000_000_000n],
    ['ahead', 5_000_000_000n],
  ])("leaves them out when the guest's clock is %s, and says so", (_, offset) => {
    const stamps = new Stamps();
    stamps.mark('launch');
    stamps.adopt({ nowNs: now() + offset, milestonesNs: { processStart: now() + offset } });
    const { times, nullReasons } = stamps.sinceLaunch();
    expect(times.processStart).toBeUndefined();
    expect(nullReasons.processStartNs).toBe("the guest's clock is not the host's");
  });

  it('keeps the reasons of a guest that has no clock', () => {
    const stamps = new Stamps();
    stamps.mark('launch');
    stamps.adopt({ nowNs: null, milestonesNs: {}, unknown: { workloadLoaded: 'its clock stands still' } });
    expect(stamps.sinceLaunch().nullReasons).toMatchObject({
      workloadLoadedNs: 'its clock stands still',
      processStartNs: 'the guest did not report it',
    });
  });

  it.each([
    ['precreated', 'createdNs', /created before the launch/],
    ['paused', 'runtimeReadyNs', /came before the launch/],
    ['warm-host', 'compiledNs', /with the code compiled/],
  ] as const)('of a %s start say that %s came before', (condition, field, reason) => {
    const stamps = new Stamps(condition);
    stamps.mark('launch');
    stamps.mark('ready');
    expect(stamps.sinceLaunch().nullReasons[field]).toMatch(reason);
  });

  it('of a warm host: what the host did before is no instant of the trial, the instance is', () => {
    const stamps = new Stamps('warm-host');
    const runtimeReady = now();
    stamps.mark('launch');
    stamps.adopt({ nowNs: now(), milestonesNs: { runtimeReady, instantiated: now() } });
    const { times, nullReasons } = stamps.sinceLaunch();
    expect(times.instantiated).toBeGreaterThanOrEqual(0);
    expect(times.runtimeReady).toBeUndefined();
    expect(nullReasons.runtimeReadyNs).toMatch(/host was there before/);
  });

  it('refuses a second stamp of the same instant: a fault in an adapter', () => {
    const stamps = new Stamps();
    stamps.mark('launch');
    expect(() => stamps.mark('launch')).toThrow('stamped twice');
  });

  it('refuses a trial whose launch was never marked', () => {
    expect(() => new Stamps().sinceLaunch()).toThrow('did not mark the launch');
  });
});
