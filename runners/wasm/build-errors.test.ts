import { describe, expect, it } from 'vitest';
import { ColdbenchError } from '../../harness/model/errors.ts';
import { buildFailed, withoutBuiltins } from './build-errors.ts';

const atLoad = (message: string): string => `Failed to initialize component (wizer (/somewhere/wizer)):
Exception while evaluating top-level script
workload.js:1:46153 ${message}
Additionally, some promises were rejected, but the rejection never handled:
Promise rejected but never handled: …`;

describe('buildFailed()', () => {
  it('names what the module threw, without the position in the minified bundle', () => {
    const error = buildFailed(atLoad('Error: the module refuses to load'));
    expect(error.code).toBe('COMPONENTIZE_FAILED');
    expect(error.message).toBe(
      'Cannot build the component: the module fails while it loads: Error: the module refuses to load',
    );
  });

  it('says what the engine does not have', () => {
    const remedyOf = (message: string): string | null => buildFailed(atLoad(message)).remedy;
    expect(remedyOf('ReferenceError: Buffer is not defined')).toContain('no Node globals');
    expect(remedyOf('SyntaxError: invalid property name in regular expression: ')).toContain(
      'Unicode properties',
    );
    expect(remedyOf('TypeError: setTimeout can only be used during request handling')).toContain('timers');
  });

  it('says that nothing is random in a build', () => {
    const output =
      "1: Error: attempted to call an unknown imported function: 'wasi:random/random@0.2.10' 'get-random-u64'";
    expect(buildFailed(output).remedy).toContain('inside the handler');
  });

  it('keeps the end of an output that it does not know', () => {
    expect(buildFailed(`${'x'.repeat(5000)} no space left on device`).message).toMatch(
      /no space left on device$/,
    );
  });
});

describe('withoutBuiltins()', () => {
  const unresolved = (name: string): ColdbenchError =>
    new ColdbenchError('BUNDLE_FAILED', `Cannot bundle a.ts: Could not resolve "${name}" (a.ts:1)`);

  it.each(['node:fs', 'fs', 'fs/promises'])('blames the packaging for %s', (name) => {
    expect(withoutBuiltins(unresolved(name))).toMatchObject({ code: 'NO_NODE_BUILTINS' });
  });

  it('leaves every other error as it is', () => {
    const error = unresolved('left-pad');
    expect(withoutBuiltins(error)).toBe(error);
  });
});
