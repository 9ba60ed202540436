import { expect, test } from 'vitest';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { parsePressure } from './pressure.ts';

test('parsePressure() reads the "some" line', () => {
  expect(parsePressure(FIRECRACKER['/proc/pressure/cpu'])).toEqual({
    someAvg10: 5.74,
    someTotalUs: 46153974,
  });
});

test('parsePressure() is null without figures', () => {
  expect(parsePressure('')).toBeNull();
  expect(parsePressure('full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n')).toBeNull();
});
