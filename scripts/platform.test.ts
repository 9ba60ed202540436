import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../harness/project-root.ts';
import { isOlder, MINIMUM_NODE, whyUnsupported } from './platform.mjs';

test('Linux and macOS with a current Node are fine', () => {
  for (const version of ['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.1.0', 'v25.0.0-nightly2026']) {
    expect(whyUnsupported('linux', version)).toBeNull();
    expect(whyUnsupported('darwin', version)).toBeNull();
  }
});

test('Windows is sent to WSL2, whatever its Node', () => {
  expect(whyUnsupported('win32', 'v18.0.0')).toMatchObject({
    message: 'coldbench runs on Linux and macOS.',
    remedy: 'On Windows use WSL2: `wsl --install`, then clone inside it.',
  });
});

test('other systems are named', () => {
  expect(whyUnsupported('freebsd', 'v24.0.0')?.message).toContain('freebsd');
});

test.each(['v20.18.3', 'v18.20.0', 'v20.9.0', 'v0.12.0'])('Node %s is too old', (version) => {
  expect(whyUnsupported('linux', version)?.message).toContain(version);
});

test('isOlder() compares numbers, not text', () => {
  expect(isOlder('v20.9.1', '20.19')).toBe(true);
  expect(isOlder('v20.19.0', '20.19.0')).toBe(false);
  expect(isOlder('v100.0.0', '20.19.0')).toBe(false);
});

test('the minimum is what package.json says', () => {
  const { engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(MINIMUM_NODE.startsWith(engines.node.replace('>=', ''))).toBe(true);
});
