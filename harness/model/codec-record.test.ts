import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNNER_NAMES } from '../../runners/runner.ts';
import { bodyArbitrary, manifestArbitrary } from './codec-arbitraries.ts';
import { describeProblem } from './codec-problems.ts';
import { decodeRecord, encodeRecord, parseLine } from './codec-record.ts';
import { sampleManifest, sampleTrial } from './codec-sample.ts';

const decodeText = (text: string) => {
  const json = parseLine(Buffer.from(text));
  return json.ok ? decodeRecord(json.value) : json;
};

const problemsIn = (record: object): string[] => {
  const decoded = decodeRecord(record);
  return decoded.is === 'invalid' ? decoded.problems.map(describeProblem) : [];
};

describe('encodeRecord() and decodeRecord()', () => {
  it('give back every record, unknown fields included, on one line', () => {
    fc.assert(
      fc.property(fc.oneof(bodyArbitrary, manifestArbitrary), (record) => {
        const text = encodeRecord(record);
        expect(text).not.toMatch(/[\r\n]/);
        expect(decodeText(text)).toEqual({ is: 'record', record });
      }),
      { numRuns: 300 },
    );
  });

  it('pass over a kind of a later version', () => {
    expect(decodeRecord({ kind: 'canary', spinNs: 1 })).toEqual({ is: 'unknownKind', kind: 'canary' });
  });

  it.each([{}, { kind: '' }, { kind: 3 }, null, 4, 'trial', []])('do not take %j for a record', (value) => {
    expect(decodeRecord(value)).toMatchObject({ is: 'invalid' });
  });

  it.each([
    ['a negative time', { readyNs: -1 }, 'readyNs must be at least 0, is -1'],
    ['a fraction', { readyNs: 1.5 }, 'readyNs must be an integer, is 1.5'],
    [
      'more than is exact',
      { readyNs: 2 ** 53 },
      'readyNs must be at most 9007199254740991, is 9007199254740992',
    ],
    ['text', { readyNs: '12' }, 'readyNs must be a number, is "12"'],
    ['null where there is always a value', { readyNs: null }, 'readyNs must be a number, is null'],
    ['nothing', { createdNs: undefined }, 'createdNs is missing'],
    ['a bad list', { warmNs: [1, 2, null] }, 'warmNs[2] must be a number, is null'],
    ['a bad part', { coldResources: { source: 'x' } }, 'coldResources.rssBytes is missing'],
    [
      'an unknown status',
      { status: 'timedOut' },
      'status must be completed or failed or skipped, is "timedOut"',
    ],
    ['an unknown runner', { runner: 'vm' }, `runner must be ${RUNNER_NAMES.join(' or ')}, is "vm"`],
    ['an empty subject', { subject: '' }, 'subject must not be empty, is ""'],
  ])('name the field and the fault: %s', (_, change, message) => {
    expect(problemsIn({ ...sampleTrial, ...change })[0]).toBe(message);
  });

  it.each([
    [{ startedAt: '2026-03-01' }, 'startedAt must be a datetime, is "2026-03-01"'],
    [{ tools: { node: 20 } }, 'tools.node must be text, is 20'],
    [{ plan: 7 }, 'plan must be an object, is 7'],
    [{ schemaVersion: 'one' }, 'schemaVersion must be 1, is "one"'],
  ])('name the fault of a manifest: %j', (change, message) => {
    expect(problemsIn({ ...sampleManifest, ...change })).toEqual([message]);
  });

  it('tell no more than 20 problems of a line', () => {
    expect(problemsIn({ ...sampleTrial, warmNs: Array(1000).fill('x') })).toHaveLength(20);
  });

  it('refuse to encode what could not be read again', () => {
    expect(() => encodeRecord({ ...sampleTrial, readyNs: Number.NaN })).toThrow(TypeError);
    expect(() => encodeRecord({ ...sampleTrial, warmNs: [1, Number.POSITIVE_INFINITY] })).toThrow(
      /warmNs\[1\]/,
    );
  });
});

describe('parseLine()', () => {
  it.each([
    ['nothing', Buffer.from(''), /^is empty/],
    ['half a value', Buffer.from('{"a":'), /^is not JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), /^is not UTF-8/],
  ])('tells what is wrong with %s', (_, bytes, message) => {
    expect(parseLine(bytes)).toEqual({
      ok: false,
      problem: { field: '', message: expect.stringMatching(message) },
    });
  });
});
