import { describe, expect, it } from 'vitest';
import type { Probe, Runner } from '../../runners/runner.ts';
import { testWorkload } from '../testing/launching.ts';
import { planSubjects } from './prepare.ts';

const workload = testWorkload('echo', '/nowhere/echo.ts');
const runner: Runner = {
  name: 'unikernel',
  summary: 'a default',
  isolation: 'unikernel',
  engine: 'V8',
  variants: { other: { summary: 'with another engine', engine: 'QuickJS' } },
  probe: () => Promise.reject(new Error('not asked')),
  package: () => Promise.reject(new Error('not asked')),
};
const probed = (variant: string): Probe & { available: true } => ({ available: true, variant, versions: {} });

describe('planSubjects()', () => {
  it.each([
    [undefined, 'default', 'V8'],
    [undefined, 'other', 'QuickJS'],
    ['other', 'other', 'QuickJS'],
    ['other', 'other-tcg', 'QuickJS'],
    ['default', 'default', 'V8'],
  ])('asked for %s, called %s by its probe: its engine is %s', (variant, name, engine) => {
    const [planned] = planSubjects([workload], {
      available: [{ runner, variant, probe: probed(name) }],
      skipped: [],
    });
    expect(planned).toMatchObject({ variant: name, engine, isolation: 'unikernel' });
  });
});
