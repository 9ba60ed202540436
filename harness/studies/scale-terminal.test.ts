import { describe, expect, test } from 'vitest';
import { subjectNames } from '../report/subject-names.ts';
import { createLook } from '../report/terminal/look.ts';
import { textWidth } from '../report/text.ts';
import { formatBursts } from './burst/terminal.ts';
import { formatDensity } from './density/terminal.ts';
import { formatLimits } from './limits/terminal.ts';
import { STUDIED_RUN } from './testing/invented-studies.ts';

const nameOf = subjectNames(STUDIED_RUN.subjects);
const sections = (width: number, run = STUDIED_RUN): string => {
  const look = createLook({ color: false, unicode: true, width });
  return `${[formatBursts, formatDensity, formatLimits].map((format) => format(run, 'markdown', nameOf, look)).join('\n\n')}\n`;
};

describe('the sections of bursts, density and limits', () => {
  test.each([80, 120])('at %d columns', async (width) => {
    await expect(sections(width)).toMatchFileSnapshot(`golden/scale-${width}.txt`);
  });

  test.each([60, 80, 120])('have no line wider than %d columns', (width) => {
    expect(
      sections(width)
        .split('\n')
        .filter((line) => textWidth(line) > width),
    ).toEqual([]);
  });

  test('are empty when nothing of it was measured', () => {
    expect(sections(80, { ...STUDIED_RUN, studies: {} }).trim()).toBe('');
  });
});
